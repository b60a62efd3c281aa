"""The ledger of the gates: append-only, chained by hashes, its head published every day."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze

CHAIN = "gate"


class Gate(StrEnum):
    AGENDA = "1"  # 提出议题
    DISCUSSION = "2"  # 开展讨论
    DECISION = "3"  # 形成决策
    COVENANT = "covenant"  # 建立公约
    PAUSE = "pause"  # order of a discussion that has begun


class GateAction(StrEnum):
    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    MERGE = "merge"
    TRANSFER = "transfer"
    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    TERMINATE = "terminate"
    ROUTE = "route"
    CHALLENGE = "challenge"
    CERTIFY = "certify"
    DECIDE = "decide"  # route A: nobody objected, no ballot


#: Acts that stop somebody: never without a reason from the list and a sentence of one's own.
REASONED = (
    GateAction.RETURN, GateAction.DECLINE, GateAction.PAUSE, GateAction.TERMINATE, GateAction.CHALLENGE,
)  # fmt: skip
LEAST_REASON = 20
SIGNED = "length(signature_key_id) > 0 AND length(signature) = 64"

_A = GateAction
BELONGS: dict[Gate, tuple[GateAction, ...]] = {
    Gate.AGENDA: (_A.ACCEPT, _A.RETURN, _A.DECLINE, _A.MERGE, _A.TRANSFER),
    Gate.DISCUSSION: (_A.OPEN, _A.RETURN),
    Gate.DECISION: (_A.OPEN, _A.RETURN, _A.ROUTE, _A.CHALLENGE, _A.CERTIFY, _A.DECIDE),
    Gate.COVENANT: (_A.OPEN, _A.RETURN, _A.CHALLENGE, _A.CERTIFY),
    Gate.PAUSE: (_A.PAUSE, _A.RESUME, _A.TERMINATE),
}
#: Offices of the party organisation; order in a discussion may also be its host's (product.md §2.3, T7↔T8).
_PARTY = "acting_role IN ('secretary', 'deputy', 'acting')"
_HOSTS = (
    "(gate = 'pause' AND action <> 'terminate' AND acting_role IN ('committee', 'social_worker', 'resident'))"
)


def _words(actions: tuple[GateAction, ...]) -> str:
    return ", ".join(f"'{action.value}'" for action in actions)


class GateDecision(CommunityOwned, Identified, Base):
    """The party organisation's recorded act on a topic. Written once, never changed, never deleted."""

    __tablename__ = "gate_decision"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("collective_minutes_id", "collective_minutes"),
        CheckConstraint(one_of("gate", Gate), name="gate"),
        CheckConstraint(one_of("action", GateAction), name="action"),
        CheckConstraint(
            " OR ".join(f"(gate = '{gate.value}' AND action IN ({_words(BELONGS[gate])}))" for gate in Gate),
            name="action_of_this_gate",
        ),
        CheckConstraint(
            f"action NOT IN ({_words(REASONED)}) OR (reason_code IS NOT NULL AND reason_text IS NOT NULL"
            f" AND length(trim(reason_text)) >= {LEAST_REASON})",
            name="reason_given",
        ),
        CheckConstraint("seq > 0 AND overdue_minutes >= 0", name="counts"),
        CheckConstraint(
            "(due_at IS NULL OR decided_at <= due_at) = (overdue_minutes = 0)", name="overdue_said"
        ),
        CheckConstraint(f"length(acting_org) > 0 AND ({_PARTY} OR {_HOSTS})", name="in_office"),
        CheckConstraint("second_signer IS NULL OR second_signer <> decided_by", name="two_hands"),
        CheckConstraint(
            "length(text_hash) = 32 AND length(previous_hash) = 32 AND length(hash) = 32", name="hashes"
        ),
        CheckConstraint(SIGNED, name="signed"),
        Index(None, "community_id", "seq", unique=True),
        # One visit of a state is left through the gate once.
        Index(None, "community_id", "topic_id", "move", unique=True),
        Index(None, "community_id", "collective_minutes_id"),
    )

    seq: Mapped[int]
    topic_id: Mapped[int]
    move: Mapped[int]
    gate: Mapped[Gate] = mapped_column(Word(Gate))
    action: Mapped[GateAction] = mapped_column(Word(GateAction))
    text_version: Mapped[int]
    text_hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    reason_code: Mapped[str | None] = mapped_column(String(32), info=PUBLIC)
    reason_text: Mapped[str | None] = mapped_column(String(500), info=PUBLIC)
    #: What the act rests on: the gatekeeper's own citation, or what its gate or its vote always rests on.
    rule_cited: Mapped[str] = mapped_column(String(300), info=PUBLIC)
    #: Hashes of what was approved beside the text: the plan, the ballot's terms, the roll.
    evidence: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=PUBLIC)
    decided_by: Mapped[int]
    decided_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    acting_role: Mapped[str] = mapped_column(String(24), info=PUBLIC)
    acting_org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    collective_minutes_id: Mapped[int | None]
    second_signer: Mapped[int | None]
    recused: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    pending_since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime]
    overdue_minutes: Mapped[int] = mapped_column(default=0)
    signature_key_id: Mapped[str] = mapped_column(String(32), info=PUBLIC)
    previous_hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    #: Of the hash, by a key that lies outside the database (signing.py).
    signature: Mapped[bytes] = mapped_column(info=PUBLIC)


class GateHead(CommunityOwned, Base):
    """The chain's head as published on one day: a chain rewritten whole no longer leads to it."""

    __tablename__ = "gate_head"
    __table_args__ = (
        CheckConstraint("length(hash) = 32 AND seq >= 0", name="head"),
        CheckConstraint(SIGNED, name="signed"),
    )

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    whole: Mapped[bool]
    checked_at: Mapped[datetime] = mapped_column(default=utc_now)
    signature_key_id: Mapped[str] = mapped_column(String(32), info=PUBLIC)
    signature: Mapped[bytes] = mapped_column(info=PUBLIC)


freeze(GateDecision)
freeze(GateHead)
