"""Keeping the stream: a card is made anew from its source whenever something happened to it.

Making it anew instead of patching it makes every delivery idempotent and the order of events harmless.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from server.core import versions
from server.core.leaving import unsign
from server.core.tenancy import bound_community
from server.extensions import db
from server.feed import queries
from server.feed.models import FeedEntry, FeedKind


@dataclass(frozen=True)
class Card:
    """What a source shows of one object: the author columns come from its row as they are."""

    ref_id: int
    sort: int
    board: str
    estate_id: int | None
    title: str
    excerpt: str
    author: dict[str, Any]
    at: datetime
    photos: list[Any] = field(default_factory=list)
    badge: str = ""
    tone: str = "plain"
    filed: dict[str, str] | None = None


Source = Callable[[int], Card | None]


def excerpt(text: str, most: int = 80) -> str:
    """The beginning of a text, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def author_columns(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("author_id", "author_name", "author_place", "author_role")}


def refresh(kind: FeedKind, ref_id: int, source: Source) -> None:
    """Bring one card to what its source now shows; None takes it out of the stream."""
    card = source(ref_id)
    if card is None:
        gone = delete(FeedEntry).where(FeedEntry.kind == kind, FeedEntry.ref_id == ref_id)
        db.session.execute(gone.execution_options(synchronize_session=False))
    else:
        _put(kind, card)
    touch()


def _put(kind: FeedKind, card: Card) -> None:
    entry = queries.locked(kind, card.ref_id)
    if entry is None:
        entry = FeedEntry(kind=kind)
        db.session.add(entry)
    values = asdict(card)
    for name, value in {**values.pop("author"), **values}.items():
        setattr(entry, name, value)


def forget(person_id: int) -> None:
    """His cards show no name any more."""
    unsign(FeedEntry, person_id)
    touch()


def touch() -> None:
    """The stream, or somebody's list of what waits, has moved."""
    versions.touch(versions.key("feed", bound_community()))
