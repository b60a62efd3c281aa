"""Offices: given by the command line and the seed, ended by their date or by hand."""

from dataclasses import dataclass
from datetime import datetime

from server.core import database, versions
from server.core.access import ROLE_NAMES, Role
from server.extensions import db
from server.identity import queries
from server.identity.models import DutyRecord
from server.kit.errors import InvalidError
from server.places import queries as places
from server.places.models import Community, CommunityKind

#: Held for a community (or one of its estates); the others reach a whole subtree of regions.
IN_COMMUNITY = frozenset(
    {
        Role.SECRETARY,
        Role.DEPUTY,
        Role.COMMITTEE,
        Role.CHAIR,
        Role.SOCIAL_WORKER,
        Role.BUILDING_HEAD,
        Role.ACTING,
        Role.WATCH,
        Role.DELEGATE,
        Role.OWNERS_COMMITTEE,
    }
)
IN_SUBTREE = frozenset({Role.OBSERVER, Role.SUPERVISOR, Role.DISTRICT_OFFICE})
#: Bodies beside the committee, in a town and in a village: who sits there does not speak for the committee.
BODIES = {
    Role.WATCH: ("居务监督委员会", "村务监督委员会"),
    Role.DELEGATE: ("居民代表会议", "村民代表会议"),
    Role.OWNERS_COMMITTEE: ("业主委员会", "业主委员会"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an office reaches: a community, an estate or a building of it, or all below a 区划 code."""

    community_id: int | None = None
    estate_id: int | None = None
    region: str | None = None
    building_id: int | None = None


def grant_duty(
    person_id: int, role: Role, scope: Scope, *, organisation: str = "", ends_at: datetime | None = None
) -> DutyRecord:
    """Give a person an office. InvalidError when role and scope do not fit each other."""
    if scope.building_id is not None and (role is not Role.BUILDING_HEAD or scope.estate_id is None):
        raise InvalidError("只有楼组长按楼栋任命，并要写明小区")
    region, name = _region(role, scope)
    duty = DutyRecord(
        person_id=person_id,
        role=role,
        organisation=organisation or name,
        region_code=region,
        community_id=scope.community_id,
        estate_id=scope.estate_id,
        building_id=scope.building_id,
        ends_at=ends_at,
    )
    db.session.add(duty)
    db.session.flush()
    versions.touch(versions.person_key(person_id))
    return duty


def call_by(person_id: int, name: str) -> str:
    """Name an officer who has not enrolled. Answers what neighbours see; who has keeps that name."""
    person = queries.get_person(person_id, lock=True)
    if person.verified_at is None:
        person.display_name = name
        versions.touch(versions.person_key(person_id))
    return person.display_name


def end_duty(duty: DutyRecord) -> None:
    duty.ends_at = database.now()
    versions.touch(versions.person_key(duty.person_id))


def _region(role: Role, scope: Scope) -> tuple[str, str]:
    """The 区划 code of the scope and the name of the organisation that usually stands there."""
    if role in IN_COMMUNITY and scope.community_id is not None:
        community = places.get_community(scope.community_id)
        if community is None:
            raise InvalidError("没有这个社区")
        return community.region_code, _body(role, community)
    if role in IN_SUBTREE and scope.region is not None and scope.community_id is None:
        if scope.region not in (found := places.regions([scope.region])):
            raise InvalidError("没有这个区划代码")
        return scope.region, found[scope.region].name
    raise InvalidError(f"“{ROLE_NAMES[role]}”不能这样任命：社区职务要写明社区，区和街镇的职务只写区划代码")


def _body(role: Role, community: Community) -> str:
    in_town, in_village = BODIES.get(role, (community.name, community.name))
    return in_village if community.kind is CommunityKind.VILLAGE else in_town
