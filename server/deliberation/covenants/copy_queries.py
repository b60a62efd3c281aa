"""SELECTs of where one person cited covenants, for his own copy."""

from collections.abc import Sequence

from sqlalchemy import select

from server.deliberation.covenants.models import CovenantCitation
from server.extensions import db


def citations(person_id: int) -> Sequence[CovenantCitation]:
    asked = select(CovenantCitation).where(CovenantCitation.cited_by == person_id)
    return db.session.scalars(asked.order_by(CovenantCitation.id)).all()
