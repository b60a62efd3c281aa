"""SELECTs on papers, meetings, amendments and objections."""

from collections.abc import Sequence

from sqlalchemy import exists, func, select

from server.deliberation.discussion_models import (
    Amendment,
    AmendmentState,
    Meeting,
    Objection,
    ObjectionState,
    Paper,
    PaperKind,
    Stage,
)
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import TopicStep
from server.deliberation.workflow import Verb
from server.extensions import db


def latest_version(topic_id: int, kind: PaperKind) -> int:
    """The version of this paper that stands; 0 before there is one."""
    asked = select(func.max(Paper.version)).where(Paper.topic_id == topic_id, Paper.kind == kind)
    return db.session.scalar(asked) or 0


def last_writer(topic_id: int, kind: PaperKind | None = None) -> Sequence[int]:
    """Who wrote the topic's latest paper (of this kind), if there is one."""
    asked = select(Paper.person_id).where(Paper.topic_id == topic_id)
    asked = asked.where(Paper.kind == kind) if kind else asked
    return db.session.scalars(asked.order_by(Paper.at.desc(), Paper.version.desc()).limit(1)).all()


def objecting_homes(topic_id: int, stage: Stage, round_: int) -> int:
    """Households that object in this notice (`round_`: the version of the paper that lies open).

    A home counts whatever became of its words, until it withdraws.
    """
    asked = select(func.count()).where(
        Objection.topic_id == topic_id,
        Objection.stage == stage,
        Objection.round == round_,
        Objection.state != ObjectionState.WITHDRAWN,
    )
    return db.session.scalar(asked.select_from(Objection)) or 0


def summary_disputed(topic_id: int) -> bool:
    """Whether gate ③ sent the topic back because of its minutes, and no newer version is out."""
    newest = (
        select(func.max(Paper.at))
        .where(Paper.topic_id == topic_id, Paper.kind == PaperKind.SUMMARY)
        .scalar_subquery()
    )
    sent_back = exists(GateDecision.id).where(
        GateDecision.topic_id == topic_id,
        GateDecision.reason_code == "summary_disputed",
        GateDecision.decided_at > newest,
    )
    return bool(db.session.scalar(select(sent_back)))


def papers_of(topic_id: int, kind: PaperKind) -> Sequence[Paper]:
    """Every version of this paper, the first first."""
    asked = select(Paper).where(Paper.topic_id == topic_id, Paper.kind == kind)
    return db.session.scalars(asked.order_by(Paper.version)).all()


def meeting(topic_id: int, meeting_id: int) -> Meeting | None:
    """This topic's meeting, locked: its minutes are written once."""
    asked = select(Meeting).where(Meeting.topic_id == topic_id, Meeting.id == meeting_id)
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def lock_amendment(amendment_id: int) -> Amendment | None:
    asked = select(Amendment).where(Amendment.id == amendment_id)
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def open_amendments(topic_id: int) -> Sequence[Amendment]:
    """Proposals that still wait for an answer."""
    asked = select(Amendment).where(Amendment.topic_id == topic_id, Amendment.state == AmendmentState.OPEN)
    return db.session.scalars(asked).all()


def objection(key: tuple[int, Stage, int, int]) -> Objection | None:
    """This home's objection in this notice, locked; `key`: topic, stage, round, home."""
    topic_id, stage, round_, home_id = key
    asked = select(Objection).where(
        Objection.topic_id == topic_id,
        Objection.stage == stage,
        Objection.round == round_,
        Objection.home_id == home_id,
    )
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def counts_so_far(topic_id: int) -> int:
    """How often its ballots have been counted, its covenant's with them."""
    asked = select(func.count()).where(
        TopicStep.topic_id == topic_id, TopicStep.verb.in_((Verb.CLOSE, Verb.COUNT_COVENANT))
    )
    return max(1, db.session.scalar(asked.select_from(TopicStep)) or 0)
