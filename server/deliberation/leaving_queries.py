"""SELECTs on the topics of somebody who closes his account."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, select

from server.deliberation.host_models import HostNaming
from server.deliberation.models import Topic
from server.extensions import db


def ever_hosted_by(person_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(topic, the name he was named by) of every topic that he hosts or once hosted, locked."""
    named = and_(HostNaming.community_id == Topic.community_id, HostNaming.topic_id == Topic.id)
    asked = select(Topic, HostNaming.name).join(HostNaming, named).where(HostNaming.person_id == person_id)
    asked = asked.order_by(Topic.id).with_for_update(of=Topic)
    return db.session.execute(asked.execution_options(populate_existing=True)).all()


def led_by(person_id: int, states: Sequence[str]) -> Sequence[Topic]:
    """Topics that he hosts and that are in one of these states."""
    asked = select(Topic).where(Topic.host_id == person_id, Topic.state.in_(states))
    return db.session.scalars(asked.order_by(Topic.id)).all()
