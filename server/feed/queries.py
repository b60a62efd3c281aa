"""Reads of the stream."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from server.extensions import db
from server.feed.models import FeedEntry
from server.places.models import Estate


def stream(
    estates: frozenset[int] | None, *, board: str | None, after: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Cards of the community and of these estates (None: all), newest first, one more than asked for."""
    entry = FeedEntry
    statement = (
        select(
            entry.kind, entry.ref_id, entry.sort, entry.board, entry.estate_id, entry.title, entry.excerpt,
            entry.photos, entry.badge, entry.tone, entry.at, entry.author_name, entry.author_place,
            entry.author_role, Estate.name.label("estate_name"),
        )
        .outerjoin(Estate, (Estate.community_id == entry.community_id) & (Estate.id == entry.estate_id))
        .order_by(entry.sort.desc())
        .limit(limit + 1)
    )  # fmt: skip
    if estates is not None:
        statement = statement.where(entry.estate_id.is_(None) | entry.estate_id.in_(estates))
    if board is not None:
        statement = statement.where(entry.board == board)
    if after is not None:
        statement = statement.where(entry.sort < after)
    return db.session.execute(statement).all()
