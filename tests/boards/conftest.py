"""A community with two estates, its people, and short ways to say something on its boards."""

from types import SimpleNamespace

import pytest

from server.core.access import Role
from tests.factories import make_community, make_estate, make_member


@pytest.fixture
def street(session):
    """community, estates east and west, residents of each, a clerk and a secretary."""
    community = make_community()
    east, west = make_estate(community, "东苑"), make_estate(community, "西苑")
    return SimpleNamespace(
        community=community,
        east=east,
        west=west,
        resident=make_member(community, estate=east, name="李秀英"),
        neighbour=make_member(community, estate=east, name="王建国"),
        stranger=make_member(community, estate=west, name="陈志强"),
        clerk=make_member(community, Role.COMMITTEE, name="张桂兰"),
        secretary=make_member(community, Role.SECRETARY, name="孙伟"),
        observer=make_member(community, Role.OBSERVER, name="周海燕"),
    )


@pytest.fixture
def write(street):
    """Post on a board; answers the id. The content check has not run yet."""

    def write(by, board="nearby", **form):
        form = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼的灯不亮，晚上看不清台阶", **form}
        answer = by.post(f"boards/{board}/posts", json=form)
        assert answer.status_code == 201, answer.json
        return answer.json["post"]["id"]

    return write


@pytest.fixture
def publish(write, deliver):
    """Post, and let the content check pass it."""

    def publish(by, board="nearby", **form):
        post_id = write(by, board, **form)
        deliver()
        return post_id

    return publish


@pytest.fixture
def say(deliver):
    """Comment under a post, and let the content check pass it; answers the id."""

    def say(by, post_id, body="我家门口也是", **form):
        answer = by.post(f"posts/{post_id}/comments", json={"body": body, **form})
        assert answer.status_code == 201, answer.json
        deliver()
        return answer.json["id"]

    return say
