"""A lane of two estates with its helpers, and short ways to file something for a neighbour."""

from types import SimpleNamespace

import pytest

from server.core.access import Role
from tests.assistance.scenes import POST, TOPIC, behalf
from tests.factories import make_community, make_estate, make_member


@pytest.fixture
def lane(session):
    """Estates east and west; an elder and a neighbour in the east, a stranger in the west; who helps."""
    community = make_community()
    east, west = make_estate(community, "东苑"), make_estate(community, "西苑")
    return SimpleNamespace(
        community=community,
        east=east,
        west=west,
        elder=make_member(community, estate=east, name="李秀英"),
        neighbour=make_member(community, estate=east, name="王建国"),
        stranger=make_member(community, estate=west, name="陈志强"),
        head=make_member(community, Role.BUILDING_HEAD, estate=east, name="赵玉兰"),
        clerk=make_member(community, Role.COMMITTEE, name="张桂兰"),
        worker=make_member(community, Role.SOCIAL_WORKER, name="刘敏"),
        secretary=make_member(community, Role.SECRETARY, name="孙伟"),
    )


@pytest.fixture
def file_post(lane, deliver):
    """File a post for somebody, and let everything happen that follows; answers the request's answer."""

    def file(helper, person, consent=None, **form):
        made = {**POST, **form, **behalf(person, **(consent or {}))}
        answer = helper.post("boards/nearby/assisted-posts", json=made)
        deliver()
        return answer

    return file


@pytest.fixture
def file_topic(lane, deliver):
    def file(helper, person, consent=None, **form):
        made = {**TOPIC, **form, **behalf(person, **(consent or {}))}
        answer = helper.post("assisted-topics", json=made)
        deliver()
        return answer

    return file


@pytest.fixture
def post_id(lane, file_post):
    """A post that the head filed for the elder, published."""
    return file_post(lane.head, lane.elder).json["post"]["id"]


@pytest.fixture
def topic_id(lane, file_topic):
    """A topic that the head filed for the elder, at the first gate."""
    return file_topic(lane.head, lane.elder).json["topic"]["id"]
