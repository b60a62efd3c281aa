"""The line of boards in FEATURES."""

from server.boards import api, api_assisted, api_talk, api_uploads, copies, events, forgetting
from server.boards.handlers import CHECK_COMMENT, CHECK_POST
from server.boards.policy import RULES
from server.core.feature import Feature

feature = Feature(
    name="boards",
    blueprints=(api.blp, api_assisted.blp, api_talk.blp, api_uploads.blp),
    rules=RULES,
    hears={
        events.PostWritten.topic: (CHECK_POST,),
        events.CommentWritten.topic: (CHECK_COMMENT,),
    },
    forgets=(forgetting.forget,),
    says=(
        events.PostWritten.topic,
        events.CommentWritten.topic,
        events.PostPublished.topic,
        events.PostMoved.topic,
        events.CommentPublished.topic,
        events.CommentMoved.topic,
    ),
    copies=copies.COPIES,
)
