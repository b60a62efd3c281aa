"""SELECTs on residents who host a topic, and on those who may be named."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from server.deliberation.host_models import HostNaming
from server.deliberation.models import Topic
from server.extensions import db
from server.identity.models import Membership, Person, Relation
from server.kit.db import unended, utc_now

MOST = 20
_WHO = (Membership.id, Membership.person_id, Membership.building, Membership.room, Person.display_name)


def _members(topic: Topic) -> Any:
    """Adults who live where the topic concerns them, but its author and who stood back from it."""
    moment = utc_now()
    barred = [topic.author_id, *topic.recused]
    asked = (
        select(*_WHO)
        .join(Person, Person.id == Membership.person_id)
        .where(unended(Membership.ends_at, moment))
        .where(Membership.relation != Relation.AWAY, Person.adult_on <= moment)
        .where(Membership.person_id.not_in(barred))
    )
    return asked if topic.estate_id is None else asked.where(Membership.estate_id == topic.estate_id)


def candidates(topic: Topic, sought: str, but: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who may be named by `but`, by door or name; the first MOST of them."""
    door = Membership.building + Membership.room
    asked = _members(topic).where(Membership.person_id != but)
    for word in sought.split():
        asked = asked.where(
            or_(door.contains(word, autoescape=True), Person.display_name.contains(word, autoescape=True))
        )
    return db.session.execute(
        asked.order_by(Membership.building, Membership.room, Membership.id).limit(MOST)
    ).all()


def candidate(topic: Topic, membership_id: int, but: int) -> Any:
    """This member, if he may be named by `but`."""
    asked = _members(topic).where(Membership.id == membership_id, Membership.person_id != but)
    return db.session.execute(asked).one_or_none()


def naming(naming_id: int) -> HostNaming | None:
    return db.session.scalar(select(HostNaming).where(HostNaming.id == naming_id))


def live(topic_id: int) -> HostNaming:
    """The naming in force of a topic that has a host."""
    asked = select(HostNaming).where(HostNaming.topic_id == topic_id, HostNaming.ending.is_(None))
    return db.session.scalars(asked).one()


def namings(topic_id: int) -> Sequence[HostNaming]:
    """Every naming of this topic, the oldest first."""
    asked = select(HostNaming).where(HostNaming.topic_id == topic_id)
    return db.session.scalars(asked.order_by(HostNaming.named_at, HostNaming.id)).all()
