"""A covenant's draft at the gate: handed in, on a clock, sent back or put to the vote, by who may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import TopicState
from server.extensions import db
from server.kit.db import utc_now
from tests.deliberation.covenants.agreements import (
    ARTICLES,
    DRAFT,
    counted,
    decided,
    draft,
    fill_the_law,
    handed_in,
    step,
)
from tests.deliberation.scenes import REASON
from tests.deliberation.test_clockwork import moved_back, said, strike, titles
from tests.deliberation.test_keepers import WHY, signed_in_here
from tests.factories import make_community, make_member

BACK = {"reason_code": "against_law", "reason": "第一条给邻居设了罚款，公约不能罚款，请改成劝导和公示。"}


def topic_of(covenant):
    return covenant["topic"]["id"]


def page(who, covenant):
    return who.get(f"topics/{topic_of(covenant)}").json["topic"]


def offered(who, covenant):
    """verb → why it is shut, on the covenant's page."""
    found = who.get(f"covenants/{covenant['id']}?version={covenant['version']}").json
    return {one["verb"]: one["shut"] for one in found["mine"]["verbs"]}


def send_back(scene, covenant, who=None, **form):
    return scene.step(who or scene.secretary, topic_of(covenant), "return_covenant", **(form or BACK))


def orders(scene):
    return [one["kind"] for one in scene.supervisor.get("supervision-orders").json["items"]]


class TestHandingIn:
    def test_while_the_host_writes_nobody_is_awaited(self, scene):
        covenant = draft(scene)
        strike(scene.community)

        assert (page(scene.author, covenant)["due_at"], page(scene.author, covenant)["at_gate"]) == (
            None,
            False,
        )
        assert scene.secretary.get("gate-inbox").json["items"] == []
        assert set(offered(scene.deputy, covenant)) == {"submit", "recuse"}, "he hosts, too"
        early = step(scene.secretary, covenant, "open_vote")
        assert (early.status_code, early.json["code"]) == (409, "gate_closed")
        assert "还没有把公约草案提交把关" in early.json["message"]

    def test_handed_in_it_waits_at_the_gate_with_a_day_by_which_to_act(self, scene):
        covenant = handed_in(scene)
        told = page(scene.author, covenant)
        (waiting,) = scene.secretary.get("gate-inbox").json["items"]

        assert covenant["now"]["state_name"] == told["state_name"] == "公约草案待把关"
        assert told["next_sentence"].startswith("党组织应在 ")
        assert told["at_gate"]
        assert (waiting["gate"], waiting["gate_name"]) == ("covenant", "建立公约")
        assert waiting["due_at"] == told["due_at"] == covenant["now"]["due_at"] is not None
        usual = {"open_vote": None, "return_covenant": None, "recuse": None}
        assert offered(scene.secretary, covenant) == usual

    def test_what_lies_at_the_gate_is_not_changed_meanwhile(self, scene):
        covenant = handed_in(scene)
        form = {
            "articles": ARTICLES[:1],
            "law_note": DRAFT["law_note"],
            "edition": covenant["mine"]["edition"],
        }

        answer = scene.host.put(f"covenants/{covenant['id']}/draft", json=form)

        assert (answer.status_code, answer.json["code"]) == (409, "at_the_gate")
        assert covenant["mine"]["may_edit"] is False
        assert step(scene.host, covenant, "submit").json["code"] == "gate_closed"

    @pytest.mark.parametrize("who", ["author", "supervisor", "watch"])
    def test_only_a_host_hands_it_in(self, scene, who):
        assert step(getattr(scene, who), draft(scene), "submit").status_code in (403, 404)

    def test_who_took_part_hears_of_it(self, scene):
        covenant = handed_in(scene)
        scene.deliver()

        assert titles(scene.author)[0] == "您的议题：公约草案已提交党组织把关"
        assert page(scene.author, covenant)["state"] == "covenant_draft"
        shown = {one["ref_id"]: one["badge"] for one in scene.author.get("home").json["items"]}
        assert shown[topic_of(covenant)] == {"text": "公约草案待把关", "tone": "party"}


