"""What must happen later is a row written in the same transaction; the queue only wakes the drainer.

Delivery is at least once, handlers are idempotent, and losing the queue or Redis loses nothing.
"""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from flask import current_app
from sqlalchemy import Index, String, delete, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import Errands, after_commit, put_values
from server.core.tenancy import CommunityOwned, Identified
from server.extensions import db
from server.kit.classes import COMMUNITY
from server.kit.db import Base, Json, utc_now


class Event(Protocol):
    """A frozen dataclass with a `topic` like `boards.post_published`; ids and words, no personal data."""

    topic: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


#: A delivered message is kept this long for whoever asks what happened.
KEPT_FOR = timedelta(days=14)
_WAITING = text("done_at IS NULL AND failed_at IS NULL")


class OutboxMessage(CommunityOwned, Identified, Base):
    """One event on its way. `done_at`: every handler had it; `failed_at`: given up, for a person to see."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        # The drainer asks for what is due across all communities; what is done leaves the index.
        Index("ix_outbox_message_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    topic: Mapped[str] = mapped_column(String(64), info=COMMUNITY)
    payload: Mapped[dict[str, Any]] = mapped_column(Json, info=COMMUNITY)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime] = mapped_column(default=utc_now)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(200), info=COMMUNITY)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]


def emit(event: Event) -> None:
    """Say it to whoever hears `event.topic`, after this transaction commits."""
    payload = {one.name: getattr(event, one.name) for one in fields(event)}
    put_values(OutboxMessage, {"topic": event.topic, "payload": payload})
    after_commit("outbox", _wake)


def sweep() -> int:
    """The clock's work: drop what was delivered to everybody long ago. Returns how many."""
    done: Any = db.session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.done_at < utc_now() - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def _wake() -> Errands:
    wake = current_app.extensions.get("wake")
    return wake() if wake is not None else None
