"""What a signed-in person is told about himself, and the demo people about themselves."""

from collections.abc import Sequence
from typing import Any

from server.config import Settings
from server.core import sessions
from server.core.access import ROLE_NAMES, Actor, Duty, Member
from server.core.regions import subtree
from server.core.sessions import Place, Snapshot
from server.core.tenancy import across_communities
from server.identity import queries, queries_enrolment, views
from server.identity.models import RELATION_NAMES, Relation
from server.places import queries as places
from server.places.models import Community


def me(snapshot: Snapshot, settings: Settings) -> dict[str, Any]:
    """Person, communities with homes and offices, applications."""
    person = queries.person_brief(snapshot.person_id)
    assert person is not None
    with across_communities():
        return {
            "person": {
                "id": person.id,
                "name": person.display_name,
                "verified": person.verified_at is not None,
                "adult": snapshot.adult,
            },
            "communities": _communities(snapshot),
            "applications": views.applications(
                queries_enrolment.applications_of(snapshot.person_id), sessions.actor_at_large(snapshot)
            ),
            "sandbox": settings.sandbox,
        }


def _communities(snapshot: Snapshot) -> list[dict[str, Any]]:
    duties = sessions.running(snapshot.duties)
    ids = {member.community_id for member in snapshot.members}
    ids |= {duty.community_id for duty in duties if duty.community_id is not None}
    subtrees = {subtree(duty.region) for duty in duties if duty.community_id is None}
    found = places.communities(ids, subtrees)
    estates: dict[int, list[tuple[int, str]]] = {one.id: [] for one in found}
    for row in places.estates_of(estates):
        estates[row.community_id].append((row.id, row.name))
    return [_community(snapshot, one, estates[one.id]) for one in found]


def _community(snapshot: Snapshot, row: Community, estates: Sequence[tuple[int, str]]) -> dict[str, Any]:
    actor = sessions.actor_in(snapshot, Place(row.id, row.region_code, row.kind.value, row.name))
    assert actor is not None
    names = dict(estates)
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind.value,
        "kind_name": places.KIND_NAMES[row.kind],
        "region": row.region_code,
        "words": places.words(row.kind),
        "memberships": [_membership(member, names) for member in actor.members],
        "duties": [_duty(duty) for duty in actor.duties],
        "permissions": sorted(actor.permissions),
        "estates": [{"id": ident, "name": name} for ident, name in estates if _visible(actor, ident)],
    }


def _visible(actor: Actor, estate_id: int) -> bool:
    return actor.visible_estates is None or estate_id in actor.visible_estates


def _membership(member: Member, estates: dict[int, str]) -> dict[str, Any]:
    return {
        "id": member.membership_id,
        "estate": {"id": member.estate_id, "name": estates[member.estate_id]},
        "building": member.building,
        "room": member.room,
        "relation": member.relation,
        "relation_name": RELATION_NAMES[Relation(member.relation)],
        "home_id": member.home_id,
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "role": duty.role.value,
        "role_name": ROLE_NAMES[duty.role],
        "organisation": duty.organisation,
        "estate_id": duty.estate_id,
        "ends_at": duty.ends_at,
    }
