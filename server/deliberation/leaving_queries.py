"""SELECTs on the topics of somebody who closes his account."""

from collections.abc import Sequence

from sqlalchemy import select

from server.deliberation.models import Topic
from server.extensions import db


def hosted_by(person_id: int) -> Sequence[Topic]:
    """Topics that he hosts or hosted to their end, locked."""
    asked = select(Topic).where(Topic.host_id == person_id).order_by(Topic.id).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).all()


def led_by(person_id: int, states: Sequence[str]) -> Sequence[Topic]:
    """Topics that he hosts and that are in one of these states."""
    asked = select(Topic).where(Topic.host_id == person_id, Topic.state.in_(states))
    return db.session.scalars(asked.order_by(Topic.id)).all()
