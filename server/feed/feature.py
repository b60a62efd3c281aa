"""feed, as create_app plugs it in."""

from server.core.feature import Feature
from server.feed import handlers, service
from server.feed.api import blp

feature = Feature(
    name="feed",
    blueprints=(blp,),
    forgets=(service.forget,),
    hears={
        "boards.post_published": (handlers.post_moved,),
        "boards.post_moved": (handlers.post_moved,),
        "boards.comment_published": (handlers.post_moved,),
        "boards.comment_moved": (handlers.desk_moved,),
        "market.item_published": (handlers.item_moved,),
        "market.item_moved": (handlers.item_moved,),
        "assistance.answered": (handlers.filing_answered,),
        "emergency.switched": (handlers.desk_moved,),
        "deliberation.topic_moved": (handlers.topic_moved,),
        "ballots.poll_closed": (handlers.desk_moved,),
        "ballots.count_confirmed": (handlers.desk_moved,),
        "deliberation.comment_judged": (handlers.desk_moved,),
        "identity.application_verified": (handlers.desk_moved,),
        "identity.application_moved": (handlers.desk_moved,),
    },
)
