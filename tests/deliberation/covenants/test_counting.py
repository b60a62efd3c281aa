"""A covenant's count: it lies open, is challenged once, voted on anew, extended, or decided in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.ballots.models import Poll
from server.core import settings, tenancy
from server.core.audit import AuditEntry
from server.core.calendar import add_working_days
from server.core.database import transaction
from server.deliberation import handlers, verify
from server.deliberation.models import Topic, TopicStep
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import end_of_day, today
from tests.deliberation.covenants.agreements import (
    ARTICLES,
    DRAFT,
    closed,
    confirmed,
    decided,
    poll_of,
    step,
    vote,
    voting,
)
from tests.deliberation.covenants.test_handing_in import offered, orders, page, topic_of
from tests.deliberation.test_clockwork import moved_back, said, strike, titles

WRONG = {"reason_code": "roll_error", "reason": "名册把已经售出的三号楼 302 室仍列在开发商名下。"}


def row_of(scene, covenant):
    with tenancy.in_community(scene.community.id):
        return db.session.scalars(select(Topic).where(Topic.id == int(topic_of(covenant)))).one()


def challenge(scene, covenant):
    return scene.step(scene.secretary, topic_of(covenant), "challenge", **WRONG)


def answer(scene, covenant, verb):
    return scene.step(scene.supervisor, topic_of(covenant), verb, reason="经核对名册，情况如此。")


def polls_gone_wrong(scene):
    with tenancy.in_community(scene.community.id):
        return [one for one in verify.problems() if "把关批准" in one]


@pytest.fixture
def announced(scene):
    """Everybody voted for it, the ballots are counted and confirmed, and the count lies open."""
    covenant = voting(scene)
    for one in (scene.author, *scene.neighbours):
        vote(one, covenant, "赞成")
    closed(scene, covenant)
    confirmed(scene, covenant)
    return covenant


@pytest.fixture
def too_few(scene):
    covenant = voting(scene)
    vote(scene.author, covenant, "赞成")
    closed(scene, covenant)
    confirmed(scene, covenant)
    return covenant


class TestAnnouncing:
    def test_while_the_vote_runs_nobody_is_awaited_and_the_clock_shows_its_close(self, scene):
        covenant = voting(scene)
        told = page(scene.author, covenant)

        assert told["next_sentence"].startswith("公约正在表决，")
        assert row_of(scene, covenant).due_at == poll_of(scene, covenant).closes_at
        assert scene.secretary.get("gate-inbox").json["items"] == []
        assert offered(scene.secretary, covenant) == {"recuse": None}
        assert offered(scene.supervisor, covenant)["name_keeper"] is not None

    def test_past_its_close_and_not_yet_counted_nobody_is_late(self, scene):
        voting(scene)
        moved_back(
            scene.community, due_at=utc_now() - timedelta(hours=3), state_at=utc_now() - timedelta(days=9)
        )
        strike(scene.community)

        assert said(scene.community, "gate_reminder") == said(scene.community, "gate_overdue") == []

    def test_counted_it_lies_open_and_then_the_days_of_the_gate_run(self, scene, announced):
        with tenancy.in_community(scene.community.id):
            rules = settings.values()
        row, told = row_of(scene, announced), page(scene.author, announced)
        until = today(add_working_days(row.state_at, rules["tally.objection_days"]))

        assert row.public_until == until
        assert row.due_at == add_working_days(end_of_day(until), rules["gate.days"])
        assert (told["state_name"], told["at_gate"]) == ("公约计票公示", True)
        assert [one["gate"] for one in scene.secretary.get("gate-inbox").json["items"]] == ["covenant"]
        shut = offered(scene.secretary, announced)
        assert set(shut) == {"adopt", "challenge", "recuse"}
        assert "公示到" in shut["adopt"]
        assert step(scene.secretary, announced, "adopt").json["code"] == "gate_closed"

    def test_the_message_of_a_count_that_comes_twice_changes_nothing(self, scene, announced):
        before = row_of(scene, announced)
        poll = poll_of(scene, announced)
        with tenancy.in_community(scene.community.id), transaction():
            handlers.poll_closed({"poll_id": poll.id, "subject_id": poll.subject_id})
        after = row_of(scene, announced)

        assert (after.moves, after.state_at) == (before.moves, before.state_at)

    def test_it_stands_in_the_steps_as_the_clocks(self, scene, announced):
        with tenancy.in_community(scene.community.id):
            last = db.session.scalars(select(TopicStep).order_by(TopicStep.move.desc())).first()

        assert (last.verb, last.person_id, last.to_state) == ("count_covenant", None, "covenant_vote")
        assert titles(scene.author)[0] == "您的议题：公约表决已计票，结果正在公示"

    def test_a_count_not_held_in_time_is_said_and_becomes_an_order(self, scene, announced):
        moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
        strike(scene.community, 2)
        scene.deliver()

        assert said(scene.community, "gate_overdue") == [int(topic_of(announced))]
        assert "确认公约的计票结果" in page(scene.author, announced)["next_sentence"]
        assert orders(scene) == ["gate_overdue"]
        assert page(scene.author, announced)["state"] == "covenant_vote"

    def test_its_reminder_waits_until_it_has_lain_open(self, scene, announced):
        moved_back(scene.community, state_at=utc_now() - timedelta(days=9))
        strike(scene.community)
        early = said(scene.community, "gate_reminder")
        moved_back(scene.community, public_until=today(utc_now()) - timedelta(days=9))
        strike(scene.community, 2)

        assert (early, said(scene.community, "gate_reminder")) == ([], [int(topic_of(announced))])

    def test_a_home_objects_to_it_once_and_the_host_answers_in_public(self, scene):
        summed = {"summarised": "2026-11-01T00:00:00Z"}
        covenant = voting(scene, decided(scene, milestones=summed))
        closed(scene, covenant)
        topic, home = topic_of(covenant), str(scene.neighbours[0].actor.members[0].home_id)
        form = {"home_id": home, "body": "三号楼有两户没有收到通知。"}
        first, again = (scene.neighbours[0].post(f"topics/{topic}/objections", json=form) for _ in range(2))
        scene.deliver()
        (shown,) = scene.author.get(f"topics/{topic}").json["topic"]["objections"]
        reply = {
            "stage": "tally",
            "round": shown["round"],
            "home_id": home,
            "answer": "已上门送达并签收。",
        }
        answered = scene.host.post(f"topics/{topic}/objections/answer", json=reply)

        assert (first.status_code, again.json["code"]) == (201, "home_objected")
        assert shown["stage_name"] == "对计票结果"
        assert answered.status_code == 200, answered.json

    def test_while_it_is_voted_on_there_is_nothing_to_object_to(self, scene):
        covenant = voting(scene)
        form = {"home_id": str(scene.author.actor.members[0].home_id), "body": "还没有收到通知。"}

        refused = scene.author.post(f"topics/{topic_of(covenant)}/objections", json=form)

        assert refused.json["code"] == "no_notice"


class TestChallenge:
    def test_a_challenged_count_waits_for_the_street_and_stays_what_it_is(self, scene, announced):
        said_ = challenge(scene, announced)
        scene.after_notice(topic_of(announced))
        adopt = step(scene.secretary, announced, "adopt")
        told = page(scene.neighbours[0], announced)
        dismissed = answer(scene, announced, "dismiss_challenge")
        again = challenge(scene, announced)
        adopted = step(scene.secretary, announced, "adopt")

        assert said_.status_code == 200, said_.json
        assert (told["state"], told["challenge"]["name"]) == ("covenant_vote", "名册错误")
        assert "等街镇答复" in adopt.json["message"]
        assert dismissed.json["topic"]["challenge"] is None
        assert "已经提过一次异议" in again.json["message"]
        assert adopted.json["state"] == "in_force"
        rows = scene.author.get("gate-ledger").json["items"]
        assert [one["action_name"] for one in rows[:2]] == ["确认公约表决结果", "对公约计票提出异议"]

    def test_the_street_is_asked_and_its_answer_settles_that(self, scene, announced):
        challenge(scene, announced)
        scene.deliver()
        asked = orders(scene)
        answer(scene, announced, "order_revote")
        scene.deliver()

        assert (asked, orders(scene)) == (["count_challenged"], [])
        assert titles(scene.author)[0] == "您的议题：街镇责成公约重新表决"

    def test_a_revote_annuls_the_count_and_puts_the_same_words_before_the_gate(self, scene):
        announced = voting(scene, decided(scene, poll_id=None, route="A"))
        closed(scene, announced)
        before = poll_of(scene, announced)
        challenge(scene, announced)
        ordered = answer(scene, announced, "order_revote")
        old = scene.author.get(f"covenants/{announced['id']}?version=1").json
        new = scene.host.get(f"covenants/{announced['id']}?version=2").json

        assert (ordered.json["topic"]["state"], ordered.json["topic"]["challenge"]) == (
            "covenant_draft",
            None,
        )
        assert (old["state"], old["adoption"]["state"]) == ("annulled", "annulled")
        assert [one["body"] for one in old["articles"]] == [one["body"] for one in ARTICLES]
        assert [one["body"] for one in new["articles"]] == [one["body"] for one in ARTICLES]
        assert (new["law_note"], new["law_checked_by"]) == (DRAFT["law_note"], scene.host.actor.name)
        assert (new["state"], new["now"]["at_gate"], new["mine"]["may_edit"]) == ("draft", True, False)
        opened = step(scene.secretary, announced, "open_vote")
        assert poll_of(scene, opened.json).id != before.id
        closed(scene, opened.json)
        assert challenge(scene, announced).status_code == 200, "another count, another word on it"
        assert polls_gone_wrong(scene) == []

    def test_only_grounds_of_the_list_and_only_the_street_answers(self, scene, announced):
        topic = topic_of(announced)
        wish = scene.step(scene.secretary, topic, "challenge", **{**WRONG, "reason_code": "wording"})
        challenge(scene, announced)
        own = scene.step(scene.secretary, topic, "order_revote", reason="我们自己核对过了，重来一次。")
        with tenancy.in_community(scene.community.id):
            deeds = db.session.scalars(select(AuditEntry.deed)).all()

        assert (wish.json["code"], own.status_code) == ("reason_code_required", 403)
        assert "topic.trespass" in deeds

    def test_a_vote_that_runs_is_not_challenged(self, scene):
        covenant = voting(scene)

        assert challenge(scene, covenant).json["code"] == "gate_closed"

    def test_the_poll_that_decided_the_topic_is_not_touched_by_it(self, scene, announced):
        told = scene.author.get(f"topics/{topic_of(announced)}").json["topic"]["poll"]
        challenge(scene, announced)
        answer(scene, announced, "order_revote")

        assert scene.author.get(f"topics/{topic_of(announced)}").json["topic"]["poll"] == told


def test_a_covenants_poll_that_is_not_what_the_gate_signed_is_found(scene):
    covenant = voting(scene, decided(scene, poll_id=None, route="A"))
    before = polls_gone_wrong(scene)
    with tenancy.in_community(scene.community.id), transaction():
        db.session.execute(update(Poll).values(terms_hash=b"1" * 32))

    assert before == []
    assert f"议题 {topic_of(covenant)} 的表决与把关批准的不一致" in polls_gone_wrong(scene)


class TestTooFew:
    def extend(self, scene, covenant):
        until = (today(utc_now()) + timedelta(days=5)).isoformat()
        form = {"until": until, "reason": "老人没有手机，改送纸质票。"}
        return scene.step(scene.host, topic_of(covenant), "extend_called_vote", **form)

    def test_it_is_extended_once_and_the_ballots_cast_stay(self, scene, too_few):
        early = self.extend(scene, too_few)
        scene.after_notice(topic_of(too_few))
        extended = self.extend(scene, too_few)
        state = poll_of(scene, too_few).state
        for one in scene.neighbours:
            vote(one, too_few, "赞成")
        scene.deliver()
        told = [one for one in titles(scene.neighbours[0]) if one == "有一项表决等您家投票"]
        closed(scene, too_few)
        confirmed(scene, too_few)
        scene.after_notice(topic_of(too_few))
        again = self.extend(scene, too_few)
        adopted = step(scene.secretary, too_few, "adopt")

        assert "公示到" in early.json["message"]
        assert extended.status_code == 200, extended.json
        assert (extended.json["topic"]["state"], extended.json["topic"]["at_gate"]) == (
            "covenant_vote",
            False,
        )
        assert (state, len(told)) == ("open", 2)
        assert again.json["code"] == "gate_closed"
        assert adopted.json["adoption"]["homes"] == 4

    def test_it_is_dropped_after_its_notice_and_nothing_is_adopted(self, scene, too_few):
        """A roll that was wrong may be why too few came: that lies open as any count does."""
        assert set(offered(scene.secretary, too_few)) == {"drop", "challenge", "recuse"}
        assert "公示到" in step(scene.secretary, too_few, "drop").json["message"]
        scene.after_notice(topic_of(too_few))

        dropped = step(scene.secretary, too_few, "drop")

        assert (dropped.json["state"], dropped.json["version"]) == ("draft", 2)
        assert dropped.json["now"]["at_gate"] is False
        assert self.extend(scene, too_few).status_code == 409

    def test_what_enough_voted_on_is_not_extended(self, scene, announced):
        assert self.extend(scene, announced).json["code"] == "gate_closed"
