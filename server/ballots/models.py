"""Tables of polls. What is written at the opening is frozen: the question, the rule, the roll."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze


class PollState(StrEnum):
    OPEN = "open"  # taking ballots; nobody sees a count
    CLOSED = "closed"  # counted, published, may be objected to
    CERTIFIED = "certified"  # the party organisation confirmed the count


class Mode(StrEnum):
    NAMED = "named"  # 记名: who took part is public after the close


class Electorate(StrEnum):
    """Who of a home may cast its one ballot."""

    ADULTS = "adults"  # any adult who lives there
    OWNERS = "owners"  # an owner


class Weight(StrEnum):
    """For what an option speaks: the rule is judged on the strongest FOR."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Poll(CommunityOwned, Identified, Base):
    """A question put to the homes of an estate, or of the whole community."""

    __tablename__ = "poll"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("mode", Mode), name="mode"),
        CheckConstraint(one_of("who", Electorate), name="who"),
        CheckConstraint(one_of("state", PollState), name="state"),
        CheckConstraint("base = 'homes'", name="base"),
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint("0 < quorum_num AND quorum_num <= quorum_den", name="quorum_is_a_share"),
        CheckConstraint("0 < pass_num AND pass_num <= pass_den", name="pass_is_a_share"),
        CheckConstraint("roll_size > 0", name="somebody_may_vote"),
        CheckConstraint("length(roll_root) = 32 AND length(terms_hash) = 32", name="hashes_are_sha256"),
        CheckConstraint("(state = 'open') = (counted IS NULL)", name="counted_after_close"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_once"),
        CheckConstraint("closed_at IS NULL OR closed_at >= closes_at", name="not_closed_early"),
        CheckConstraint("(state = 'certified') = (certified_at IS NOT NULL)", name="certified_when"),
        Index(None, "community_id", "estate_id"),
        Index(None, "community_id", "subject_id"),
        Index(None, "community_id", "state", "closes_at"),
    )

    #: What the poll decides on (a topic), for whoever opened it.
    subject_id: Mapped[int]
    estate_id: Mapped[int | None]
    question: Mapped[str] = mapped_column(String(200))
    mode: Mapped[Mode] = mapped_column(Word(Mode), default=Mode.NAMED)
    who: Mapped[Electorate] = mapped_column(Word(Electorate))
    base: Mapped[str] = mapped_column(String(16), default="homes")
    quorum_num: Mapped[int] = mapped_column(SmallInteger)
    quorum_den: Mapped[int] = mapped_column(SmallInteger)
    #: 过半数 is more than the share, 三分之二以上 includes it.
    quorum_over: Mapped[bool]
    pass_num: Mapped[int] = mapped_column(SmallInteger)
    pass_den: Mapped[int] = mapped_column(SmallInteger)
    pass_over: Mapped[bool]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    roll_size: Mapped[int]
    roll_root: Mapped[bytes]
    #: SHA-256 of question, options, rule and times: what the gate decision signs.
    terms_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    state: Mapped[PollState] = mapped_column(Word(PollState), default=PollState.OPEN)
    closed_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    counted: Mapped[dict[str, Any] | None] = mapped_column(Json)


class PollOption(CommunityOwned, Identified, Base):
    """One possible answer, in the order it is shown."""

    __tablename__ = "poll_option"
    __table_args__ = (
        tenant_key("poll_id", "poll"),
        CheckConstraint(one_of("weight", Weight), name="weight"),
        Index(None, "community_id", "poll_id", "place", unique=True),
        Index(None, "community_id", "poll_id", "label", unique=True),
        # A ballot's key names the poll and the option together, so none can point to another poll's.
        Index(None, "community_id", "poll_id", "id", unique=True),
    )

    poll_id: Mapped[int]
    place: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str] = mapped_column(String(40))
    weight: Mapped[Weight] = mapped_column(Word(Weight))


class RollEntry(CommunityOwned, Base):
    """A home as it stood on the roll when the poll opened. Homes that come later are on no old roll."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        tenant_key("poll_id", "poll"),
        CheckConstraint("area_cm > 0", name="area_positive"),
        Index(None, "community_id", "home_id"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(96))
    area_cm: Mapped[int]


class Ballot(CommunityOwned, Base):
    """A home's one vote. The key forbids a second one; a change rewrites this row until the close."""

    __tablename__ = "ballot"
    __table_args__ = (
        ForeignKeyConstraint(
            ["community_id", "poll_id", "home_id"],
            ["roll_entry.community_id", "roll_entry.poll_id", "roll_entry.home_id"],
        ),
        ForeignKeyConstraint(
            ["community_id", "poll_id", "option_id"],
            ["poll_option.community_id", "poll_option.poll_id", "poll_option.id"],
        ),
        CheckConstraint("length(salt) = 16 AND length(receipt) = 32", name="receipt_is_sha256"),
        CheckConstraint("changed >= 0", name="changed_counts"),
        Index(None, "community_id", "poll_id", "option_id"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    option_id: Mapped[int]
    cast_by: Mapped[int]
    #: 李**, for the other members of the home.
    cast_name: Mapped[str] = mapped_column(String(32))
    cast_at: Mapped[datetime]
    changed: Mapped[int] = mapped_column(SmallInteger, default=0)
    salt: Mapped[bytes]
    receipt: Mapped[bytes]


freeze(Poll, but=frozenset({"state", "closed_at", "certified_at", "counted"}))
freeze(PollOption)
freeze(RollEntry)
