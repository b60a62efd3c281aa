"""The content check of posts and comments: read, ask outside of any transaction, store the verdict."""

from typing import Any

from server.boards import desk, queries
from server.boards.models import Comment, Post, State
from server.core import safety
from server.core.feature import External
from server.core.safety import Scene, Submission, Verdict
from server.identity.queries import openid_of


def post_text(payload: dict[str, Any]) -> Submission | None:
    post = queries.get_post(payload["post_id"])
    if post is None or post.state is not State.CHECKING:
        return None
    # WeChat asks who was here just now: whoever typed it.
    return Submission(f"{post.title}\n{post.body}", openid_of(post.filed_by or post.author_id), Scene.FORUM)


def comment_text(payload: dict[str, Any]) -> Submission | None:
    comment = queries.get_comment(payload["comment_id"])
    if comment is None or comment.state is not State.CHECKING:
        return None
    return Submission(comment.body, openid_of(comment.author_id), Scene.COMMENT)


def judge_post(payload: dict[str, Any], verdict: Verdict) -> None:
    desk.judge(Post, payload["post_id"], verdict)


def judge_comment(payload: dict[str, Any], verdict: Verdict) -> None:
    desk.judge(Comment, payload["comment_id"], verdict)


CHECK_POST = External(post_text, safety.check, judge_post)
CHECK_COMMENT = External(comment_text, safety.check, judge_comment)
