"""Tables of the counts of polls, and of the two halves of a secret one."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.ballots.models import an_option, on_roll
from server.core.tenancy import CommunityOwned, tenant_key
from server.kit.classes import COMMUNITY, PUBLIC, SENSITIVE
from server.kit.db import Base, Json
from server.kit.frozen import freeze


class CountRecord(CommunityOwned, Base):
    """One count of a poll, and who of the 监督委员会 went through it. An extended poll has two."""

    __tablename__ = "count_record"
    __table_args__ = (
        tenant_key("poll_id", "poll"),
        CheckConstraint("round > 0", name="round_from_one"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)"
            " AND (confirmed_by IS NULL) = (confirmed_name IS NULL)",
            name="confirmed_by_somebody",
        ),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    counted: Mapped[dict[str, Any]] = mapped_column(Json, info=COMMUNITY)
    counted_at: Mapped[datetime]
    confirmed_by: Mapped[int | None]
    confirmed_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    confirmed_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)


class VoterMark(CommunityOwned, Base):
    """That a home took part in a secret poll. Never how."""

    __tablename__ = "voter_mark"
    __table_args__ = (on_roll(),)

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marked_at: Mapped[datetime]


class SealedBallot(CommunityOwned, Base):
    """The urn of a secret poll until it is counted: no time, no author, no order but the receipt's.

    PostgreSQL stamps what one transaction wrote, so a mark and its ballot could be joined by that
    stamp. Here the choice is sealed, and the count writes all of them anew, shuffled and in one
    transaction, as secret_ballot; the urn is emptied with it (docs/adr/0008-how-votes-are-kept.md).
    """

    __tablename__ = "sealed_ballot"
    __table_args__ = (
        tenant_key("poll_id", "poll"),
        CheckConstraint("length(receipt) = 32", name="receipt_is_sha256"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receipt: Mapped[bytes] = mapped_column(primary_key=True, info=PUBLIC)
    choice: Mapped[bytes] = mapped_column(info=SENSITIVE)


class SecretBallot(CommunityOwned, Base):
    """A counted ballot of a secret poll, as it is published. Insert-only."""

    __tablename__ = "secret_ballot"
    __table_args__ = (
        an_option(),
        CheckConstraint("length(receipt) = 32", name="receipt_is_sha256"),
        Index(None, "community_id", "poll_id", "option_id"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    receipt: Mapped[bytes] = mapped_column(primary_key=True, info=PUBLIC)
    option_id: Mapped[int]


freeze(CountRecord, but=frozenset({"confirmed_by", "confirmed_name", "confirmed_at", "note"}))
freeze(VoterMark)
freeze(SealedBallot, emptied=True)  # by the count: docs/adr/0008-how-votes-are-kept.md
freeze(SecretBallot)
