"""People and places for tests, made the way the application makes them. Free of pytest.

Everything here needs an application context: ask for the `session` fixture. What a factory made is
committed when it returns, so requests and threads see it. For a direct call of a service:

    caller = make_member(community)
    with tenancy.in_community(community.id):
        service.verb(caller.actor, …)

`make_member(community, role=Role.SECRETARY)` holds that office; without `role` it is a resident of
a fresh home. `caller.get("posts")` is inside the community, `caller.get("/me")` under /api/v1.
Fixtures may wrap these (`neighbour` = make_member); nothing here keeps state between tests.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from flask import current_app

from server.core import sessions, tenancy, versions
from server.core.access import Role
from server.core.database import transaction
from server.core.sessions import Place
from server.core.tenancy import across_communities
from server.extensions import db
from server.identity import queries, standing
from server.identity.models import Assurance, Membership, Person, PersonCommunity, Relation
from server.identity.models_enrolment import Application, ApplicationRef, ApplicationState
from server.identity.service.duties import IN_SUBTREE, Scope, grant_duty
from server.identity.service.sessions import add_person, sign_in
from server.kit import idcard, masks
from server.kit.db import utc_now
from server.places import queries as places
from server.places.models import Building, Community, CommunityKind, Estate, Home, HomeOwner, Level, Region
from server.places.vault import seal_owner
from tests.support.callers import Caller

DISTRICT = "330203000000"
NAMES = ("李秀英", "王建国", "张桂兰", "欧阳明", "陈志强", "刘敏", "赵丽华", "孙伟", "周海燕", "吴国庆")
_serial = count(1)


def make_district(code: str = DISTRICT, name: str = "海曙区") -> Region:
    """The district of the deployment; the same one when it is there already."""
    with transaction():
        if (found := db.session.get(Region, code)) is None:
            found = Region(code=code, level=Level.DISTRICT, name=name)
            db.session.add(found)
    return found


def make_subdistrict(number: int = 1, district: str = DISTRICT) -> Region:
    """A 街道 of the district: `number` makes its code."""
    make_district(district)
    code = f"{district[:6]}{number:03d}000"
    with transaction():
        if (found := db.session.get(Region, code)) is None:
            found = Region(code=code, parent_code=district, level=Level.SUBDISTRICT, name=f"第{number}街道")
            db.session.add(found)
    return found


def make_community(
    kind: CommunityKind = CommunityKind.NEIGHBOURHOOD, name: str | None = None, subdistrict: int = 1
) -> Community:
    """居委 (or 村委) with its nodes of the region tree above it."""
    parent = make_subdistrict(subdistrict).code
    number = next(_serial)
    code = f"{parent[:9]}{number % 999 + 1:03d}"
    suffix = "村委会" if kind is CommunityKind.VILLAGE else "居委会"
    name = name or f"锦秋{number}{suffix}"
    with transaction():
        db.session.add(Region(code=code, parent_code=parent, level=Level.COMMUNITY, name=name))
        db.session.flush()
        community = Community(id=number % 32000, region_code=code, kind=kind, name=name)
        db.session.add(community)
    places.places.forget()
    return community


def make_estate(community: Community, name: str | None = None, **columns: Any) -> Estate:
    with tenancy.in_community(community.id), transaction():
        estate = Estate(name=name or f"锦秋花园{next(_serial)}期", **columns)
        db.session.add(estate)
    return estate


def make_home(
    estate: Estate,
    building: str = "3号楼",
    room: str | None = None,
    *,
    area_cm: int = 8900,
    owners: Sequence[str] = (),
    developer: str = "",
) -> Home:
    """A home; `owners` are names that the committee's roll knows (no numbers); `developer`: undelivered."""
    with tenancy.in_community(estate.community_id), transaction():
        house = _building(estate, building)
        home = Home(
            estate_id=estate.id,
            building_id=house.id,
            room=room or f"{next(_serial)}室",
            area_cm=area_cm,
            developer=developer,
        )
        db.session.add(home)
        db.session.flush()
        db.session.add_all(HomeOwner(**seal_owner(home.id, owner, None)) for owner in owners)
    return home


def _building(estate: Estate, name: str) -> Building:
    asked = db.select(Building).where(Building.estate_id == estate.id, Building.name == name)
    if (house := db.session.scalar(asked)) is None:
        house = Building(estate_id=estate.id, name=name)
        db.session.add(house)
        db.session.flush()
    return house


