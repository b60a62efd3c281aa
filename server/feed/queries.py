"""Reads of the stream."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, true

from server.extensions import db
from server.feed.models import FeedEntry
from server.kit.rest import MOST_ID
from server.places.models import Estate

_ENTRY = FeedEntry
_REACH: dict[bool, ColumnElement[bool]] = {
    False: _ENTRY.estate_id.is_(None) | _ENTRY.estate_id.in_(bindparam("estates", expanding=True)),
    True: true(),
}
_BOARD: dict[bool, ColumnElement[bool]] = {False: _ENTRY.board == bindparam("board"), True: true()}


def _stream(everywhere: bool, every_board: bool) -> Select[*tuple[Any, ...]]:
    entry = _ENTRY
    return (
        select(
            entry.kind, entry.ref_id, entry.sort, entry.board, entry.estate_id, entry.title, entry.excerpt,
            entry.photos, entry.badge, entry.tone, entry.at, entry.author_name, entry.author_place,
            entry.author_role, Estate.name.label("estate_name"),
        )
        .outerjoin(Estate, (Estate.community_id == entry.community_id) & (Estate.id == entry.estate_id))
        .where(_REACH[everywhere], _BOARD[every_board], entry.sort < bindparam("before"))
        .order_by(entry.sort.desc())
        .limit(bindparam("most"))
    )  # fmt: skip


# Built once: making a statement anew costs more than sending it.
_STREAMS = {key: _stream(*key) for key in ((False, False), (False, True), (True, False), (True, True))}


def stream(
    estates: frozenset[int] | None, *, board: str | None, after: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Cards of the community and of these estates (None: all), newest first, one more than asked for."""
    asked = {"estates": sorted(estates or ()), "board": board, "before": after or MOST_ID, "most": limit + 1}
    return db.session.execute(_STREAMS[estates is None, board is None], asked).all()
