"""What a discussion leaves: papers in versions, meetings with minutes, amendments, objections."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Authored
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze


class PaperKind(StrEnum):
    PLAN = "plan"  # 协商方案
    SUMMARY = "summary"  # 协商纪要
    PROPOSAL = "proposal"  # 表决方案


class Paper(CommunityOwned, Base):
    """One version of a plan, a summary or a proposal, kept for good."""

    __tablename__ = "topic_paper"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("kind", PaperKind), name="kind"),
        CheckConstraint("length(sha256) = 32 AND version > 0", name="pinned"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind), primary_key=True)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(Json, info=COMMUNITY)
    sha256: Mapped[bytes] = mapped_column(info=PUBLIC)
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class MeetingKind(StrEnum):
    OFFLINE = "offline"  # 线下
    ONLINE = "online"  # 线上


class Meeting(CommunityOwned, Identified, Base):
    """A meeting of the discussion: announced with the plan, then its minutes and who was there."""

    __tablename__ = "topic_meeting"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("kind", MeetingKind), name="kind"),
        CheckConstraint("(minutes IS NULL) = (held_at IS NULL)", name="held_with_minutes"),
        CheckConstraint("attendance >= 0", name="attendance"),
        Index(None, "community_id", "topic_id", "starts_at"),
    )

    topic_id: Mapped[int]
    kind: Mapped[MeetingKind] = mapped_column(Word(MeetingKind))
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(120), info=COMMUNITY)
    agenda: Mapped[str] = mapped_column(String(500), default="", info=COMMUNITY)
    minutes: Mapped[str | None] = mapped_column(Text, info=COMMUNITY)
    #: How many came; names only of those who wished to be named.
    attendance: Mapped[int] = mapped_column(SmallInteger, default=0)
    named: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    held_at: Mapped[datetime | None]
    recorded_by: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)


class AmendmentState(StrEnum):
    CHECKING = "checking"
    OPEN = "open"
    HELD = "held"
    REFUSED_BY_CHECK = "refused_by_check"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"  # the passage was changed by another accepted amendment


class Amendment(CommunityOwned, Identified, Authored, Base):
    """修改建议: these words instead of that passage. The topic's author accepts or refuses, with a reason."""

    __tablename__ = "amendment"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("state", AmendmentState), name="state"),
        CheckConstraint(
            "state NOT IN ('accepted', 'rejected') OR (answer IS NOT NULL AND answered_at IS NOT NULL)",
            name="answered_with_reason",
        ),
        CheckConstraint("length(proposal) > 0", name="proposes_something"),
        Index(None, "community_id", "topic_id", "id"),
        Index(None, "community_id", "state"),
    )

    topic_id: Mapped[int]
    #: The words of the text as they stand; empty: the proposal is added at its end.
    passage: Mapped[str] = mapped_column(String(1000), default="", info=COMMUNITY)
    proposal: Mapped[str] = mapped_column(String(1000), info=COMMUNITY)
    reason: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    state: Mapped[AmendmentState] = mapped_column(Word(AmendmentState), default=AmendmentState.CHECKING)
    #: Why the check held or refused it, or what a moderator said; for its author and moderators.
    note: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    answer: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)
    answered_at: Mapped[datetime | None]
    #: The version of the topic's text that carries it.
    text_version: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Stage(StrEnum):
    SUMMARY = "summary"  # against the minutes, in their notice
    ROUTE = "route"  # against deciding without a ballot
    TALLY = "tally"  # against the count, in its notice


class ObjectionState(StrEnum):
    CHECKING = "checking"
    OPEN = "open"
    HELD = "held"
    REFUSED = "refused"  # its words; the home objects all the same
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # by who filed it: the home objects no longer


class Objection(CommunityOwned, Base):
    """异议 of a household in a notice; one a home and stage, so that homes are counted and not voices."""

    __tablename__ = "objection"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("home_id", "home"),
        CheckConstraint(one_of("stage", Stage), name="stage"),
        CheckConstraint(one_of("state", ObjectionState), name="state"),
        # Whoever is content with the answer withdraws, and the answer stays in the record.
        CheckConstraint(
            "state = 'withdrawn' OR (state = 'answered') = (answered_at IS NOT NULL)", name="answered_when"
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
        CheckConstraint("round > 0", name="round"),
        Index(None, "community_id", "home_id"),
        Index(None, "community_id", "state"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[Stage] = mapped_column(Word(Stage), primary_key=True)
    #: Of which notice: the version of the paper that lay open, or which count it was.
    round: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    body: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    state: Mapped[ObjectionState] = mapped_column(Word(ObjectionState), default=ObjectionState.CHECKING)
    #: Why the check held or refused its words, or what a moderator said; for its author and moderators.
    note: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    answer: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)
    answered_by: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(Paper)