def make_id_number(born: str = "19900307", order: int = 128, region6: str = "330203") -> str:
    """A number that passes the check; `order` odd for a man, even for a woman."""
    body = f"{region6}{born}{order:03d}"
    return body + idcard.check_digit(body)


def make_person(name: str | None = None, *, adult: bool = True, openid: str | None = None) -> Person:
    """A verified person with a WeChat account, who belongs nowhere yet."""
    number = next(_serial)
    name = name or NAMES[number % len(NAMES)]
    birthday = utc_now() - timedelta(days=1) if adult else utc_now() + timedelta(days=365)
    with transaction():
        return add_person(
            openid or f"openid-{number}",
            display_name=masks.courtesy(name, idcard.Sex.FEMALE),
            masked_name=masks.mask_name(name),
            assurance=Assurance.ROLL,
            adult_on=birthday,
            verified_at=datetime(2026, 1, 1, tzinfo=UTC),
        )


def join(person: Person, home: Home, relation: Relation = Relation.OWNER) -> Membership:
    """The person's approved membership of this home, with the application that it came from."""
    with tenancy.in_community(home.community_id), transaction():
        door = places.home_door(home.id)
        assert door is not None
        at_door = {"estate_id": home.estate_id, "building": door.building, "room": door.room}
        application = Application(
            person_id=person.id,
            scene="",
            home_id=home.id,
            relation=relation,
            state=ApplicationState.APPROVED,
            assurance=Assurance.ROLL,
            masked_name=person.masked_name,
            masked_phone="138****0000",
            **at_door,
        )
        db.session.add(application)
        db.session.flush()
        ref = {"community_id": home.community_id, "person_id": person.id}
        membership = Membership(
            person_id=person.id, home_id=home.id, application_id=application.id, relation=relation, **at_door
        )
        db.session.add_all([ApplicationRef(id=application.id, **ref), membership])
        db.session.merge(PersonCommunity(**ref))
    return membership


def make_member(
    community: Community,
    role: Role | None = None,
    *more: Role,
    relation: Relation = Relation.OWNER,
    adult: bool = True,
    home: Home | None = None,
    estate: Estate | None = None,
    name: str | None = None,
) -> Caller:
    """Somebody who belongs here and is signed in.

    With `role` (and `more`) an officer: of the community, of `estate` alone when given, or of the community's
    whole district for 区 roles. Otherwise a resident of `home` (a fresh one in `estate` when left out).
    """
    person = make_person(name, adult=adult)
    if role in (None, Role.RESIDENT, Role.AWAY):
        home = home or make_home(estate or _some_estate(community))
        join(person, home, Relation.AWAY if role is Role.AWAY else relation)
    else:
        scope = (
            Scope(region=community.region_code[:6] + "0" * 6)
            if role in IN_SUBTREE
            else Scope(community.id, estate.id if estate else None)
        )
        with transaction():
            for one in (role, *more):
                grant_duty(person.id, Role(one), scope)
    return signed_in(person, community)


def _some_estate(community: Community) -> Estate:
    with tenancy.in_community(community.id):
        found = places.estates()
    return found[0] if found else make_estate(community)


def make_visitor(openid: str | None = None) -> Caller:
    """Signed in, verified nowhere, member of nothing."""
    with transaction():
        person = add_person(openid or f"openid-{next(_serial)}")
    return signed_in(person, None)


def signed_in(person: Person, community: Community | None) -> Caller:
    """A caller with a new session of this person; `.actor`: his standing in `community`, or at large."""
    openid = queries.openid_of(person.id)
    assert openid is not None
    with transaction():
        token = sign_in(openid).token
    with transaction(), across_communities():
        snapshot = standing.read(sessions.digest_of(token))
    assert snapshot is not None
    actor = (
        sessions.actor_in(
            snapshot, Place(community.id, community.region_code, community.kind.value, community.name)
        )
        if community
        else sessions.actor_at_large(snapshot)
    )
    return Caller(current_app.test_client(), token, actor)


def moved(caller: Caller) -> None:
    """Say that this person's memberships or duties changed, as the service that changes them does."""
    versions.touch(versions.person_key(caller.actor.person_id))
