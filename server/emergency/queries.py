"""SELECTs on emergencies and their public record."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from server.core.database import rows
from server.emergency.models import Emergency, EmergencyAnswer, EmergencyAnswerStep, EmergencyStep
from server.extensions import db
from server.kit.db import among, db_now
from server.places.models import Estate

_E = Emergency


def get_emergency(emergency_id: int) -> Emergency | None:
    return db.session.scalar(select(_E).where(_E.id == emergency_id))


def locked(emergency_id: int) -> Emergency:
    """The emergency as it is now, kept from others until the commit. It must exist."""
    asked = select(_E).where(_E.id == emergency_id).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def open_of(estate_id: int | None) -> Emergency | None:
    """What nobody has ended yet for the community (None) or this estate, over by the clock or not; locked."""
    unit = _E.estate_id.is_(None) if estate_id is None else _E.estate_id == estate_id
    asked = select(_E).where(_E.ended_at.is_(None), unit).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))


def page(visible: frozenset[int] | None, after: int | None, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(emergency, estate name), newest first, one more than `limit`; `visible` None: of every estate."""
    asked = (
        select(_E, Estate.name)
        .outerjoin(Estate, (Estate.community_id == _E.community_id) & (Estate.id == _E.estate_id))
        .order_by(_E.id.desc())
        .limit(limit + 1)
    )
    if visible is not None:
        asked = asked.where(or_(_E.estate_id.is_(None), _E.estate_id.in_(sorted(visible))))
    return db.session.execute(asked.where(_E.id < after) if after else asked).all()


def _on(everywhere: bool) -> Any:
    asked = select(_E.id, _E.kind, _E.text, _E.is_drill, _E.ends_at)
    asked = asked.where(_E.ended_at.is_(None), _E.ends_at > db_now())
    if not everywhere:
        asked = asked.where(or_(_E.estate_id.is_(None), among(_E.estate_id, "estates")))
    return asked.order_by(_E.is_drill, _E.id.desc()).limit(5)


# Kept: every home page that is made anew asks it.
_RUNNING = {everywhere: _on(everywhere) for everywhere in (True, False)}


def running(visible: frozenset[int] | None) -> Sequence[Any]:
    """What is on now by the database's clock, the real ones first: id, kind, text, is_drill, ends_at."""
    return rows(_RUNNING[visible is None], {"estates": visible or ()})


def expired() -> Sequence[int]:
    """Ids of those that are over and not written down as ended."""
    asked = select(_E.id).where(_E.ended_at.is_(None), _E.ends_at <= db_now())
    return db.session.scalars(asked.order_by(_E.id).limit(100)).all()


def ended_before(moment: datetime) -> Sequence[int]:
    """Ids of those that ended before `moment` and still hold what homes wrote."""
    asked = select(_E.id).where(_E.ended_at < moment, _E.blanked_at.is_(None))
    return db.session.scalars(asked.order_by(_E.id).limit(20)).all()


def steps(emergency_ids: Iterable[int]) -> Sequence[EmergencyStep]:
    """What was done with these, in order."""
    asked = select(EmergencyStep).where(EmergencyStep.emergency_id.in_(list(emergency_ids)))
    return db.session.scalars(asked.order_by(EmergencyStep.emergency_id, EmergencyStep.seq)).all()


def last_step(emergency_id: int) -> int:
    asked = select(func.max(EmergencyStep.seq)).where(EmergencyStep.emergency_id == emergency_id)
    return db.session.scalar(asked) or 0


def get_step(emergency_id: int, seq: int) -> EmergencyStep | None:
    return db.session.scalar(
        select(EmergencyStep).where(EmergencyStep.emergency_id == emergency_id, EmergencyStep.seq == seq)
    )


def last_given_by(person_id: int) -> ColumnElement[bool]:
    """The condition of a home's answer: this person gave it, and nobody another since."""
    step, answer = EmergencyAnswerStep, EmergencyAnswer
    same = (
        step.community_id == answer.community_id,
        step.emergency_id == answer.emergency_id,
        step.home_id == answer.home_id,
    )
    last = select(step.person_id).where(*same).order_by(step.id.desc()).limit(1)
    return last.correlate(answer).scalar_subquery() == person_id
