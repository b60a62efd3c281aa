"""SELECTs on the gate ledger."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, bindparam, func, select

from server.core.database import rows
from server.deliberation.gate_models import Gate, GateDecision, GateHead
from server.deliberation.keeper_models import CollectiveMinutes, Countersign, CountersignState, Naming
from server.deliberation.models import Topic, TopicText
from server.deliberation.queries import WAITING
from server.extensions import db
from server.kit.db import db_now

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]


#: What a note of a decision shows (cards.note).
_NOTE = (
    GateDecision.id, GateDecision.seq, GateDecision.gate, GateDecision.action, GateDecision.reason_code,
    GateDecision.reason_text, GateDecision.acting_org, GateDecision.acting_role, GateDecision.decided_name,
    GateDecision.decided_at, GateDecision.due_at, GateDecision.overdue_minutes, GateDecision.text_version,
    GateDecision.hash, GateDecision.evidence, GateDecision.rule_cited, GateDecision.collective_minutes_id,
)  # fmt: skip
_DECISIONS = select(*_NOTE).where(GateDecision.topic_id == bindparam("topic")).order_by(GateDecision.seq)


def decisions_on(topic_id: int) -> Sequence[Any]:
    """Notes of the decisions on one topic, in order."""
    return rows(_DECISIONS, {"topic": topic_id})


def last_decision(topic_id: int) -> GateDecision | None:
    return db.session.scalar(
        select(GateDecision)
        .where(GateDecision.topic_id == topic_id)
        .order_by(GateDecision.seq.desc())
        .limit(1)
    )


def _with_topics() -> Select[GateDecision, Topic]:
    on = (Topic.community_id == GateDecision.community_id) & (Topic.id == GateDecision.topic_id)
    return select(GateDecision, Topic).join(Topic, on)


def page(after: int | None, limit: int) -> Rows:
    """(GateDecision, Topic), newest first, one more than `limit`; `after` is a seq."""
    asked = _with_topics().order_by(GateDecision.seq.desc()).limit(limit + 1)
    return db.session.execute(asked.where(GateDecision.seq < after) if after else asked).all()


def until(seq: int) -> Rows:
    """(GateDecision, Topic) from the first to this one."""
    asked = _with_topics().where(GateDecision.seq <= seq)
    return db.session.execute(asked.order_by(GateDecision.seq)).all()


def stopped_for(reasons: Iterable[str], topics: Iterable[int]) -> frozenset[int]:
    """Of these topics: those on which any decision gave one of these reasons."""
    asked = select(GateDecision.topic_id).where(
        GateDecision.topic_id.in_(list(topics)), GateDecision.reason_code.in_(list(reasons))
    )
    return frozenset(db.session.scalars(asked.distinct()))


def counts() -> Rows:
    """(gate, action, count)."""
    return db.session.execute(
        select(GateDecision.gate, GateDecision.action, func.count()).group_by(
            GateDecision.gate, GateDecision.action
        )
    ).all()


def reasons() -> Rows:
    """(reason_code, count), most frequent first."""
    many = func.count()
    return db.session.execute(
        select(GateDecision.reason_code, many)
        .where(GateDecision.reason_code.is_not(None))
        .group_by(GateDecision.reason_code)
        .order_by(many.desc(), GateDecision.reason_code)
    ).all()


def overdue_count() -> int:
    asked = select(func.count()).select_from(GateDecision).where(GateDecision.overdue_minutes > 0)
    return db.session.scalar(asked) or 0


def late_now() -> int:
    """Topics that wait at a gate past their deadline."""
    asked = select(func.count()).select_from(Topic)
    return db.session.scalar(asked.where(WAITING, Topic.due_at < db_now())) or 0


def waits(most: int = 500) -> Rows:
    """(pending_since, decided_at) of the latest decisions at the three gates."""
    return db.session.execute(
        select(GateDecision.pending_since, GateDecision.decided_at)
        .where(GateDecision.gate != Gate.PAUSE)
        .order_by(GateDecision.seq.desc())
        .limit(most)
    ).all()


def chain() -> Sequence[GateDecision]:
    """Every decision in order."""
    return db.session.scalars(select(GateDecision).order_by(GateDecision.seq)).all()


def published_heads() -> Sequence[GateHead]:
    return db.session.scalars(select(GateHead).order_by(GateHead.day)).all()


def latest_head() -> GateHead | None:
    return db.session.scalar(select(GateHead).order_by(GateHead.day.desc()).limit(1))


def published_on(day: date) -> bool:
    return db.session.scalar(select(GateHead.seq).where(GateHead.day == day)) is not None


def texts() -> Sequence[TopicText]:
    return db.session.scalars(select(TopicText).order_by(TopicText.topic_id, TopicText.version)).all()


def admitted_topics() -> Rows:
    """(id, poll_id, covenant_poll_id) of every topic that is past the first gate."""
    asked = select(Topic.id, Topic.poll_id, Topic.covenant_poll_id).where(Topic.admitted_at.is_not(None))
    return db.session.execute(asked.order_by(Topic.id)).all()


def minutes() -> Sequence[CollectiveMinutes]:
    """What the party organisation talked over, of every topic."""
    return db.session.scalars(select(CollectiveMinutes)).all()


def named_topics() -> frozenset[int]:
    """Topics for which the 街镇 named a stand-in."""
    return frozenset(db.session.scalars(select(Naming.topic_id)))


def second_hands() -> frozenset[tuple[int, int, int | None]]:
    """(topic, first signer, second signer) of every refusal that two hands signed."""
    asked = select(Countersign.topic_id, Countersign.first_by, Countersign.answered_by)
    signed = asked.where(Countersign.state == CountersignState.SIGNED)
    return frozenset((row[0], row[1], row[2]) for row in db.session.execute(signed))
