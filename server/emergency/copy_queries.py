"""SELECTs of what one person answered, asked for and offered in emergencies, for his own copy."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from server.emergency.models import Emergency, EmergencyAnswerStep, EmergencyVolunteer
from server.emergency.need_models import EmergencyNeed
from server.extensions import db

Rows = Sequence[Row[*tuple[Any, ...]]]
_WHICH = (Emergency.kind.label("emergency_kind"), Emergency.is_drill)


def _his(model: Any) -> Any:
    at = (Emergency.community_id == model.community_id) & (Emergency.id == model.emergency_id)
    return select(model, *_WHICH).join(Emergency, at).order_by(model.id)


def answers(person_id: int) -> Rows:
    """(EmergencyAnswerStep, emergency_kind, is_drill); what he wrote down in office is other homes'."""
    his = (EmergencyAnswerStep.person_id == person_id, EmergencyAnswerStep.org == "")
    rows: Rows = db.session.execute(_his(EmergencyAnswerStep).where(*his)).all()
    return rows


def needs(person_id: int) -> Rows:
    """(EmergencyNeed, emergency_kind, is_drill), the same."""
    his = (EmergencyNeed.asker_id == person_id, EmergencyNeed.org == "")
    rows: Rows = db.session.execute(_his(EmergencyNeed).where(*his)).all()
    return rows


def offers(person_id: int) -> Rows:
    """(EmergencyVolunteer, emergency_kind, is_drill)."""
    found = _his(EmergencyVolunteer).where(EmergencyVolunteer.person_id == person_id)
    rows: Rows = db.session.execute(found).all()
    return rows
