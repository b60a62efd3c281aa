"""Routes of the boards and their posts."""

from typing import Any

from flask import Response, jsonify

from server.boards import catalogue, desk, policy, queries, reads, service
from server.boards.catalogue import BOARDS, BoardInfo
from server.boards.models import Comment, Post
from server.boards.schemas import BoardList, PostIn, PostList, PostListArgs, PostPage, PostStepIn
from server.boards.workflow import Verb
from server.core import hot
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.errors import NotFoundError

blp = Blueprint("boards", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="版块")


def visible_post(post_id: int) -> Post | None:
    """The post, if the caller may see it."""
    post = queries.get_post(post_id)
    return post if post and policy.sees(current_actor(), post) else None


def visible_comment(comment_id: int) -> Comment | None:
    """The comment, if the caller may see it."""
    comment = queries.get_comment(comment_id)
    return comment if comment and policy.sees(current_actor(), comment) else None


def board_of(word: str) -> BoardInfo:
    if (info := catalogue.find(word)) is None:
        raise NotFoundError("没有这个版块")
    return info


@blp.get("/boards")
@blp.requires(Permission.BOARD_READ)
@blp.response(200, BoardList)
def list_boards() -> dict[str, Any]:
    """版块列表"""
    actor = current_actor()
    return {
        "items": [
            {
                "key": info.board.value,
                "name": info.name,
                "intro": info.intro,
                "owner": info.owner,
                "verbs": policy.board_verbs(actor, info),
                "kinds": [{"key": kind.value, "name": name} for kind, name in info.kinds.items()],
            }
            for info in BOARDS.values()
        ]
    }


@blp.get("/boards/<board>/posts")
@blp.requires(Permission.BOARD_READ)
@blp.arguments(PostListArgs, location="query")
@blp.response(200, PostList)
def list_posts(args: dict[str, Any], board: str) -> Response:
    """一个版块的内容，或我在这个版块发的内容，最新的在前"""
    known, state = board_of(board).board, args.pop("state")
    if state == "mine":
        return jsonify(reads.own(current_actor(), known, **args))
    return hot.answer(reads.BOARD_LIST, board=known.value, **args)


@blp.post("/boards/<board>/posts")
@blp.requires(Permission.POST_WRITE)
@blp.arguments(PostIn)
@blp.response(201, PostPage)
def write_post(form: dict[str, Any], board: str) -> tuple[Response, int]:
    """发布内容，先经过内容检查"""
    post = service.write_post(current_actor(), board_of(board), form)
    return jsonify(reads.unpublished(current_actor(), post)), 201


@blp.get("/posts/<int:post_id>")
@blp.requires(Permission.BOARD_READ)
@blp.response(200, PostPage)
def show_post(post_id: int) -> Response:
    """一条内容和它的评论"""
    try:
        return hot.answer(reads.POST_PAGE, post_id=post_id)
    except NotFoundError:
        post = visible_post(post_id)
        if post is None:
            raise
        return jsonify(reads.unpublished(current_actor(), post))


@blp.post("/posts/<int:post_id>/steps")
@blp.requires(Permission.POST_TALK, post=visible_post)
@blp.arguments(PostStepIn)
@blp.response(200, PostPage)
def step_post(form: dict[str, Any], post: Post) -> Response:
    """处理一条内容：放行、不通过、隐藏、恢复、维持、撤回、置顶"""
    desk.move(current_actor(), post, Verb(form["verb"]), form["reason"])
    return jsonify(reads.unpublished(current_actor(), post))
