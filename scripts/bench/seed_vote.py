"""A whole estate of voters at once: homes, members, sessions and an open poll, for thousands of homes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from server.ballots import queries, service
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Mode, Weight
from server.core import sessions, tenancy
from server.core.access import Role
from server.core.database import transaction
from server.extensions import db
from server.identity.models import Assurance, LoginSession, Membership, Person, PersonCommunity, Relation
from server.identity.models_enrolment import Application, ApplicationState
from server.kit.db import utc_now
from server.kit.ids import new_ids
from server.places.models import Building, Home
from tests.factories import make_estate, make_member

OPTIONS = (("赞成", Weight.FOR), ("反对", Weight.AGAINST), ("弃权", Weight.ABSTAIN))
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PER_BUILDING = 60
_VERIFIED = {
    "masked_name": "李**",
    "display_name": "李女士",
    "assurance": Assurance.ROLL,
    "adult_on": _LONG_AGO,
    "verified_at": _LONG_AGO,
}
_DOOR = {"building": "1号楼", "room": "101室", "relation": Relation.OWNER}
_FORM = {
    "scene": "",
    "state": ApplicationState.APPROVED,
    "assurance": Assurance.ROLL,
    "masked_name": "李**",
    "masked_phone": "138****0000",
}


@dataclass(frozen=True)
class Voters:
    """`members[door]`: the tokens of the two grown-ups of this home. `options`: ids as they are sent."""

    community_id: int
    poll_id: int
    homes: tuple[int, ...]
    members: tuple[tuple[str, str], ...]
    options: tuple[str, ...]


def electorate(community: Any, count: int, *, seconds: float, mode: Mode = Mode.NAMED) -> Voters:
    """`count` homes with two members each, and a poll over them that is open for so long."""
    estate = make_estate(community)
    secretary = make_member(community, Role.SECRETARY)
    with tenancy.in_community(community.id), transaction():
        homes = new_ids(count)
        _write(Building, buildings := list(_buildings(community.id, estate.id, count)))
        _write(Home, _homes(community.id, estate.id, homes, buildings))
        members = _members(community.id, estate.id, homes)
    with tenancy.in_community(community.id), transaction():
        poll = service.open_poll(secretary.actor, _terms(estate.id, seconds, mode))
        options = tuple(str(one.id) for one in queries.options(poll.id))
        return Voters(community.id, poll.id, tuple(homes), members, options)


def _terms(estate_id: int, seconds: float, mode: Mode) -> service.Terms:
    half = Share.usual(1, 2)
    ends = utc_now() + timedelta(seconds=seconds)
    question = "是否同意更换小区全部单元门？"
    return service.Terms(1, estate_id, question, OPTIONS, Electorate.ADULTS, half, half, ends, mode=mode)


def _write(model: Any, rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(model), rows)


def _buildings(community_id: int, estate_id: int, count: int) -> Iterator[dict[str, Any]]:
    for number, ident in enumerate(new_ids(-(-count // PER_BUILDING)), start=1):
        yield {"community_id": community_id, "id": ident, "estate_id": estate_id, "name": f"{number}号楼"}


def _homes(
    community_id: int, estate_id: int, ids: list[int], buildings: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {
            "community_id": community_id,
            "id": ident,
            "estate_id": estate_id,
            "building_id": buildings[number // PER_BUILDING]["id"],
            "room": f"{number % PER_BUILDING + 101}室",
            "area_cm": 8000 + number % 4000,
        }
        for number, ident in enumerate(ids)
    ]


def _members(community_id: int, estate_id: int, homes: list[int]) -> tuple[tuple[str, str], ...]:
    doors = [home for home in homes for _ in range(2)]
    people, applications = new_ids(len(doors)), new_ids(len(doors))
    _write(Person, [{"id": one, **_VERIFIED} for one in people])
    at_home = {"community_id": community_id, "estate_id": estate_id, **_DOOR}
    zipped = list(zip(applications, people, doors, strict=True))
    _write(Application, [{**at_home, **_FORM, "id": a, "person_id": p, "home_id": h} for a, p, h in zipped])
    rows = [{**at_home, "person_id": p, "home_id": h, "application_id": a} for a, p, h in zipped]
    _write(Membership, [{**row, "id": ident} for row, ident in zip(rows, new_ids(len(rows)), strict=True)])
    _write(PersonCommunity, [{"person_id": one, "community_id": community_id} for one in people])
    tokens = [_sign_in(person) for person in people]
    return tuple(zip(tokens[::2], tokens[1::2], strict=True))


def _sign_in(person_id: int) -> str:
    token, ends = f"stampede-{person_id}", utc_now() + timedelta(days=1)
    db.session.add(LoginSession(digest=sessions.digest_of(token), person_id=person_id, expires_at=ends))
    return token
