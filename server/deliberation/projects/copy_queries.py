"""SELECTs of what one person wrote on projects and their results, for his own copy."""

from collections.abc import Sequence

from sqlalchemy import select

from server.deliberation.projects.evaluation_models import Evaluation
from server.deliberation.projects.models import ProjectNote
from server.extensions import db


def notes(person_id: int) -> Sequence[ProjectNote]:
    asked = select(ProjectNote).where(ProjectNote.author_id == person_id)
    return db.session.scalars(asked.order_by(ProjectNote.id)).all()


def evaluations(person_id: int) -> Sequence[Evaluation]:
    asked = select(Evaluation).where(Evaluation.person_id == person_id)
    return db.session.scalars(asked.order_by(Evaluation.topic_id)).all()
