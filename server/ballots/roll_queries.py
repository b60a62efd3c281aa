"""SELECTs of who could stand on a roll: homes, their owners, the delegates in office."""

from sqlalchemy import select

from server.ballots.queries import Rows
from server.core.access import Role
from server.core.tenancy import bound_community
from server.extensions import db
from server.identity.models import DutyRecord, Membership, Person, Relation
from server.kit.db import db_now, unended
from server.places.models import Building, Estate, Home, HomeOwner


def homes_of(estate_id: int | None, building_id: int | None) -> Rows:
    """(id, estate, building, room, area_cm, developer) of every home of the scope; None: no narrower."""
    asked = (
        select(
            Home.id,
            Estate.name.label("estate"),
            Building.name.label("building"),
            Home.room,
            Home.area_cm,
            Home.developer,
        )
        .join(Estate, (Estate.community_id == Home.community_id) & (Estate.id == Home.estate_id))
        .join(Building, (Building.community_id == Home.community_id) & (Building.id == Home.building_id))
        .order_by(Home.id)
    )
    if estate_id is not None:
        asked = asked.where(Home.estate_id == estate_id)
    return db.session.execute(
        asked.where(Home.building_id == building_id) if building_id is not None else asked
    ).all()


def owner_indexes(estate_id: int | None) -> Rows:
    """(home_id, number_index) of the owners whom the register names; a number may be missing."""
    asked = select(HomeOwner.home_id, HomeOwner.number_index).join(
        Home, (Home.community_id == HomeOwner.community_id) & (Home.id == HomeOwner.home_id)
    )
    return db.session.execute(asked.where(Home.estate_id == estate_id) if estate_id else asked).all()


def delegates(estate_id: int | None) -> Rows:
    """(person_id, home_id) of the grown-up delegates in office, with every home they belong to here."""
    running = [(model.starts_at <= db_now()) & unended(model.ends_at) for model in (DutyRecord, Membership)]
    return db.session.execute(
        select(Membership.person_id, Membership.home_id)
        .join(DutyRecord, DutyRecord.person_id == Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(*running, Person.adult_on <= db_now(), Membership.relation != Relation.AWAY)
        .where(
            DutyRecord.role == Role.DELEGATE,
            DutyRecord.community_id == bound_community(),
            DutyRecord.estate_id.is_(None) | (DutyRecord.estate_id == estate_id),
        )
        .distinct()
        .order_by(Membership.person_id, Membership.home_id)
    ).all()
