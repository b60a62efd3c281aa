"""Who may not hold a gate, who holds it instead, who signs beside him, and the author's appeal."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.deliberation.gate_models import LEAST_REASON
from server.deliberation.ways import Convener
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base, Word, one_of, utc_now
from server.kit.frozen import freeze

_CONVENERS = ", ".join(f"'{body.value}'" for body in Convener)


class Recusal(CommunityOwned, Base):
    """回避: this person does not hold the gates of this topic any more. Declared by himself, never undone."""

    __tablename__ = "gate_recusal"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint("length(trim(reason)) > 0", name="reason_given"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    reason: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Naming(CommunityOwned, Base):
    """The 街镇 named this duty (role `acting`, of this community's party organisation) for this topic."""

    __tablename__ = "gate_naming"
    __table_args__ = (tenant_key("topic_id", "topic"),)

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    duty_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    named_by: Mapped[int]
    named_by_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    reason: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Convening(CommunityOwned, Base):
    """召集: the body that calls the meeting agreed to put this version of the proposal to it."""

    __tablename__ = "topic_convening"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(f"role IN ({_CONVENERS})", name="of_a_convener"),
        CheckConstraint("version > 0 AND length(org) > 0", name="said_of_something"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Of the proposal (discussion_models.Paper).
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    role: Mapped[str] = mapped_column(String(24), info=PUBLIC)
    org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class CollectiveMinutes(CommunityOwned, Identified, Base):
    """集体研究记录: the party organisation talked it over before its secretary decided in its name."""

    __tablename__ = "collective_minutes"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint("present >= 2", name="not_alone"),
        CheckConstraint("length(trim(body)) > 0 AND length(org) > 0", name="says_something"),
        CheckConstraint("length(sha256) = 32", name="hash_is_sha256"),
        Index(None, "community_id", "topic_id"),
    )

    topic_id: Mapped[int]
    held_on: Mapped[date] = mapped_column(Date)
    present: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[str] = mapped_column(String(1000), info=COMMUNITY)
    sha256: Mapped[bytes] = mapped_column(info=PUBLIC)
    recorded_by: Mapped[int]
    recorded_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class CountersignState(StrEnum):
    OPEN = "open"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by its own first signer: the gate is free again


class Countersign(CommunityOwned, Identified, Base):
    """A refusal that needs a second hand: what the first signed, until another signs or refuses."""

    __tablename__ = "countersign"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("collective_minutes_id", "collective_minutes"),
        CheckConstraint(one_of("state", CountersignState), name="state"),
        CheckConstraint(f"length(trim(reason)) >= {LEAST_REASON}", name="reason_given"),
        CheckConstraint("(state = 'open') = (answered_by IS NULL)", name="answered_by_somebody"),
        CheckConstraint(
            "answered_by IS NULL OR answered_by <> first_by OR state = 'withdrawn'", name="two_hands"
        ),
        # One visit of the gate has one refusal under way.
        Index(
            "uq_countersign_open",
            "community_id",
            "topic_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
            sqlite_where=text("state = 'open'"),
        ),
        Index(None, "community_id", "topic_id"),
        Index(None, "community_id", "collective_minutes_id"),
    )

    topic_id: Mapped[int]
    state: Mapped[CountersignState] = mapped_column(Word(CountersignState), default=CountersignState.OPEN)
    reason_code: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    reason: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    rule_cited: Mapped[str] = mapped_column(String(300), info=PUBLIC)
    collective_minutes_id: Mapped[int | None]
    first_by: Mapped[int]
    first_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    first_role: Mapped[str] = mapped_column(String(24), info=PUBLIC)
    first_org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    answered_by: Mapped[int | None]
    answered_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    answer: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)
    answered_at: Mapped[datetime | None]


class AppealState(StrEnum):
    OPEN = "open"
    REVIEW_ORDERED = "review_ordered"  # 责成复议
    UPHELD = "upheld"  # 维持


class Appeal(CommunityOwned, Base):
    """申诉: once a topic, against its refusal. The 街镇 may order 复议; it never decides the topic."""

    __tablename__ = "appeal"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("state", AppealState), name="state"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="answered_when"),
        CheckConstraint("moves >= 0", name="moves"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[AppealState] = mapped_column(Word(AppealState), default=AppealState.OPEN)
    reason: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    #: The move by which it was declined.
    moves: Mapped[int] = mapped_column(SmallInteger)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime]
    overdue_told_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    decided_org: Mapped[str | None] = mapped_column(String(40), info=PUBLIC)
    answer: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)
    decided_at: Mapped[datetime | None]


freeze(Recusal)
freeze(Naming)
freeze(Convening)
freeze(CollectiveMinutes)
freeze(Countersign, but=frozenset({"state", "answered_by", "answered_name", "answer", "answered_at"}))
freeze(
    Appeal,
    but=frozenset(
        {"state", "overdue_told_at", "decided_by", "decided_name", "decided_org", "answer", "decided_at"}
    ),
)
