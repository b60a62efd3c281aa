"""What a person is told about his posts and comments."""

from typing import Any

from server.boards import queries as boards
from server.boards.models import Comment, Post
from server.notices.models import Kind
from server.notices.service import Line, tell

MOVED = {
    "held": "已转人工查看，通过后就会公开",
    "refused": "没有通过审核",
    "hidden": "已被居委会隐藏",
    "published": "已经公开",
}


def post_moved(event: dict[str, Any]) -> None:
    """Held, refused, hidden or back again: the author learns it with the reason."""
    post = boards.get_post(event["post_id"])
    if post is None or event["state"] not in MOVED:
        return
    line = Line(Kind.POST, f"您的帖子{MOVED[event['state']]}", _because(post), f"post:{post.id}")
    tell(post.author_id, f"post:{post.id}:{event['step_id']}", line)


def comment_moved(event: dict[str, Any]) -> None:
    comment = boards.get_comment(event["comment_id"])
    if comment is None or event["state"] not in MOVED:
        return
    line = Line(Kind.POST, f"您的评论{MOVED[event['state']]}", _because(comment), f"post:{comment.post_id}")
    tell(comment.author_id, f"comment:{comment.id}:{event['step_id']}", line)


def comment_published(event: dict[str, Any]) -> None:
    """The author of the post hears of the committee's answer; whoever is replied to, of the reply."""
    comment = boards.get_comment(event["comment_id"])
    if comment is None:
        return
    author = event["post_author_id"]
    if event["answer"] and author != comment.author_id:
        title = f"{comment.author_place}回复了您"
        tell(author, f"answer:{comment.id}", Line(Kind.POST, title, comment.body, f"post:{comment.post_id}"))
    replied = event["reply_to_author"]
    if replied is not None and replied not in (comment.author_id, author if event["answer"] else None):
        title = f"{comment.author_name}回复了您的评论"
        tell(replied, f"reply:{comment.id}", Line(Kind.POST, title, comment.body, f"post:{comment.post_id}"))


def _because(row: Post | Comment) -> str:
    return f"原因：{row.reason}" if row.reason else ""
