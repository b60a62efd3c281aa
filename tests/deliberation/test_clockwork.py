"""The clock around the gates: it reminds once, says aloud once, and opens nothing however long it runs."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.core import settings, tenancy
from server.core.database import transaction
from server.core.outbox import OutboxMessage
from server.deliberation import clocks, clockwork
from server.deliberation.gate_models import GateDecision
from server.deliberation.keeper_models import Appeal
from server.deliberation.models import Topic, TopicState
from server.deliberation.states import COVENANT_GATE, KEPT
from server.extensions import db
from server.kit.db import utc_now
from tests.deliberation.factories import put
from tests.deliberation.scenes import REASON

S = TopicState


def strike(community, times=1):
    """The minute's clock, so many times."""
    for _ in range(times):
        with tenancy.in_community(community.id), transaction():
            for tick in clockwork.EVERY_MINUTE:
                tick()


def moved_back(community, **columns):
    with tenancy.in_community(community.id), transaction():
        db.session.execute(update(Topic).values(**columns))


def said(community, word):
    with tenancy.in_community(community.id):
        asked = select(OutboxMessage.payload).where(OutboxMessage.topic == f"deliberation.{word}")
        return [one["topic_id"] for one in db.session.scalars(asked).all()]


def titles(caller):
    return [one["title"] for one in caller.get("notices").json["items"]]


def test_who_holds_the_gate_is_reminded_once_before_it_is_late(scene):
    topic = scene.submit()
    strike(scene.community)
    early = said(scene.community, "gate_reminder")
    moved_back(
        scene.community, state_at=utc_now() - timedelta(days=12), due_at=utc_now() + timedelta(hours=9)
    )
    strike(scene.community, 3)

    assert early == []
    assert said(scene.community, "gate_reminder") == [int(topic)]
    scene.deliver()
    for keeper in (scene.secretary, scene.deputy):
        assert [one[:6] for one in titles(keeper)] == ["提醒：待把关"]
    assert titles(scene.author) == titles(scene.host) == []


def test_who_stood_back_is_not_reminded(scene):
    scene.step(scene.secretary, scene.submit(), "recuse", reason="我家就在三号楼，有利害关系")
    moved_back(
        scene.community, state_at=utc_now() - timedelta(days=12), due_at=utc_now() + timedelta(hours=9)
    )
    strike(scene.community)
    scene.deliver()

    assert (titles(scene.secretary), len(titles(scene.deputy))) == ([], 1)


def test_late_is_said_once_a_visit_and_every_reader_sees_it(scene):
    topic = scene.submit()
    moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
    strike(scene.community, 3)
    page = scene.neighbours[0].get(f"topics/{topic}").json["topic"]

    assert said(scene.community, "gate_overdue") == [int(topic)]
    assert page["next_sentence"].startswith("超时未把关：党组织应在 ")
    assert page["state"] == "gate1_pending"

    scene.step(scene.secretary, topic, "return", reason_code="unclear", reason=REASON)
    scene.step(scene.author, topic, "submit")
    scene.deliver()
    again = scene.neighbours[0].get(f"topics/{topic}").json["topic"]
    moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
    strike(scene.community, 2)

    assert again["next_sentence"].startswith("党组织应在 ")
    assert said(scene.community, "gate_overdue") == [int(topic)] * 2


def test_the_hall_says_it_too(scene):
    topic = scene.walk(scene.submit(), "admit", "plan")
    scene.neighbours[0].get("topics")
    moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
    strike(scene.community)

    (card,) = scene.neighbours[0].get("topics").json["items"]

    assert (card["id"], card["next_sentence"][:5]) == (topic, "超时未把关")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["admit"], "协商方案超过期限还没有提交"),
        (["admit", "plan", "open_discussion"], "协商结束后超过期限还没有发布纪要"),
        (["admit", "plan", "open_discussion", "summarise"], "公示期满后超过期限还没有提出决定方式"),
    ],
)
def test_a_host_who_lets_a_topic_rest_hears_so_once_and_so_does_its_author(scene, steps, words):
    topic = scene.walk(scene.submit(), *steps)
    strike(scene.community)
    early = said(scene.community, "host_overdue")
    moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
    strike(scene.community, 3)
    scene.deliver()

    assert (early, said(scene.community, "host_overdue")) == ([], [int(topic)])
    assert titles(scene.host).count(f"请办理：{words}") == 1
    assert titles(scene.author).count(f"您的议题：{words}") == 1
    page = scene.neighbours[0].get(f"topics/{topic}").json["topic"]
    assert page["next_sentence"].startswith("已超时：")
    assert said(scene.community, "gate_overdue") == []


