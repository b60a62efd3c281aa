"""Tables of polls. What is written at the opening is frozen: the question, the rule, the roll."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC, SENSITIVE
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze


class PollState(StrEnum):
    OPEN = "open"  # taking ballots; nobody sees a count
    CLOSED = "closed"  # counted, published, may be objected to
    CONFIRMED = "confirmed"  # 监督委员会 went through the count
    CERTIFIED = "certified"  # the party organisation certified what was confirmed
    ANNULLED = "annulled"  # the count stands in the records and decides nothing


class Mode(StrEnum):
    OPEN = "open"  # 公开: after the close everybody reads who chose what
    NAMED = "named"  # 记名: after the close everybody reads who took part; choices lie sealed
    SECRET = "secret"  # 无记名: two tables without a link


class Counted(StrEnum):
    """What a poll adds up (`base`)."""

    HOMES = "homes"
    OWNERS = "owners"  # exclusive area and heads, each for itself


class Electorate(StrEnum):
    """Who of a home may cast its one ballot."""

    ADULTS = "adults"  # any adult who lives there
    OWNERS = "owners"  # an owner
    DELEGATES = "delegates"  # the delegate whom the roll names


class Channel(StrEnum):
    """How a ballot came in."""

    PHONE = "phone"
    PAPER = "paper"  # entered twice by the desk
    PROXY = "proxy"  # by whom a letter of authority names


class Weight(StrEnum):
    """For what an option speaks: the rule is judged on the strongest FOR."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


def on_roll() -> ForeignKeyConstraint:
    """Only homes on the frozen roll have a place here."""
    return ForeignKeyConstraint(
        ["community_id", "poll_id", "home_id"],
        ["roll_entry.community_id", "roll_entry.poll_id", "roll_entry.home_id"],
    )


def an_option() -> ForeignKeyConstraint:
    """Poll and option together, so that no vote can point to another poll's option."""
    return ForeignKeyConstraint(
        ["community_id", "poll_id", "option_id"],
        ["poll_option.community_id", "poll_option.poll_id", "poll_option.id"],
    )


class Poll(CommunityOwned, Identified, Base):
    """A question put to the homes of an estate, or of the whole community."""

    __tablename__ = "poll"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        tenant_key("building_id", "building"),
        CheckConstraint(one_of("mode", Mode), name="mode"),
        CheckConstraint(one_of("who", Electorate), name="who"),
        CheckConstraint(one_of("state", PollState), name="state"),
        CheckConstraint(one_of("base", Counted), name="base"),
        CheckConstraint("base = 'homes' OR who = 'owners'", name="owners_count_by_owners"),
        # The area of a home tells whose ballot it is.
        CheckConstraint("base = 'homes' OR mode != 'secret'", name="area_is_never_secret"),
        CheckConstraint("(mode = 'secret') = (least_voters > 0)", name="secret_among_enough"),
        CheckConstraint("least_voters BETWEEN 0 AND roll_size", name="roll_hides_voters"),
        CheckConstraint("building_id IS NULL OR estate_id IS NOT NULL", name="building_inside_estate"),
        CheckConstraint("first_closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(
            "(extended_at IS NULL AND closes_at = first_closes_at)"
            " OR (extended_at IS NOT NULL AND closes_at > first_closes_at)",
            name="moves_by_extension_only",
        ),
        CheckConstraint("(extended_at IS NULL) = (extension_reason IS NULL)", name="extended_for_a_reason"),
        CheckConstraint("0 < quorum_num AND quorum_num <= quorum_den", name="quorum_is_a_share"),
        CheckConstraint("0 < pass_num AND pass_num <= pass_den", name="pass_is_a_share"),
        CheckConstraint("roll_size > 0 AND roll_heads BETWEEN 1 AND roll_size", name="somebody_may_vote"),
        CheckConstraint("roll_area > 0", name="roll_has_area"),
        CheckConstraint("length(roll_root) = 32 AND length(terms_hash) = 32", name="hashes_are_sha256"),
        CheckConstraint("(state = 'open') = (counted IS NULL)", name="counted_after_close"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_once"),
        CheckConstraint("closed_at IS NULL OR closed_at >= closes_at", name="not_closed_early"),
        CheckConstraint("(state = 'certified') = (certified_at IS NOT NULL)", name="certified_when"),
        CheckConstraint("(state = 'annulled') = (annulled_at IS NOT NULL)", name="annulled_when"),
        CheckConstraint("(annulled_at IS NULL) = (annulment IS NULL)", name="annulled_for_a_reason"),
        Index(None, "community_id", "estate_id"),
        Index(None, "community_id", "building_id"),
        Index(None, "community_id", "subject_id"),
        Index(None, "community_id", "state", "closes_at"),
    )

    #: What the poll decides on (a topic), for whoever opened it.
    subject_id: Mapped[int]
    estate_id: Mapped[int | None]
    building_id: Mapped[int | None]  # only its homes vote
    question: Mapped[str] = mapped_column(String(200), info=COMMUNITY)
    mode: Mapped[Mode] = mapped_column(Word(Mode), default=Mode.NAMED)
    who: Mapped[Electorate] = mapped_column(Word(Electorate))
    base: Mapped[Counted] = mapped_column(Word(Counted), default=Counted.HOMES)
    #: By which rule it is judged, for people: route, title, cite, version.
    rule: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=PUBLIC)
    quorum_num: Mapped[int] = mapped_column(SmallInteger)
    quorum_den: Mapped[int] = mapped_column(SmallInteger)
    #: 过半数 is more than the share, 三分之二以上 includes it.
    quorum_over: Mapped[bool]
    pass_num: Mapped[int] = mapped_column(SmallInteger)
    pass_den: Mapped[int] = mapped_column(SmallInteger)
    pass_over: Mapped[bool]
    least_voters: Mapped[int] = mapped_column(SmallInteger, default=0)  # 0 but in secret polls
    opens_at: Mapped[datetime]
    #: What the terms say; `closes_at` moves away from it by the one extension.
    first_closes_at: Mapped[datetime]
    roll_size: Mapped[int]
    #: Hundredths of a square metre.
    roll_area: Mapped[int]
    roll_heads: Mapped[int]
    roll_root: Mapped[bytes] = mapped_column(info=PUBLIC)
    #: SHA-256 of question, options, rule and times: what the gate decision signs.
    terms_hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    state: Mapped[PollState] = mapped_column(Word(PollState), default=PollState.OPEN)
    closes_at: Mapped[datetime]
    extended_at: Mapped[datetime | None]
    extension_reason: Mapped[str | None] = mapped_column(String(500), info=PUBLIC)
    closed_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    annulled_at: Mapped[datetime | None]
    annulment: Mapped[str | None] = mapped_column(String(500), info=PUBLIC)
    #: The latest count; each one stays in count_record.
    counted: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)


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
    label: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    weight: Mapped[Weight] = mapped_column(Word(Weight))


