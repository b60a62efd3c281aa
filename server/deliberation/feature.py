"""deliberation, as create_app plugs it in."""

from server.core.feature import Feature
from server.deliberation import api, api_ledger, commands, handlers, ledger
from server.deliberation.events import CommentJudged, CommentWritten, GateOverdue, TextSubmitted, TopicMoved
from server.deliberation.policy import RULES
from server.deliberation.settings import SETTINGS

feature = Feature(
    name="deliberation",
    blueprints=(api.blp, api_ledger.blp),
    rules=RULES,
    hears={
        "ballots.poll_closed": (handlers.poll_closed,),
        TextSubmitted.topic: (handlers.check_text,),
        CommentWritten.topic: (handlers.check_comment,),
    },
    says=(
        TextSubmitted.topic,
        CommentWritten.topic,
        CommentJudged.topic,
        TopicMoved.topic,
        GateOverdue.topic,
    ),
    silent=(GateOverdue.topic,),
    clock=(handlers.tell_overdue, ledger.publish_head),
    commands=(commands.ledger,),
    settings=SETTINGS,
)
