"""点票: that two people of two bodies opened the rows of a named poll, or that one asked to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base, Word, one_of
from server.kit.frozen import freeze

LEAST_REASON = 10


class Ground(StrEnum):
    """What for. The court's alone may be taken away as a file."""

    COUNT = "count"  # 点票
    OBJECTION = "objection"  # 异议核对
    COURT = "court"  # 司法调取


class Body(StrEnum):
    COMMITTEE = "committee"  # 居委会、村委会、业委会
    WATCH = "watch"  # 监督委员会


class RowsOpening(CommunityOwned, Identified, Base):
    """Asked for by one person, open once another of the other body confirmed it, and then for some days."""

    __tablename__ = "rows_opening"
    __table_args__ = (
        tenant_key("poll_id", "poll"),
        CheckConstraint(one_of("ground", Ground), name="ground"),
        CheckConstraint(one_of("asked_body", Body), name="asked_body"),
        CheckConstraint(f"confirmed_body IS NULL OR {one_of('confirmed_body', Body)}", name="confirmed_body"),
        CheckConstraint(f"length(trim(reason)) >= {LEAST_REASON}", name="reason_given"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> asked_by", name="two_people"),
        CheckConstraint("confirmed_body IS NULL OR confirmed_body <> asked_body", name="two_bodies"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)"
            " AND (confirmed_by IS NULL) = (confirmed_name IS NULL)"
            " AND (confirmed_by IS NULL) = (confirmed_body IS NULL)"
            " AND (confirmed_by IS NULL) = (confirmed_org IS NULL)",
            name="confirmed_by_somebody",
        ),
        CheckConstraint(
            "ends_at > asked_at AND (confirmed_at IS NULL OR ends_at > confirmed_at)", name="ends_later"
        ),
        Index(None, "community_id", "poll_id", "ends_at"),
    )

    poll_id: Mapped[int]
    ground: Mapped[Ground] = mapped_column(Word(Ground))
    reason: Mapped[str] = mapped_column(String(300), info=COMMUNITY)
    asked_by: Mapped[int]
    asked_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    asked_body: Mapped[Body] = mapped_column(Word(Body))
    asked_org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[int | None]
    confirmed_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    confirmed_body: Mapped[Body | None] = mapped_column(Word(Body))
    confirmed_org: Mapped[str | None] = mapped_column(String(40), info=PUBLIC)
    confirmed_at: Mapped[datetime | None]
    #: Unconfirmed it lapses then; confirmed its rows are read until then.
    ends_at: Mapped[datetime]


freeze(
    RowsOpening,
    but=frozenset(
        {"confirmed_by", "confirmed_name", "confirmed_body", "confirmed_org", "confirmed_at", "ends_at"}
    ),
)
