"""What each source shows of one object in the stream, read from its own tables."""

from datetime import timedelta

from sqlalchemy import select

from server.boards.catalogue import ANSWERABLE
from server.boards.models import Post, State
from server.extensions import db
from server.feed.service import Card, author_columns, excerpt

HOUR = timedelta(hours=1)


def post(post_id: int) -> Card | None:
    row = db.session.scalar(select(Post).where(Post.id == post_id))
    if row is None or row.state is not State.PUBLISHED:
        return None
    badge, tone = _answer_badge(row)
    return Card(
        ref_id=row.id,
        sort=row.id,
        board=row.board.value,
        estate_id=row.estate_id,
        title=row.title,
        excerpt=excerpt(row.body),
        author=author_columns(row),
        at=row.created_at,
        photos=row.photos[:1],
        badge=badge,
        tone=tone,
    )


def _answer_badge(row: Post) -> tuple[str, str]:
    """「居委已回复 · 2 小时」, or that the question is still open."""
    if row.kind not in ANSWERABLE:
        return "", "plain"
    if row.answered_at is None:
        return "等待居委会回复", "clock"
    return f"居委已回复 · {spoken(row.answered_at - row.created_at)}", "green"


def spoken(span: timedelta) -> str:
    """A span as people say it: 20 分钟, 2 小时, 3 天."""
    if span < HOUR:
        return f"{max(int(span.total_seconds() // 60), 1)} 分钟"
    if span < 48 * HOUR:
        return f"{int(span / HOUR)} 小时"
    return f"{span.days} 天"
