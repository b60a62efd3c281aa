"""The loaded district, once for all of these: whole, believable, and made by nobody's back door."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from server.boards.models import Comment, Post
from server.boards.models import State as PostState
from server.core import tenancy
from server.core.outbox import OutboxMessage
from server.deliberation import verify
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import Topic, TopicState
from server.demo.commands import demo
from server.demo.load import load
from server.extensions import db
from server.identity.models import Membership
from server.identity.models_enrolment import Application, ApplicationState
from server.kit.db import utc_now
from server.market.models import Item
from server.places import queries as places
from server.places.models import Home
from tests.support.application import forget

pytestmark = pytest.mark.slow
S = TopicState


@pytest.fixture(scope="module")
def district(migrated):
    app, broom = migrated
    said = []
    with app.app_context():
        load(app, said.append)
        forget(app)
        yield app
        db.session.remove()
    forget(app)
    broom.sweep()


@pytest.fixture
def whole(district):
    """A session that sees every community."""
    db.session.remove()
    with tenancy.across_communities():
        yield db.session
    db.session.remove()


def test_everything_said_was_delivered(whole):
    left = whole.scalars(select(OutboxMessage).where(OutboxMessage.done_at.is_(None))).all()
    assert [(one.topic, one.last_error) for one in left] == []


def test_topics_stand_in_every_state_that_can_be_shown(whole):
    states = set(whole.scalars(select(Topic.state)))
    assert states >= set(S) - {S.WITHDRAWN, S.TERMINATED, S.PROJECT, S.COVENANT_VOTE}


def test_every_ledger_holds(district):
    for community in places.all_communities():
        with tenancy.in_community(community.id):
            assert verify.problems() == []


def test_decisions_have_their_own_days_and_one_was_late(whole):
    decisions = whole.scalars(select(GateDecision)).all()
    assert len({one.decided_at.date() for one in decisions}) > 20
    assert any(one.overdue_minutes for one in decisions)
    assert all(one.decided_at < utc_now() for one in decisions)


def test_the_delegated_estate_decides_by_its_own_branch(whole):
    orgs = set(whole.scalars(select(GateDecision.acting_org)))
    assert {"锦秋苑居民区党总支", "云杉公寓党支部", "荷塘村党支部"} <= orgs


def test_applications_stand_in_every_settled_state(whole):
    states = set(whole.scalars(select(Application.state)))
    assert states == set(ApplicationState) - {ApplicationState.APPLIED}
    assert whole.scalar(select(func.count()).where(Application.duplicate)) == 1


def test_clerks_find_posts_waiting_for_them(whole):
    assert whole.scalar(select(func.count()).where(Post.state == PostState.HELD)) == 3


def test_asking_got_answers(whole):
    answered = whole.scalars(select(Post).where(Post.answered_at.is_not(None))).all()
    assert len(answered) >= 20
    assert all(post.created_at < post.answered_at < utc_now() for post in answered)


def test_the_numbers_are_those_of_a_small_district(whole):
    count = {
        model: whole.scalar(select(func.count()).select_from(model)) for model in (Home, Membership, Item)
    }
    assert count[Home] >= 290
    assert count[Membership] >= 70
    assert count[Item] >= 15


def test_everybody_on_the_list_can_sign_in_and_see_his_community(district):
    client = district.test_client()
    people = client.get("/api/v1/sandbox/people").get_json()["items"]
    assert len(people) >= 70
    for code in ("demo:zhou-shuji", "demo:li-na", "demo:lu-xiaofeng", "demo:qian-xiaoyu"):
        assert code in {one["code"] for one in people}
        me = client.post("/api/v1/sessions", json={"code": code}).get_json()["me"]
        assert me["communities"], code


def test_whoever_speaks_has_a_name(whole):
    assert whole.scalar(select(func.count()).where(Post.author_name == "")) == 0
    assert whole.scalar(select(func.count()).where(Comment.author_name == "")) == 0


def test_quiet_neighbours_are_not_on_the_list(district):
    people = district.test_client().get("/api/v1/sandbox/people").get_json()["items"]
    assert not [one for one in people if "zhuhu" in one["code"]]


def test_a_visitor_stands_before_every_community(district):
    people = district.test_client().get("/api/v1/sandbox/people").get_json()["items"]
    visited = {one["community"] for one in people if one["name"] == "新来的访客"}
    assert visited >= {community.name for community in places.all_communities()}


def test_a_second_load_does_nothing(district, whole):
    before = whole.scalar(select(func.count()).select_from(Post))
    answer = district.test_cli_runner().invoke(demo, ["load"])
    assert answer.exit_code == 0
    assert "不再载入" in answer.output
    assert whole.scalar(select(func.count()).select_from(Post)) == before


def test_the_same_district_is_not_loaded_twice_even_when_forced(district):
    answer = district.test_cli_runner().invoke(demo, ["load", "--force"])
    assert answer.exit_code == 1
    assert "已经在里面了" in answer.output


def test_production_loads_nothing_even_when_forced(district, monkeypatch):
    monkeypatch.setitem(district.config, "SETTINGS", replace(district.config["SETTINGS"], production=True))
    answer = district.test_cli_runner().invoke(demo, ["load", "--force"])
    assert answer.exit_code == 1
    assert "生产环境" in answer.output
