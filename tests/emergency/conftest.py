"""A community of two estates, its people, and short ways to begin one and to act in it."""

from types import SimpleNamespace

import pytest

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.emergency import queries
from server.emergency.models import Emergency
from server.extensions import db
from tests.factories import make_community, make_estate, make_home, make_member

WHY = "核实情况后决定"


@pytest.fixture
def town(session):
    community = make_community()
    east, west = make_estate(community, "东苑"), make_estate(community, "西苑")
    homes = [make_home(east, "3号楼", room) for room in ("1单元101", "1单元102", "2单元101")]
    return SimpleNamespace(
        community=community,
        here=community.id,
        block=homes[0].building_id,
        east=east,
        west=west,
        homes=homes,
        street=make_member(community, Role.SUPERVISOR, name="周海燕"),
        clerk=make_member(community, Role.COMMITTEE, name="张桂兰"),
        branch=make_member(community, Role.SECRETARY, estate=west, name="孙伟"),
        observer=make_member(community, Role.OBSERVER),
        resident=make_member(community, home=homes[0], name="李秀英"),
        helper=make_member(community, estate=east, name="王建国"),
        other=make_member(community, estate=west, name="刘敏"),
        minor=make_member(community, home=homes[1], adult=False),
    )


@pytest.fixture
def begin(town):
    """Switch one on; answers its id."""

    def begin(by=None, **form):
        form = {"kind": "typhoon", "text": "台风今晚登陆，请留在家中", "is_drill": False, **form}
        answer = (by or town.street).post("emergencies", json=form)
        assert answer.status_code == 201, answer.json
        return answer.json["emergency"]["id"]

    return begin


@pytest.fixture
def need(town):
    """Ask for something for the resident's home; answers its id."""

    def need(emergency_id, by=None, home=None, **form):
        home = home or town.homes[0]
        form = {"home_id": str(home.id), "kind": "medicine", "text": "降压药只剩一天的量", **form}
        answer = (by or town.resident).post(f"emergencies/{emergency_id}/needs", json=form)
        assert answer.status_code == 201, answer.json
        return answer.json["items"][0]["id"]

    return need


def step(by, need_id, verb, **form):
    """A step of a need; answers the response."""
    return by.post(f"emergency-needs/{need_id}/steps", json={"verb": verb, **form})


@pytest.fixture
def sign_on(town):
    def sign_on(emergency_id, by=None, *skills):
        form = {"skills": list(skills) or ["errands"]}
        return (by or town.helper).put(f"emergencies/{emergency_id}/volunteer", json=form)

    return sign_on


@pytest.fixture
def shift(town):
    """Make it as if the emergency had begun (and ends, and ended) so much earlier."""

    def shift(emergency_id, by):
        with tenancy.in_community(town.here), transaction():
            row = queries.get_emergency(int(emergency_id))
            moved = {"begun_at": row.begun_at - by, "ends_at": row.ends_at - by}
            moved |= {"ended_at": row.ended_at - by} if row.ended_at else {}
            db.session.execute(db.update(Emergency).where(Emergency.id == row.id).values(**moved))

    return shift
