"""SELECTs of what one person may take away of his person: all of his, whatever became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from server.core.tenancy import across_communities
from server.extensions import db
from server.identity import queries
from server.identity.models import (
    Consent,
    DutyRecord,
    LoginSession,
    Membership,
    Person,
    PersonCopy,
    WechatAccount,
)
from server.identity.models_enrolment import Application
from server.identity.models_unmasking import Unmasking
from server.places.models import Building, Community, Estate, Home, HomeOwner

Rows = Sequence[Row[*tuple[Any, ...]]]


def made_since(person_id: int, moment: datetime) -> int:
    """How many copies he made since then."""
    asked = select(func.count(PersonCopy.id))
    return (
        db.session.scalar(asked.where(PersonCopy.person_id == person_id, PersonCopy.made_at >= moment)) or 0
    )


def communities_of(person_id: int) -> Rows:
    """(id, name) of every community where he lives or lived, applied, or held an office of it."""
    held = select(DutyRecord.community_id).where(DutyRecord.person_id == person_id)
    his = or_(Community.id.in_(queries.homes_in(person_id)), Community.id.in_(held))
    with across_communities():
        return db.session.execute(
            select(Community.id, Community.name).where(his).order_by(Community.id)
        ).all()


def person(person_id: int) -> Row[*tuple[Any, ...]]:
    """(display_name, assurance, adult_on, verified_at, created_at, openid)."""
    asked = select(
        Person.display_name, Person.assurance, Person.adult_on, Person.verified_at, Person.created_at,
        WechatAccount.openid,
    )  # fmt: skip
    joined = asked.outerjoin(WechatAccount, WechatAccount.person_id == person_id)
    return db.session.execute(joined.where(Person.id == person_id)).one()


def memberships(person_id: int) -> Rows:
    """(estate, building, room, relation, starts_at, ends_at), ended or not."""
    asked = select(
        Estate.name.label("estate"), Membership.building, Membership.room, Membership.relation,
        Membership.starts_at, Membership.ends_at,
    )  # fmt: skip
    at = (Estate.community_id == Membership.community_id) & (Estate.id == Membership.estate_id)
    found = asked.join(Estate, at).where(Membership.person_id == person_id).order_by(Membership.id)
    return db.session.execute(found).all()


def applications(person_id: int) -> Sequence[Application]:
    asked = select(Application).where(Application.person_id == person_id).order_by(Application.id)
    return db.session.scalars(asked).all()


def owned(number_index: bytes) -> Rows:
    """(building, room, area_cm) of the homes whose owner the committee's roll says this human is."""
    at_home = (Home.community_id == HomeOwner.community_id) & (Home.id == HomeOwner.home_id)
    at_house = (Building.community_id == Home.community_id) & (Building.id == Home.building_id)
    asked = select(Building.name.label("building"), Home.room, Home.area_cm).select_from(HomeOwner)
    found = asked.join(Home, at_home).join(Building, at_house).where(HomeOwner.number_index == number_index)
    return db.session.execute(found.order_by(Home.id)).all()


def duties(person_id: int) -> Rows:
    """(community, role, organisation, starts_at, ends_at); community None: above the communities."""
    asked = (
        select(
            Community.name.label("community"), DutyRecord.role, DutyRecord.organisation,
            DutyRecord.starts_at, DutyRecord.ends_at,
        )
        .outerjoin(Community, Community.id == DutyRecord.community_id)
        .where(DutyRecord.person_id == person_id)
        .order_by(DutyRecord.id)
    )  # fmt: skip
    with across_communities():
        return db.session.execute(asked).all()


def consents(person_id: int) -> Sequence[Consent]:
    return db.session.scalars(
        select(Consent).where(Consent.person_id == person_id).order_by(Consent.id)
    ).all()


def sessions(person_id: int) -> Rows:
    """(created_at, expires_at, revoked_at): of the token nothing."""
    asked = select(LoginSession.created_at, LoginSession.expires_at, LoginSession.revoked_at)
    return db.session.execute(
        asked.where(LoginSession.person_id == person_id).order_by(LoginSession.id)
    ).all()


def seen(person_id: int) -> Sequence[Unmasking]:
    """What officers here looked at of him."""
    asked = select(Unmasking).where(Unmasking.person_id == person_id)
    return db.session.scalars(asked.order_by(Unmasking.id)).all()


def made(person_id: int) -> Sequence[datetime]:
    """When he took copies away."""
    asked = select(PersonCopy.made_at).where(PersonCopy.person_id == person_id)
    return db.session.scalars(asked.order_by(PersonCopy.id)).all()
