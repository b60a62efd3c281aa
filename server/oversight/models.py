"""Supervision orders with what was said on them, and the district's copies of the ledgers' heads.

An order itself never changes; its steps and the copies are append-only.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base, Word, one_of, utc_now
from server.kit.frozen import freeze


class OrderKind(StrEnum):
    GATE_OVERDUE = "gate_overdue"  # 超时未把关
    APPEAL = "appeal"  # 申诉待答复
    KEEPER_MISSING = "keeper_missing"  # 把关人全部回避
    COUNT_CHALLENGED = "count_challenged"  # 计票异议待答复
    REFUSAL_REPORTED = "refusal_reported"  # 以“其他”不予立题，报街镇
    PETITION_OVERDUE = "petition_overdue"  # 联名超时未答复
    MANUAL = "manual"  # 督查员发出


class Addressee(StrEnum):
    GATE = "gate"  # the party organisation (or committee) of the unit
    STREET = "street"  # the 街镇 itself: the clock runs against it


class OrderState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class OrderVerb(StrEnum):
    ISSUE = "issue"
    ANSWER = "answer"
    CLOSE = "close"
    SETTLE = "settle"  # the deed that was owed has been done


class SupervisionOrder(CommunityOwned, Identified, Base):
    """One thing that somebody must answer by a day. `source` makes a second delivery of an event a no-op."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("kind", OrderKind), name="kind"),
        CheckConstraint(one_of("addressed_to", Addressee), name="addressed_to"),
        CheckConstraint(one_of("state", OrderState), name="state"),
        CheckConstraint("length(trim(text)) > 0", name="says_something"),
        CheckConstraint("(kind = 'manual') = (issued_by IS NOT NULL)", name="issued_by_somebody"),
        CheckConstraint("kind = 'manual' OR topic_id IS NOT NULL", name="about_a_topic"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_when"),
        CheckConstraint("due_at > issued_at", name="time_to_answer"),
        Index(None, "community_id", "source", unique=True),
        Index(None, "community_id", "topic_id"),
        Index(None, "community_id", "estate_id"),
        Index(None, "community_id", "state", "due_at"),
    )

    kind: Mapped[OrderKind] = mapped_column(Word(OrderKind))
    source: Mapped[str] = mapped_column(String(80), info=COMMUNITY)
    topic_id: Mapped[int | None]
    #: Whose branch holds the gates it is about; None: the community's party organisation.
    estate_id: Mapped[int | None]
    addressed_to: Mapped[Addressee] = mapped_column(Word(Addressee))
    text: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    issued_by: Mapped[int | None]
    issued_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    issued_org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    issued_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime]
    state: Mapped[OrderState] = mapped_column(Word(OrderState), default=OrderState.OPEN)
    closed_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]


class OrderStep(CommunityOwned, Base):
    """Who answered or closed it, in which words."""

    __tablename__ = "order_step"
    __table_args__ = (
        tenant_key("order_id", "supervision_order"),
        CheckConstraint(one_of("verb", OrderVerb), name="verb"),
        CheckConstraint("seq > 0", name="seq"),
        CheckConstraint("length(trim(text)) > 0", name="says_something"),
    )

    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    verb: Mapped[OrderVerb] = mapped_column(Word(OrderVerb))
    text: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    #: None: the system.
    person_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class CopiedChain(StrEnum):
    GATE = "gate"  # 把关台账
    AUDIT = "audit"  # 审计记录


class LedgerCopy(Base):
    """存证: the head of a community's chain as it was published on one day, kept by the district.

    Global: whoever rewrites a community's tables, its published heads among them, has not rewritten these.
    """

    __tablename__ = "ledger_copy"
    __table_args__ = (
        CheckConstraint(one_of("chain", CopiedChain), name="chain"),
        CheckConstraint("length(hash) = 32 AND seq >= 0", name="head"),
        CheckConstraint("length(signature_key_id) > 0 AND length(signature) = 64", name="signed"),
        CheckConstraint("(chain = 'gate') = (whole IS NOT NULL)", name="checked"),
    )

    chain: Mapped[CopiedChain] = mapped_column(Word(CopiedChain), primary_key=True)
    community_id: Mapped[int] = mapped_column(SmallInteger, ForeignKey("community.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    #: Whether the community's own check that day found all of it whole. The audit chain is not checked then.
    whole: Mapped[bool | None]
    signature_key_id: Mapped[str] = mapped_column(String(32), info=PUBLIC)
    signature: Mapped[bytes] = mapped_column(info=PUBLIC)
    received_at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(SupervisionOrder, but=frozenset({"state", "closed_at", "overdue_told_at"}))
freeze(OrderStep)
freeze(LedgerCopy)
