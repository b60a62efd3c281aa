"""注销: who asked to have his account closed, and how far it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from server.kit.classes import PERSONAL
from server.kit.db import Base

_RUNNING = text("done_at IS NULL")


class AccountClosing(Base):
    """One person's wish to leave. Taken back: the row is gone; carried out: it stays, and names nobody."""

    __tablename__ = "account_closing"
    __table_args__ = (
        CheckConstraint("due_at > asked_at", name="cools_off"),
        CheckConstraint("closed_at IS NULL OR closed_at >= due_at", name="closed_when_due"),
        CheckConstraint("done_at IS NULL OR closed_at IS NOT NULL", name="closed_before_done"),
        # The clock looks for what runs; what is done leaves the index.
        Index("ix_account_closing_due", "due_at", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]
    #: Until then he may take it back.
    due_at: Mapped[datetime]
    #: The account, his real name and his memberships are gone.
    closed_at: Mapped[datetime | None]
    #: Communities where his name still stands: each leaves this list in the transaction that clears it.
    waiting: Mapped[list[Any]] = mapped_column(info=PERSONAL)
    done_at: Mapped[datetime | None]
