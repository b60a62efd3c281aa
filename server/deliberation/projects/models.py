"""Tables of projects."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.db import Base, Json, Word, one_of, utc_now


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


class Project(CommunityOwned, Identified, Base):
    """What carries a decision out: one a topic. Its state is its topic's."""

    __tablename__ = "project"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("owner_kind", OwnerKind), name="owner_kind"),
        CheckConstraint(one_of("source", FundSource), name="source"),
        CheckConstraint("budget_cents >= 0", name="budget"),
        CheckConstraint("(source = 'none') = (budget_cents = 0)", name="money_has_a_source"),
        Index(None, "community_id", "topic_id", unique=True),
    )

    topic_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(Text)
    owner_kind: Mapped[OwnerKind] = mapped_column(Word(OwnerKind))
    owner_name: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(60), default="")
    budget_cents: Mapped[int]
    source: Mapped[FundSource] = mapped_column(Word(FundSource))
    due_on: Mapped[date] = mapped_column(Date)
    formed_by: Mapped[int]
    formed_name: Mapped[str] = mapped_column(String(32))
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
        CheckConstraint("(done_at IS NULL) = (evidence IS NULL)", name="done_with_evidence"),
        CheckConstraint("spent_cents >= 0", name="spent"),
        Index(None, "community_id", "project_id", "place", unique=True),
        Index(None, "community_id", "due_on"),
    )

    project_id: Mapped[int]
    place: Mapped[int] = mapped_column(SmallInteger)
    title: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None]
    done_name: Mapped[str | None] = mapped_column(String(32))
    evidence: Mapped[str | None] = mapped_column(Text)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list)
    spent_cents: Mapped[int] = mapped_column(default=0)
    overdue_told_at: Mapped[datetime | None]
