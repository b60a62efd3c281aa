"""A community with a giver and three neighbours, and short ways to offer and to step."""

from types import SimpleNamespace

import pytest

from server.core.access import Role
from tests.factories import make_community, make_estate, make_member


@pytest.fixture
def street(session):
    community = make_community()
    east, west = make_estate(community, "东苑"), make_estate(community, "西苑")
    return SimpleNamespace(
        community=community,
        east=east,
        west=west,
        giver=make_member(community, estate=east, name="李秀英"),
        first=make_member(community, estate=east, name="王建国"),
        second=make_member(community, estate=east, name="刘敏"),
        third=make_member(community, estate=west, name="陈志强"),
        clerk=make_member(community, Role.COMMITTEE, name="张桂兰"),
    )


@pytest.fixture
def offer(street, deliver):
    """Offer something and let the content check pass it; answers its id."""

    def offer(by=None, **form):
        form = {"kind": "give", "title": "儿童自行车", "body": "孩子长大了，车况很好", **form}
        answer = (by or street.giver).post("items", json=form)
        assert answer.status_code == 201, answer.json
        deliver()
        return answer.json["item"]["id"]

    return offer


@pytest.fixture
def step():
    """Take a step on an item; answers the response."""

    def step(by, item_id, verb, note=""):
        return by.post(f"items/{item_id}/steps", json={"verb": verb, "note": note})

    return step


@pytest.fixture
def look():
    return lambda by, item_id: by.get(f"items/{item_id}").json
