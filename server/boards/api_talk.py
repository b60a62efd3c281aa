"""Routes under a post: comments, thanks, reports; and the clerks' desk."""

from typing import Any

from flask import Response, jsonify

from server.boards import answers, desk, page_queries, policy, queries, reads, service
from server.boards.api import visible_comment, visible_post
from server.boards.models import Comment, Post
from server.boards.schemas import (
    CommentIn,
    CommentOut,
    CommentPage,
    DeskArgs,
    DeskPage,
    PostStepIn,
    ReactionIn,
    ReactionOut,
    ReportIn,
    ReportOut,
)
from server.boards.workflow import Verb
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.pagination import PageArgs, cut

blp = Blueprint(
    "talk", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="评论与举报"
)


def addressed_post(post_id: int) -> Any:
    """The post somebody speaks under, if he may see it."""
    post = queries.addressed(post_id)
    return post if post and policy.sees(current_actor(), post) else None


@blp.get("/posts/<int:post_id>/comments")
@blp.requires(Permission.BOARD_READ, post=visible_post)
@blp.arguments(PageArgs, location="query")
@blp.response(200, CommentPage)
def list_comments(args: dict[str, Any], post: Post) -> Response:
    """一条内容的评论，最早的在前"""
    rows, following = cut(page_queries.comments(post.id, args["after"], args["limit"]), args["limit"])
    return jsonify({"items": [answers.comment(row, post.answer_id) for row in rows], "next": following})


@blp.post("/posts/<int:post_id>/comments")
@blp.requires(Permission.POST_TALK, post=addressed_post)
@blp.arguments(CommentIn)
@blp.response(201, CommentOut)
def write_comment(form: dict[str, Any], post: Any) -> tuple[Response, int]:
    """发表评论，先经过内容检查"""
    comment = service.write_comment(current_actor(), post, form)
    return jsonify(answers.comment(comment, post.answer_id)), 201


@blp.post("/posts/<int:post_id>/reactions")
@blp.requires(Permission.POST_TALK, post=visible_post)
@blp.arguments(ReactionIn)
@blp.response(200, ReactionOut)
def react(form: dict[str, Any], post: Post) -> Response:
    """感谢，或者收回感谢"""
    thanks = service.thank(current_actor(), post, form["on"])
    return jsonify({"thanks": thanks, "thanked": form["on"]})


@blp.post("/posts/<int:post_id>/reports")
@blp.requires(Permission.POST_TALK, post=visible_post)
@blp.arguments(ReportIn)
@blp.response(201, ReportOut)
def report(form: dict[str, Any], post: Post) -> tuple[Response, int]:
    """举报，由居委会查看；举报本身不会隐藏内容"""
    service.report(current_actor(), post, form)
    return jsonify({"reported": True}), 201


@blp.post("/comments/<int:comment_id>/steps")
@blp.requires(Permission.POST_TALK, comment=visible_comment)
@blp.arguments(PostStepIn)
@blp.response(200, CommentOut)
def step_comment(form: dict[str, Any], comment: Comment) -> Response:
    """处理一条评论：放行、不通过、隐藏、恢复、维持、撤回"""
    desk.move(current_actor(), comment, Verb(form["verb"]), form["reason"])
    post = queries.get_post(comment.post_id)
    return jsonify(answers.comment(comment, post.answer_id if post else None))


@blp.get("/moderation")
@blp.requires(Permission.POST_MODERATE)
@blp.arguments(DeskArgs, location="query")
@blp.response(200, DeskPage)
def list_desk(args: dict[str, Any]) -> Response:
    """等待处理的内容：内容检查转来的和被举报的；或已隐藏、可以恢复显示的"""
    return jsonify(reads.desk(current_actor(), **args))
