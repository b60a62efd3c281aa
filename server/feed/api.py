"""HTTP face of the home page."""

from typing import Any

from flask import Response

from server.core import hot
from server.core.access import Permission
from server.core.blueprint import Blueprint
from server.feed.reads import HOME
from server.feed.schemas import HomeArgs, HomePage

blp = Blueprint("feed", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="首页")


@blp.get("/home")
@blp.requires(Permission.FEED_READ)
@blp.arguments(HomeArgs, location="query")
@blp.response(200, HomePage)
def read_home(args: dict[str, Any]) -> Response:
    """首页：我的小区里的新消息，和等我处理的事"""
    return hot.answer(HOME, **args)