class TestSendingBack:
    def test_a_draft_sent_back_is_its_hosts_again_and_the_reason_is_public(self, scene):
        covenant = handed_in(scene)
        answer = send_back(scene, covenant)
        told = answer.json["topic"]

        assert (answer.status_code, told["state"], told["due_at"]) == (200, "covenant_draft", None)
        (row,) = scene.neighbours[0].get("gate-ledger").json["items"]
        assert (row["action_name"], row["reason_name"]) == ("退回公约草案", "条文与法律法规抵触")
        assert row["reason"] == BACK["reason"]
        assert scene.secretary.get("gate-inbox").json["items"] == []
        read = scene.host.get(f"covenants/{covenant['id']}").json
        assert (read["mine"]["may_edit"], read["now"]["sent_back"]["reason"]) == (True, BACK["reason"])

    def test_mended_it_is_handed_in_anew_with_new_days(self, scene):
        covenant = handed_in(scene)
        send_back(scene, covenant)
        edition = scene.host.get(f"covenants/{covenant['id']}").json["mine"]["edition"]
        form = {"articles": ARTICLES[1:], "law_note": DRAFT["law_note"], "edition": edition}
        assert scene.host.put(f"covenants/{covenant['id']}/draft", json=form).status_code == 200
        fill_the_law(scene)

        again = step(scene.host, covenant, "submit")
        opened = step(scene.secretary, covenant, "open_vote")

        assert (again.json["now"]["at_gate"], again.json["now"]["sent_back"]) == (True, None)
        assert [one["title"] for one in opened.json["articles"]] == ["楼道整洁", ""]

    @pytest.mark.parametrize(
        ("form", "code"),
        [
            ({"reason": REASON}, "reason_code_required"),
            ({**BACK, "reason_code": "not_ours"}, "reason_code_required"),
            ({**BACK, "reason": "不行"}, "reason_required"),
        ],
    )
    def test_nothing_is_sent_back_without_a_ground_of_the_list_and_words(self, scene, form, code):
        covenant = handed_in(scene)

        assert send_back(scene, covenant, **form).json["code"] == code
        assert page(scene.author, covenant)["at_gate"]

    def test_a_colleague_who_comes_second_reads_what_was_decided(self, scene):
        covenant = handed_in(scene)
        send_back(scene, covenant)

        answers = [
            step(scene.deputy, covenant, "open_vote"),
            send_back(scene, covenant, scene.deputy),
        ]

        for answer in answers:
            assert (answer.status_code, answer.json["code"]) == (409, "already_decided")
            assert answer.json["details"]["decision"]["action_name"] == "退回公约草案"

    @pytest.mark.parametrize("who", ["host", "supervisor", "watch"])
    def test_another_office_at_this_gate_is_refused_and_written_down(self, scene, who):
        covenant = handed_in(scene)

        assert send_back(scene, covenant, getattr(scene, who)).status_code == 403
        with tenancy.in_community(scene.community.id):
            trespasses = select(AuditEntry.person_id).where(AuditEntry.deed == "topic.trespass")
            assert db.session.scalars(trespasses).all() == [getattr(scene, who).actor.person_id]


class TestClock:
    def soon(self, scene):
        moved_back(
            scene.community, state_at=utc_now() - timedelta(days=12), due_at=utc_now() + timedelta(hours=9)
        )

    def test_who_holds_the_gate_is_reminded_once(self, scene):
        handed_in(scene)
        self.soon(scene)
        strike(scene.community, 3)
        scene.deliver()

        for keeper in (scene.secretary, scene.deputy):
            assert [one[:10] for one in titles(keeper)] == ["提醒：公约草案待把关"]

    def test_late_is_said_aloud_once_and_becomes_an_order_and_opens_nothing(self, scene):
        covenant = handed_in(scene)
        moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
        strike(scene.community, 3)
        scene.deliver()
        (order,) = scene.supervisor.get("supervision-orders").json["items"]

        assert said(scene.community, "gate_overdue") == [int(topic_of(covenant))]
        assert page(scene.neighbours[0], covenant)["next_sentence"].startswith("超时未把关：党组织应在 ")
        assert page(scene.neighbours[0], covenant)["state"] == "covenant_draft"
        assert (order["kind"], "公约草案待把关，超过时限" in order["text"]) == ("gate_overdue", True)
        assert scene.author.get("gate-ledger/summary").json["late_now"] == 1

    def test_the_lateness_stands_in_the_decision_and_the_next_visit_begins_clean(self, scene):
        covenant = handed_in(scene)
        moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
        strike(scene.community)
        note = send_back(scene, covenant).json["topic"]["gate_decisions"][-1]
        again = step(scene.host, covenant, "submit").json["now"]

        assert note["overdue_minutes"] >= 180
        assert again["next_sentence"].startswith("党组织应在 ")

    def test_an_order_that_comes_after_the_draft_was_sent_back_is_not_issued(self, scene):
        covenant = handed_in(scene)
        moved_back(scene.community, due_at=utc_now() - timedelta(hours=3))
        strike(scene.community)
        send_back(scene, covenant)
        scene.deliver()

        assert orders(scene) == []

    def test_a_draft_still_with_its_host_is_late_nowhere(self, scene):
        draft(scene)
        moved_back(scene.community, state_at=utc_now() - timedelta(days=90))
        strike(scene.community)

        assert said(scene.community, "gate_reminder") == said(scene.community, "gate_overdue") == []