class RollEntry(CommunityOwned, Base):
    """A home as it stood on the roll when the poll opened. Homes that come later are on no old roll."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        tenant_key("poll_id", "poll"),
        CheckConstraint("area_cm > 0", name="area_positive"),
        CheckConstraint("head > 0", name="head_from_one"),
        Index(None, "community_id", "home_id"),
        Index(None, "community_id", "poll_id", "head"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(96), info=COMMUNITY)
    area_cm: Mapped[int]
    #: Homes of the same owners have one number: they are one head.
    head: Mapped[int]
    #: The delegate who votes here, where delegates do.
    voter_id: Mapped[int | None]


class Ballot(CommunityOwned, Base):
    """A home's one vote. The key forbids a second one; a change rewrites this row until the close.

    The choice lies open (option_id, salt) or sealed (choice), as the poll's mode wants it: with the
    salt in clear, three guesses would open any receipt.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        on_roll(),
        an_option(),
        CheckConstraint(one_of("channel", Channel), name="channel"),
        CheckConstraint(
            "length(receipt) = 32 AND (salt IS NULL OR length(salt) = 16)", name="receipt_is_sha256"
        ),
        CheckConstraint(
            "(option_id IS NULL) = (choice IS NOT NULL) AND (option_id IS NULL) = (salt IS NULL)",
            name="open_or_sealed",
        ),
        CheckConstraint("(channel = 'paper') = (cast_by IS NULL)", name="paper_is_nobodys"),
        CheckConstraint("changed >= 0", name="changed_counts"),
        Index(None, "community_id", "poll_id", "option_id"),
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    option_id: Mapped[int | None] = mapped_column(info=PERSONAL)
    #: option and salt, sealed for this poll and home (roll.py).
    choice: Mapped[bytes | None] = mapped_column(info=SENSITIVE)
    channel: Mapped[Channel] = mapped_column(Word(Channel), default=Channel.PHONE)
    cast_by: Mapped[int | None]
    #: 李**, for the other members of the home.
    cast_name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    cast_at: Mapped[datetime]
    changed: Mapped[int] = mapped_column(SmallInteger, default=0)
    salt: Mapped[bytes | None] = mapped_column(info=PERSONAL)
    receipt: Mapped[bytes] = mapped_column(info=PUBLIC)


freeze(
    Poll,
    but=frozenset(
        {
            "state", "closes_at", "extended_at", "extension_reason", "closed_at", "certified_at",
            "annulled_at", "annulment", "counted",
        }
    ),
)  # fmt: skip
freeze(PollOption)
freeze(RollEntry)
