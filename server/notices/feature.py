"""notices, as create_app plugs it in."""

from server.core.feature import Feature
from server.notices import on_boards
from server.notices.api import blp

feature = Feature(
    name="notices",
    blueprints=(blp,),
    hears={
        "boards.post_moved": (on_boards.post_moved,),
        "boards.comment_moved": (on_boards.comment_moved,),
        "boards.comment_published": (on_boards.comment_published,),
    },
)
