"""notices, as create_app plugs it in."""

from server.core.feature import Feature
from server.notices import on_boards, on_identity, on_market, on_topics
from server.notices.api import blp

feature = Feature(
    name="notices",
    blueprints=(blp,),
    hears={
        "boards.post_moved": (on_boards.post_moved,),
        "boards.comment_moved": (on_boards.comment_moved,),
        "boards.comment_published": (on_boards.comment_published,),
        "market.item_moved": (on_market.item_moved,),
        "deliberation.topic_moved": (on_topics.topic_moved,),
        "deliberation.comment_judged": (on_topics.comment_judged,),
        "identity.application_verified": (on_identity.application_verified,),
        "identity.application_moved": (on_identity.application_moved,),
    },
)