def test_a_decision_of_which_nothing_follows_is_said_too_and_closes_nothing(scene):
    with tenancy.in_community(scene.community.id), transaction():
        topic = put(scene, S.DECIDED, due_at=utc_now() - timedelta(hours=3)).id
    strike(scene.community, 2)
    scene.deliver()

    assert said(scene.community, "host_overdue") == [topic]
    assert "请办理：形成决议后超过期限还没有形成项目、拟订公约或归档" in titles(scene.host)
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "decided"


@pytest.mark.slow
def test_four_hundred_days_of_silence_neither_accept_nor_decline(scene):
    with tenancy.in_community(scene.community.id), transaction():
        waiting = {put(scene, state, at_gate=state in COVENANT_GATE).id: state for state in KEPT}
    day = timedelta(days=1)
    for _ in range(400):
        with tenancy.in_community(scene.community.id), transaction():
            _age(day)
        strike(scene.community)

    with tenancy.in_community(scene.community.id):
        states = dict(db.session.execute(select(Topic.id, Topic.state)).all())
        assert {one: states[one] for one in waiting} == waiting
        assert db.session.scalars(select(GateDecision)).all() == []
    assert sorted(said(scene.community, "gate_overdue")) == sorted(waiting)
    assert len(said(scene.community, "gate_reminder")) <= len(waiting)


def _age(day):
    """Waiting a day, from the rows' side. SQLite keeps moments as text: no arithmetic in its UPDATE."""
    for topic in db.session.scalars(select(Topic).where(Topic.due_at.is_not(None))).all():
        topic.state_at, topic.due_at = topic.state_at - day, topic.due_at - day


def test_the_reminder_of_a_count_waits_for_its_notice_to_end(scene, inside):
    rules = settings.values()
    topic = put(scene, S.TALLIED, public_until=(utc_now() + timedelta(days=7)).date())
    assert clocks.remind_at(topic, rules) > utc_now() + timedelta(days=7)

    consensus = put(scene, S.GATE3_PENDING, route="A")
    assert clocks.remind_at(consensus, rules) > utc_now() + timedelta(days=7)


def test_with_or_without_enough_behind_it_a_topic_reaches_the_gate_when_its_days_are_over(scene):
    with tenancy.in_community(scene.community.id), transaction():
        settings.change(scene.host.actor, "seconding.households", 3, "试行附议，三户附议后再交把关")
    topic = scene.submit()
    before = scene.author.get(f"topics/{topic}").json["topic"]["state"]
    strike(scene.community)
    still = scene.author.get(f"topics/{topic}").json["topic"]["state"]
    moved_back(scene.community, due_at=utc_now() - timedelta(minutes=1))
    strike(scene.community, 2)

    assert (before, still) == ("seconding", "seconding")
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "gate1_pending"


def test_an_appeal_not_answered_in_time_is_said_once(scene):
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", reason_code="not_ours", reason=REASON)
    scene.step(scene.author, topic, "appeal", reason="三十户都受影响，属于公共事务")
    with tenancy.in_community(scene.community.id), transaction():
        db.session.execute(update(Appeal).values(due_at=utc_now() - timedelta(minutes=1)))
    strike(scene.community, 3)
    scene.deliver()

    assert said(scene.community, "appeal_overdue") == [int(topic)]
    assert titles(scene.author).count("街镇没有在期限内答复您的申诉") == 1
    assert scene.author.get(f"topics/{topic}/gate-record").json["appeal"]["overdue"] is True
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "declined"
