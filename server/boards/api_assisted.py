"""Routes of posts that are filed for a neighbour."""

from typing import Any

from flask import Response, jsonify

from server.assistance.schemas import FilingAnswerIn
from server.boards import assisted, reads
from server.boards.api import board_of, visible_post
from server.boards.models import Post
from server.boards.schemas import AssistedPostIn, PostPage
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint

blp = Blueprint(
    "assisted_posts", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="代为提交"
)


@blp.post("/boards/<board>/assisted-posts")
@blp.requires(Permission.ASSIST)
@blp.arguments(AssistedPostIn)
@blp.response(201, PostPage)
def file_post(form: dict[str, Any], board: str) -> tuple[Response, int]:
    """代邻居发布，先经过内容检查，并请本人确认"""
    actor = current_actor()
    post = assisted.write_post(actor, board_of(board), form)
    return jsonify(reads.unpublished(actor, post)), 201


@blp.post("/posts/<int:post_id>/filing")
@blp.requires(Permission.POST_TALK, post=visible_post)
@blp.arguments(FilingAnswerIn)
@blp.response(200, PostPage)
def answer_filing(form: dict[str, Any], post: Post) -> Response:
    """别人代我提交的：确认，或表示不是我的意思（内容随即撤回）"""
    assisted.answer(current_actor(), post, form)
    return jsonify(reads.unpublished(current_actor(), post))
