"""督查: what the clock and the appeals turn into orders, who answers them, and that none moves a topic."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation import clockwork
from server.deliberation.keeper_models import Naming
from server.deliberation.models import Topic
from server.extensions import db
from server.kit.db import utc_now
from server.kit.frozen import FrozenError
from server.oversight import handlers, policy, service
from server.oversight.models import OrderStep, SupervisionOrder
from tests.deliberation.scenes import REASON, TEXT
from tests.factories import make_community, make_estate, make_home, make_member

WORDS = "因书记外出学习未及时办理，明日上午办理，今后由副书记代办。"


def orders(who, state="open"):
    return who.get("supervision-orders", query_string={"state": state}).json["items"]


def late(scene, topic, hours=2):
    """The gate's deadline passes, and the minute's clock strikes."""
    with tenancy.in_community(scene.community.id), transaction():
        due = utc_now() - timedelta(hours=hours)
        db.session.execute(update(Topic).where(Topic.id == int(topic)).values(due_at=due))
        clockwork.tell_overdue()
    scene.deliver()


def step(who, order, verb, text=WORDS):
    return who.post(f"supervision-orders/{order}/steps", json={"verb": verb, "text": text})


def state_of(scene, topic):
    return scene.author.get(f"topics/{topic}").json["topic"]["state"]


def test_a_gate_not_held_in_time_becomes_one_order_that_the_gatekeeper_answers(scene):
    topic = scene.submit()
    late(scene, topic)
    late(scene, topic)

    (order,) = orders(scene.supervisor)
    answered = step(scene.secretary, order["id"], "answer")
    closed = step(scene.supervisor, order["id"], "close", "已约谈书记，原因属实，予以办结。")

    assert (order["kind"], order["addressed_to"], order["topic"]["id"]) == ("gate_overdue", "gate", topic)
    assert order["text"].startswith(f"议题“{TEXT['title']}”待把关")
    assert answered.json["state"] == "answered"
    assert [one["verb"] for one in closed.json["steps"]] == ["issue", "answer", "close"]
    assert (closed.json["state"], closed.json["verbs"]) == ("closed", [])
    assert state_of(scene, topic) == "gate1_pending"


def test_why_a_gate_was_not_held_is_answered_by_who_holds_it_not_by_the_committee(scene):
    topic = scene.submit()
    late(scene, topic)
    (order,) = orders(scene.host)

    refused = step(scene.host, order["id"], "answer")

    assert (refused.status_code, refused.json["message"]) == (403, policy.GATE_ALONE)
    assert order["verbs"] == []
    assert scene.host.get("home").json["mine"]["todo"]["orders"] == 0
    assert scene.deputy.get("home").json["mine"]["todo"]["orders"] == 1
    assert step(scene.deputy, order["id"], "answer").status_code == 200


def test_a_stand_in_answers_for_the_topics_he_was_named_for_and_sees_no_other_order(scene):
    stand_in = make_member(scene.community, Role.ACTING)
    own, other = scene.submit(), scene.submit(title="另一个议题")
    (duty,) = stand_in.actor.duties
    with tenancy.in_community(scene.community.id), transaction():
        named = {"name": "代理把关人", "named_by": 1, "named_by_name": "督查员", "reason": "都已回避"}
        db.session.add(Naming(topic_id=int(own), duty_id=duty.duty_id, **named))
        db.session.execute(update(Topic).where(Topic.id == int(own)).values(named=[str(duty.duty_id)]))
    late(scene, own)
    late(scene, other)
    theirs = next(one for one in orders(scene.secretary) if one["topic"]["id"] == other)

    (seen,) = orders(stand_in)

    assert (seen["topic"]["id"], [one["verb"] for one in seen["verbs"]]) == (own, ["answer"])
    assert step(stand_in, theirs["id"], "answer").status_code == 404
    assert "督查：" in str(stand_in.get("notices").json["items"])
    assert step(stand_in, seen["id"], "answer").status_code == 200


def test_the_same_event_delivered_again_makes_no_second_order(scene):
    topic = scene.submit()
    late(scene, topic)
    with tenancy.in_community(scene.community.id), transaction():
        handlers.gate_overdue({"topic_id": int(topic), "state": "gate1_pending"})
        handlers.gate_overdue({"topic_id": 1, "state": "gate1_pending"})
        handlers.gate_overdue({"topic_id": int(topic), "state": "gate2_pending"})

    assert len(orders(scene.supervisor, "all")) == 1


def test_both_sides_hear_of_an_order_and_nobody_else(scene):
    late(scene, scene.submit())

    def told(who):
        return [(one["title"], one["kind"]) for one in who.get("notices").json["items"]]

    assert ("督查：发出督查", "order") in told(scene.supervisor)
    assert ("督查：发出督查", "order") in told(scene.secretary)
    assert told(scene.author) == [("您的议题超时未把关，已报街镇督查", "topic")]
    assert scene.neighbours[0].get("notices").json["items"] == []


def test_the_street_may_ask_of_its_own_accord(scene):
    topic = scene.walk(scene.submit(), "admit")
    form = {"text": "请说明这个议题的协商准备情况。", "days": 2, "topic_id": topic}
    order = scene.supervisor.post("supervision-orders", json=form).json

    assert (order["kind"], order["issued_name"]) == ("manual", scene.supervisor.actor.name)
    assert [one["verb"] for one in order["verbs"]] == ["close"]
    (seen,) = orders(scene.host)
    assert [one["verb"] for one in seen["verbs"]] == ["answer"]
    assert state_of(scene, topic) == "admitted"


@pytest.mark.parametrize("role", [None, Role.SOCIAL_WORKER, Role.OBSERVER, Role.DISTRICT_OFFICE, Role.WATCH])
def test_who_has_no_part_in_it_reads_no_orders(scene, neighbour, role):
    assert neighbour(role).get("supervision-orders").status_code == 403


def test_bad_orders_are_refused(scene):
    def issue(**form):
        return scene.supervisor.post("supervision-orders", json=form)

    assert scene.secretary.post("supervision-orders", json={"text": WORDS}).status_code == 403
    assert issue(text="请说明").json["code"] == "text_required"
    assert issue(text=WORDS, topic_id="123").json["code"] == "bad_topic"
    assert issue(text=WORDS, days=99).status_code == 422
    assert issue(text=WORDS, verb="admit").status_code == 422
    order = issue(text=WORDS).json["id"]
    assert step(scene.secretary, order, "answer", "已办").json["code"] == "text_required"
    assert step(scene.secretary, order, "close").status_code == 403
    assert step(scene.supervisor, order, "answer").status_code == 403
    assert step(scene.supervisor, order, "settle").status_code == 422
    assert step(scene.supervisor, order, "close").status_code == 200
    assert step(scene.secretary, order, "answer").status_code == 409
    assert scene.supervisor.get("supervision-orders/123").status_code == 404


def test_the_supervisor_of_another_street_sees_none_of_it(scene):
    late(scene, scene.submit())
    other = make_member(make_community(), Role.SECRETARY)

    assert other.get("supervision-orders").json["items"] == []
    assert other.get(f"/communities/{scene.community.id}/supervision-orders").status_code == 404


def test_an_order_on_a_delegated_gate_goes_to_that_branch(scene):
    estate = make_estate(scene.community, gates_delegated=True)
    author = make_member(scene.community, home=make_home(estate))
    branch = make_member(scene.community, Role.SECRETARY, estate=estate)
    elsewhere = make_member(scene.community, Role.SECRETARY, estate=scene.estate)
    form = {**TEXT, "submit": True, "estate_id": str(estate.id)}
    topic = author.post("topics", json=form).json["topic"]["id"]
    scene.deliver()
    late(scene, topic)

    (order,) = orders(branch)

    assert order["estate"]["name"] == estate.name
    assert orders(elsewhere) == []
    assert elsewhere.get(f"supervision-orders/{order['id']}").status_code == 404
    assert step(branch, order["id"], "answer").status_code == 200


def test_an_order_not_answered_in_time_is_said_once(scene):
    late(scene, scene.submit())
    with tenancy.in_community(scene.community.id), transaction():
        past = {"issued_at": utc_now() - timedelta(days=9), "due_at": utc_now() - timedelta(days=1)}
        db.session.execute(update(SupervisionOrder).values(**past))
    for _ in range(2):
        with tenancy.in_community(scene.community.id), transaction():
            service.tell_overdue()
        scene.deliver()

    titles = [one["title"] for one in scene.secretary.get("notices").json["items"]]

    assert titles.count("督查超时未答复") == 1
    assert orders(scene.supervisor)[0]["overdue_minutes"] > 1400


def test_what_was_said_on_an_order_stays(scene):
    late(scene, scene.submit())
    with tenancy.in_community(scene.community.id):
        for model, column in ((SupervisionOrder, "text"), (OrderStep, "text")):
            setattr(db.session.query(model).first(), column, "改过的文字改过的文字")
            with pytest.raises(FrozenError, match=column):
                db.session.flush()
            db.session.rollback()
            db.session.delete(db.session.query(model).first())
            with pytest.raises(FrozenError, match="delete"):
                db.session.flush()
            db.session.rollback()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("state = 'closed'", "closed_when"),
        ("due_at = issued_at", "time_to_answer"),
        ("kind = 'manual'", "issued_by_somebody"),
        ("topic_id = NULL", "about_a_topic"),
        ("text = '  '", "says_something"),
        ("addressed_to = 'nobody'", "addressed_to"),
    ],
)
def test_an_order_cannot_be_made_to_lie(scene, change, rule):
    late(scene, scene.submit())
    with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
        db.session.execute(db.text(f"UPDATE supervision_order SET {change}"))
    db.session.rollback()


def test_an_appeal_is_owed_an_answer_by_the_street_and_settled_by_it(scene):
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", reason_code="single_case", reason=REASON)
    scene.step(scene.author, topic, "appeal", reason="这是三十户共同的问题，不是个案")
    scene.deliver()
    (order,) = orders(scene.supervisor)
    written_off = step(scene.supervisor, order["id"], "close")
    scene.step(scene.supervisor, topic, "uphold", reason="经核实确属个案，请走诉求办理")
    scene.deliver()

    assert (written_off.status_code, written_off.json["message"]) == (403, policy.BY_THE_DEED)
    assert (order["kind"], order["addressed_to"]) == ("appeal", "street")
    assert order["verbs"] == []
    (closed,) = orders(scene.supervisor, "closed")
    assert closed["steps"][-1]["verb"] == "settle"
    assert closed["steps"][-1]["name"] == "系统"


def test_a_deserted_topic_that_is_taken_back_leaves_the_street_nothing_to_do(scene):
    topic = scene.submit()
    for who in (scene.secretary, scene.deputy):
        scene.step(who, topic, "recuse", reason="我家就在三号楼，与这件事有利害关系")
    scene.deliver()
    before = len(orders(scene.supervisor))
    scene.step(scene.author, topic, "withdraw")
    scene.deliver()

    assert (before, orders(scene.supervisor)) == (1, [])


class TestRefusedOnOtherGrounds:
    """「其他（须报街镇）」: what stands in no list is read above, and nothing is decided there."""

    @pytest.fixture
    def topic(self, scene):
        topic = scene.submit()
        refusal = {"reason_code": "other", "reason": "本议题与街道正在编制的更新方案重叠，待方案公布后再议。"}
        assert scene.step(scene.secretary, topic, "decline", **refusal).status_code == 200
        scene.deliver()
        return topic

    def test_the_street_reads_it_and_closes_it_with_its_view(self, scene, topic):
        (order,) = orders(scene.supervisor)
        closed = step(scene.supervisor, order["id"], "close", "理由属实，已提醒社区及时告知作者。")

        assert (order["kind"], order["addressed_to"], order["topic"]["id"]) == (
            "refusal_reported",
            "street",
            topic,
        )
        assert closed.json["state"] == "closed"
        assert state_of(scene, topic) == "declined"

    def test_the_unit_does_not_close_it_itself(self, scene, topic):
        (order,) = orders(scene.supervisor)

        assert step(scene.secretary, order["id"], "close").status_code == 403

    def test_another_ground_reports_nothing(self, scene):
        scene.step(scene.secretary, scene.submit(), "decline", reason_code="not_ours", reason=REASON)
        scene.deliver()

        assert orders(scene.supervisor) == []


class TestPetitionNotAnswered:
    @pytest.fixture
    def petition(self, scene):
        """Its days have passed without a word of the committee."""
        topic = scene.submit()
        with tenancy.in_community(scene.community.id), transaction():
            said = {"reached_at": "2026-11-02T01:00:00Z", "seconds": 9, "due_at": "2026-11-16T01:00:00Z"}
            db.session.execute(update(Topic).where(Topic.id == int(topic)).values(petition=said))
        return topic

    def strike(self, scene):
        with tenancy.in_community(scene.community.id), transaction():
            clockwork.tell_overdue_petitions()
        scene.deliver()

    def test_that_it_is_late_is_said_once_in_public_and_to_the_street(self, scene, petition):
        self.strike(scene)
        self.strike(scene)

        (order,) = orders(scene.supervisor)
        assert (order["kind"], order["addressed_to"]) == ("petition_overdue", "gate")
        assert scene.author.get(f"topics/{petition}").json["topic"]["petition"]["overdue"] is True
        assert state_of(scene, petition) == "gate1_pending"

    def test_the_answer_settles_it(self, scene, petition):
        self.strike(scene)
        text = "本会定于下周六召开居民会议讨论此事，时间地点另行公告，请大家参加。"
        answered = scene.host.post(f"topics/{petition}/petition-answer", json={"text": text})
        scene.deliver()

        assert answered.status_code == 200
        assert orders(scene.supervisor) == []
        (settled,) = orders(scene.supervisor, "closed")
        assert settled["kind"] == "petition_overdue"

    def test_what_was_answered_in_time_is_never_late(self, scene, petition):
        text = "本会定于下周六召开居民会议讨论此事，时间地点另行公告，请大家参加。"
        scene.host.post(f"topics/{petition}/petition-answer", json={"text": text})
        self.strike(scene)

        assert orders(scene.supervisor) == []
