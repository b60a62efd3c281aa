"""Tables of votes that come in by hand: paper ballots and letters of authority."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.ballots.models import on_roll
from server.core.tenancy import CommunityOwned, Identified
from server.kit.classes import COMMUNITY, PERSONAL, SENSITIVE
from server.kit.db import Base, Word, one_of
from server.kit.frozen import freeze


class PaperState(StrEnum):
    ISSUED = "issued"  # printed and handed out
    ENTERED_ONCE = "entered_once"  # one clerk has read it in, sealed until the second one has
    ENTERED = "entered"  # both read the same: it is the home's ballot
    MISMATCH = "mismatch"  # they did not: somebody looks at the photo
    VOID = "void"
    OVERTAKEN = "overtaken"  # the home voted by phone, which goes before paper


_LIVE = text("state NOT IN ('void', 'overtaken')")
_IN_FORCE = text("revoked_at IS NULL")
_TWICE = "'entered', 'mismatch'"


class PaperBallot(CommunityOwned, Base):
    """A printed ballot bound to a home by its serial and a code of which only the hash is kept."""

    __tablename__ = "paper_ballot"
    __table_args__ = (
        on_roll(),
        CheckConstraint(one_of("state", PaperState), name="state"),
        CheckConstraint("serial > 0", name="serial_from_one"),
        CheckConstraint("length(token_hash) = 32", name="token_is_sha256"),
        CheckConstraint("(first_by IS NULL) = (first_at IS NULL)", name="first_entry_whole"),
        CheckConstraint("(second_by IS NULL) = (second_at IS NULL)", name="second_entry_whole"),
        CheckConstraint("second_by IS NULL OR first_by != second_by", name="two_people"),
        CheckConstraint("state != 'entered_once' OR first_option IS NOT NULL", name="first_entry_sealed"),
        CheckConstraint(f"state NOT IN ({_TWICE}) OR second_by IS NOT NULL", name="entered_twice"),
        CheckConstraint("(state = 'void') = (reason IS NOT NULL)", name="void_for_a_reason"),
        CheckConstraint(
            "(state = 'void') = (voided_by IS NOT NULL) AND (voided_by IS NULL) = (voided_at IS NULL)",
            name="voided_by_somebody",
        ),
        CheckConstraint("NOT undelivered OR state = 'void'", name="undelivered_is_void"),
        CheckConstraint("NOT told OR second_by IS NOT NULL", name="told_of_its_entry"),
        Index(None, "community_id", "poll_id", "token_hash", unique=True),
        # A home has one paper in hand: another is printed when that one is void.
        Index(
            "ix_paper_ballot_live",
            "community_id", "poll_id", "home_id",
            unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
        Index(None, "community_id", "poll_id", "home_id"),
    )  # fmt: skip

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int]
    token_hash: Mapped[bytes] = mapped_column(info=SENSITIVE)
    state: Mapped[PaperState] = mapped_column(Word(PaperState), default=PaperState.ISSUED)
    issued_by: Mapped[int]
    issued_at: Mapped[datetime]
    first_by: Mapped[int | None]
    first_at: Mapped[datetime | None]
    #: Sealed, so that the second clerk does not read what the first one read.
    first_option: Mapped[bytes | None] = mapped_column(info=SENSITIVE)
    second_by: Mapped[int | None]
    second_at: Mapped[datetime | None]
    #: The photo of the signed paper (upload).
    photo: Mapped[int | None]
    voided_by: Mapped[int | None]
    voided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)
    #: 无法送达: void because it could not be handed over. Announced with the result.
    undelivered: Mapped[bool] = mapped_column(default=False)
    #: Somebody of its homes had an account when it was entered, and was told; nobody: the desk telephones.
    told: Mapped[bool] = mapped_column(default=False)


class PaperCall(CommunityOwned, Identified, Base):
    """电话告知: a clerk telephoned a home without an account that its sheet was entered. Never the number."""

    __tablename__ = "paper_call"
    __table_args__ = (
        ForeignKeyConstraint(
            ["community_id", "poll_id", "serial"],
            ["paper_ballot.community_id", "paper_ballot.poll_id", "paper_ballot.serial"],
        ),
        Index(None, "community_id", "poll_id", "serial"),
    )

    poll_id: Mapped[int]
    serial: Mapped[int]
    reached: Mapped[bool]
    remark: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    called_by: Mapped[int]
    called_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    called_at: Mapped[datetime]


class ProxyLetter(CommunityOwned, Identified, Base):
    """委托书: whom a home lets vote in this poll, once a second clerk has confirmed the letter.

    Without the letter nobody votes for another home. A revoked one stays in the records.
    """

    __tablename__ = "proxy_letter"
    __table_args__ = (
        on_roll(),
        CheckConstraint("length(reason) > 0", name="for_a_reason"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by != registered_by", name="two_people"),
        # No clerk gives himself a vote.
        CheckConstraint(
            "agent_person_id != registered_by AND (confirmed_by IS NULL OR agent_person_id != confirmed_by)",
            name="agent_is_no_clerk",
        ),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed_when"),
        CheckConstraint(
            "(revoked_by IS NULL) = (revoked_at IS NULL) AND (revoked_by IS NULL) = (revocation IS NULL)",
            name="revoked_for_a_reason",
        ),
        # A home lets one person vote; another one after that letter was revoked.
        Index(
            "ix_proxy_letter_live",
            "community_id", "poll_id", "home_id",
            unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE,
        ),
        Index(None, "community_id", "poll_id", "home_id"),
        Index(None, "community_id", "poll_id", "agent_person_id"),
    )  # fmt: skip

    poll_id: Mapped[int]
    home_id: Mapped[int]
    agent_person_id: Mapped[int]
    #: 李**
    agent_name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    #: The photo of the letter (upload).
    photo: Mapped[int]
    registered_by: Mapped[int]
    registered_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500), info=PERSONAL)
    confirmed_by: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    revocation: Mapped[str | None] = mapped_column(String(500), info=PERSONAL)


freeze(
    PaperBallot,
    but=frozenset(
        {
            "state", "first_by", "first_at", "first_option", "second_by", "second_at", "photo",
            "voided_by", "voided_at", "reason", "undelivered", "told",
        }
    ),
)  # fmt: skip
freeze(PaperCall)
freeze(
    ProxyLetter,
    but=frozenset({"confirmed_by", "confirmed_at", "revoked_by", "revoked_at", "revocation"}),
)
