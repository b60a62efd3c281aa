"""Tables of projects."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Authored
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.deliberation.models import CommentState
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze

#: What was done is said in so many characters at least.
LEAST_EVIDENCE = 10


class OwnerKind(StrEnum):
    """Who carries the project out."""

    COMMITTEE = "committee"  # 居委会、村委会
    OWNERS = "owners"  # 业委会
    NGO = "ngo"  # 社会组织
    RESIDENTS = "residents"  # 居民小组


class FundSource(StrEnum):
    MICRO = "micro"  # 微基金
    EARMARKED = "earmarked"  # 专项经费
    MAINTENANCE = "maintenance"  # 维修资金
    OTHER = "other"
    NONE = "none"  # 不花钱


class NoteKind(StrEnum):
    """What a line of the project's log is: somebody's remark, or a step of who carries it out."""

    NOTE = "note"
    START = "start"
    RESCHEDULE = "reschedule"
    FINISH = "finish"


class Project(CommunityOwned, Identified, Base):
    """What carries a decision out: one a topic. Its state is its topic's."""

    __tablename__ = "project"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("owner_kind", OwnerKind), name="owner_kind"),
        CheckConstraint(one_of("source", FundSource), name="source"),
        CheckConstraint("budget_cents >= 0", name="budget"),
        CheckConstraint("(source = 'none') = (budget_cents = 0)", name="money_has_a_source"),
        CheckConstraint("finished_at IS NULL OR started_at IS NOT NULL", name="begun_before_it_ends"),
        Index(None, "community_id", "topic_id", unique=True),
    )

    topic_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    summary: Mapped[str] = mapped_column(Text, info=COMMUNITY)
    owner_kind: Mapped[OwnerKind] = mapped_column(Word(OwnerKind))
    owner_name: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    #: The office or firm that answers for the work.
    department: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    budget_cents: Mapped[int]
    source: Mapped[FundSource] = mapped_column(Word(FundSource))
    due_on: Mapped[date] = mapped_column(Date)
    #: As promised when it was formed; stays when the day is moved.
    first_due_on: Mapped[date] = mapped_column(Date)
    formed_by: Mapped[int]
    formed_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    formed_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Milestone(CommunityOwned, Identified, Base):
    """节点: a day by which something is done, and the evidence that it is."""

    __tablename__ = "milestone"
    __table_args__ = (
        tenant_key("project_id", "project"),
        CheckConstraint(
            "(done_at IS NULL) = (evidence IS NULL) AND (done_at IS NULL) = (done_name IS NULL)",
            name="done_with_evidence",
        ),
        CheckConstraint(
            f"evidence IS NULL OR length(trim(evidence)) >= {LEAST_EVIDENCE}", name="evidence_says_something"
        ),
        CheckConstraint("spent_cents >= 0 AND (done_at IS NOT NULL OR spent_cents = 0)", name="spent"),
        Index(None, "community_id", "project_id", "place", unique=True),
        Index(None, "community_id", "due_on"),
    )

    project_id: Mapped[int]
    place: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    due_on: Mapped[date] = mapped_column(Date)
    first_due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
    done_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    evidence: Mapped[str | None] = mapped_column(Text, info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    spent_cents: Mapped[int] = mapped_column(default=0)
    overdue_told_at: Mapped[datetime | None]


class ProjectNote(CommunityOwned, Identified, Authored, Base):
    """A line of the project's log. What neighbours write is read by others once the check passed it."""

    __tablename__ = "project_note"
    __table_args__ = (
        tenant_key("project_id", "project"),
        CheckConstraint(one_of("kind", NoteKind), name="kind"),
        CheckConstraint(one_of("state", CommentState), name="state"),
        CheckConstraint("kind = 'note' OR state = 'published'", name="steps_are_public"),
        Index(None, "community_id", "project_id", "id"),
        Index(None, "community_id", "state"),
    )

    project_id: Mapped[int]
    kind: Mapped[NoteKind] = mapped_column(Word(NoteKind))
    body: Mapped[str] = mapped_column(String(1000), info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    #: Which days were moved, from when to when: [{"title", "from", "to"}].
    moved: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    state: Mapped[CommentState] = mapped_column(Word(CommentState), default=CommentState.CHECKING)
    #: Why it is held, refused or hidden.
    reason: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


#: A day may be moved, a milestone done; what was promised first, and to whom, stays.
freeze(
    Project,
    but=frozenset({"due_on", "started_at", "finished_at", "version"}),
)
freeze(
    Milestone,
    but=frozenset(
        {"due_on", "done_at", "done_by", "done_name", "evidence", "photos", "spent_cents", "overdue_told_at"}
    ),
)
freeze(ProjectNote, but=frozenset({"state", "reason"}))