class TestStandingBack:
    def test_who_stands_back_neither_opens_nor_sends_back_and_the_deputy_does(self, scene):
        covenant = handed_in(scene)
        stood = scene.step(scene.secretary, topic_of(covenant), "recuse", reason=WHY)
        tries = [step(scene.secretary, covenant, "open_vote"), send_back(scene, covenant)]
        opened = step(scene.deputy, covenant, "open_vote")

        assert stood.status_code == 200, stood.json
        assert [one.status_code for one in tries] == [403, 403]
        assert scene.secretary.get("gate-inbox").json["items"] == []
        assert opened.status_code == 200, opened.json
        with tenancy.in_community(scene.community.id):
            (row,) = db.session.scalars(select(GateDecision)).all()
        assert row.recused == [scene.secretary.actor.person_id]

    def test_standing_back_prolongs_nobodys_days(self, scene):
        covenant = handed_in(scene)
        scene.step(scene.secretary, topic_of(covenant), "recuse", reason=WHY)

        assert page(scene.author, covenant)["due_at"] == covenant["now"]["due_at"]

    def test_when_nobody_is_left_the_street_names_one_who_reads_opens_and_adopts(self, scene):
        covenant = handed_in(scene, decided(scene, author_id=scene.secretary.actor.person_id))
        scene.step(scene.deputy, topic_of(covenant), "recuse", reason=WHY)
        scene.deliver()
        missing = orders(scene)
        other = make_member(make_community(), Role.SECRETARY)
        office = str(other.actor.duties[0].duty_id)
        form = {"keeper_id": office, "reason": "本社区把关人均已回避"}
        named = scene.step(scene.supervisor, topic_of(covenant), "name_keeper", **form)
        scene.deliver()
        here = signed_in_here(other, scene.community)
        inbox = [one["id"] for one in here.get("gate-inbox").json["items"]]
        read = here.get(f"covenants/{covenant['id']}?version=1")
        opened = step(here, covenant, "open_vote")
        counted(scene, opened.json, "赞成")
        adopted = step(here, covenant, "adopt")

        assert (missing, named.status_code, orders(scene)) == (["keeper_missing"], 200, [])
        assert (inbox, read.status_code) == ([topic_of(covenant)], 200)
        assert (opened.status_code, adopted.json["state"]) == (200, "in_force")
        note = page(scene.author, covenant)["gate_decisions"][-1]
        assert (note["acting_role"], note["acting_org"]) == ("代理把关人", scene.organisation)

    def test_who_stood_back_while_it_was_written_is_missed_once_it_is_handed_in(self, scene):
        fill_the_law(scene)
        covenant = draft(scene)
        for keeper in (scene.secretary, scene.deputy):
            scene.step(keeper, topic_of(covenant), "recuse", reason=WHY)
        scene.deliver()
        before = orders(scene)
        step(scene.host, covenant, "submit")
        scene.deliver()

        assert (before, orders(scene)) == ([], ["keeper_missing"])

    def test_a_draft_sent_back_leaves_no_order_for_a_keeper(self, scene):
        covenant = handed_in(scene)
        for keeper in (scene.secretary, scene.deputy):
            scene.step(keeper, topic_of(covenant), "recuse", reason=WHY)
        scene.deliver()
        before, third = orders(scene), make_member(scene.community, Role.DEPUTY)
        send_back(scene, covenant, third)
        scene.deliver()

        assert (before, orders(scene)) == (["keeper_missing"], [])


def test_no_other_state_is_put_to_the_gate_of_a_covenant(scene):
    topic = decided(scene, TopicState.DECIDED)

    for verb in ("return_covenant", "challenge"):
        answer = scene.step(scene.secretary, topic, verb, **BACK)
        assert answer.status_code == 409, answer.json
