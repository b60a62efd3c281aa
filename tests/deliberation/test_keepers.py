"""Recusals and stand-ins, appeals and petitions, as people meet them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation import policy, verify
from server.deliberation.gate_models import GateDecision
from server.deliberation.keeper_models import Appeal
from server.deliberation.models import Topic
from server.extensions import db
from server.identity import queries as people
from server.identity.models import DutyRecord
from server.kit.db import utc_now
from tests.deliberation.scenes import REASON, TEXT
from tests.factories import make_community, make_home, make_member, moved, signed_in

WHY = "我家就在三号楼，与这件事有利害关系"
NO = {"reason_code": "not_ours", "reason": REASON}


def seconds(scene, topic, many):
    with tenancy.in_community(scene.community.id), transaction():
        db.session.execute(update(Topic).where(Topic.id == int(topic)).values(seconds=many))


def state_of(scene, topic):
    return scene.author.get(f"topics/{topic}").json["topic"]["state"]


def record(who, topic):
    return who.get(f"topics/{topic}/gate-record").json


def verbs(who, topic):
    return {one["verb"]: one for one in who.get(f"topics/{topic}").json["mine"]["verbs"]}


class TestRecusal:
    def test_who_stands_back_holds_this_gate_no_more_and_the_deputy_does(self, scene):
        topic = scene.submit()
        stood = scene.step(scene.secretary, topic, "recuse", reason=WHY)
        after = scene.step(scene.secretary, topic, "admit")
        admitted = scene.step(scene.deputy, topic, "admit").json["topic"]

        assert stood.status_code == 200
        assert (after.status_code, after.json["message"]) == (403, policy.RECUSED)
        assert scene.secretary.get("gate-inbox").json["items"] == []
        assert admitted["state"] == "admitted"
        assert admitted["recusals"] == 1
        with tenancy.in_community(scene.community.id):
            (row,) = db.session.scalars(select(GateDecision)).all()
        assert row.recused == [scene.secretary.actor.person_id]
        assert record(scene.author, topic)["recusals"][0]["reason"] == WHY

    def test_standing_back_needs_a_reason(self, scene):
        assert scene.step(scene.secretary, scene.submit(), "recuse").json["code"] == "reason_required"

    def test_it_moves_no_clock(self, scene):
        topic = scene.submit()
        before = scene.author.get(f"topics/{topic}").json["topic"]["due_at"]
        scene.step(scene.secretary, topic, "recuse", reason=WHY)

        assert scene.author.get(f"topics/{topic}").json["topic"]["due_at"] == before


class TestStandIn:
    @pytest.fixture
    def deserted(self, scene):
        topic = scene.submit()
        for who in (scene.secretary, scene.deputy):
            scene.step(who, topic, "recuse", reason=WHY)
        scene.deliver()
        return topic

    def name(self, scene, topic):
        other = make_member(make_community(), Role.SECRETARY)
        (found,) = [
            one
            for one in scene.supervisor.get(f"topics/{topic}/keepers").json["items"]
            if one["id"] == str(other.actor.duties[0].duty_id)
        ]
        form = {"keeper_id": found["id"], "reason": "本社区把关人均已回避"}
        return other, scene.step(scene.supervisor, topic, "name_keeper", **form)

    def test_when_nobody_is_left_the_street_hears_it_once(self, scene, deserted):
        (order,) = scene.supervisor.get("supervision-orders").json["items"]

        assert (order["kind"], order["topic"]["id"]) == ("keeper_missing", deserted)

    def test_the_only_secretary_s_own_topic_is_deserted_from_the_start(self, community, deliver):
        lone, street = make_member(community, Role.SECRETARY), make_member(community, Role.SUPERVISOR)
        make_member(community)
        lone.post("topics", json={**TEXT, "submit": True})
        deliver()

        assert [one["kind"] for one in street.get("supervision-orders").json["items"]] == ["keeper_missing"]

    def test_who_was_named_holds_the_gates_of_that_topic_for_this_party_organisation(self, scene, deserted):
        other, named = self.name(scene, deserted)
        here = signed_in_here(other, scene.community)
        another = scene.submit(title="另一个议题的标题")

        inbox = [one["id"] for one in here.get("gate-inbox").json["items"]]
        refused = scene.step(here, another, "admit")
        admitted = scene.step(here, deserted, "admit")

        assert named.status_code == 200, named.json
        assert inbox == [deserted]
        assert refused.status_code == 403
        note = admitted.json["topic"]["gate_decisions"][0]
        assert (note["acting_role"], note["acting_org"]) == ("代理把关人", scene.organisation)
        assert record(scene.author, deserted)["namings"][0]["by"] == scene.supervisor.actor.name
        with tenancy.in_community(scene.community.id):
            assert verify.problems() == []

    def test_his_office_ends_by_itself(self, scene, deserted):
        other, _ = self.name(scene, deserted)
        his = (DutyRecord.role == Role.ACTING, DutyRecord.person_id == other.actor.person_id)
        with tenancy.in_community(scene.community.id):
            ends_at = db.session.scalars(select(DutyRecord.ends_at).where(*his)).one()

        assert timedelta(days=59) < ends_at - utc_now() <= timedelta(days=60)

    def test_once_he_is_named_the_order_is_settled(self, scene, deserted):
        self.name(scene, deserted)
        scene.deliver()

        assert scene.supervisor.get("supervision-orders").json["items"] == []

    def test_while_the_unit_has_somebody_the_street_names_nobody(self, scene):
        topic = scene.submit()
        scene.step(scene.secretary, topic, "recuse", reason=WHY)

        _, answer = self.name(scene, topic)

        assert (answer.status_code, answer.json["code"]) == (409, "gate_closed")
        assert "还有 1 位可以把关" in verbs(scene.supervisor, topic)["name_keeper"]["shut"]

    def test_nobody_of_the_list_s_outside_is_named(self, scene, deserted):
        for keeper in ("1", str(scene.secretary.actor.duties[0].duty_id)):
            answer = scene.step(
                scene.supervisor, deserted, "name_keeper", keeper_id=keeper, reason="请他代为把关"
            )
            assert (answer.status_code, answer.json["code"]) == (422, "bad_keeper")

    def test_neither_the_party_organisation_nor_the_committee_names_its_own_judge(self, scene, deserted):
        for who in (scene.secretary, scene.author):
            assert who.get(f"topics/{deserted}/keepers").status_code == 403
            form = {"keeper_id": "1", "reason": "请他代为把关"}
            assert scene.step(who, deserted, "name_keeper", **form).status_code == 403


def signed_in_here(caller, community):
    """The same person, as he stands in this community now."""
    moved(caller)
    return signed_in(people.get_person(caller.actor.person_id), community)


class TestPetition:
    @pytest.fixture
    def petition(self, scene):
        """One household of four stands behind it: a quarter."""
        topic = scene.submit()
        seconds(scene, topic, 1)
        return topic

    def test_expediency_is_no_ground_any_more(self, scene, petition):
        refused = scene.step(scene.secretary, petition, "decline", **NO)
        lawful = scene.step(scene.secretary, petition, "decline", reason_code="unlawful", reason=REASON)

        assert (refused.status_code, refused.json["code"]) == (422, "petition_reached")
        assert lawful.json["topic"]["state"] == "declined"

    def test_two_hands_do_not_decline_what_became_a_petition_meanwhile(self, scene):
        for _ in range(50):
            make_home(scene.estate)
        topic = scene.submit()
        seconds(scene, topic, 10)
        assert scene.step(scene.secretary, topic, "decline", **NO).status_code == 200
        seconds(scene, topic, 11)

        signed = scene.step(scene.deputy, topic, "countersign")
        refused = scene.step(scene.deputy, topic, "refuse_countersign", reason="已经达到联名的比例")

        assert (signed.status_code, signed.json["code"]) == (422, "petition_reached")
        assert refused.status_code == 200
        assert state_of(scene, topic) == "gate1_pending"

    def test_it_is_not_merged_or_transferred_away(self, scene, petition):
        other = scene.walk(scene.submit(title="另一个车棚议题"), "admit")
        why = "与车棚议题相同"
        merged = scene.step(scene.secretary, petition, "merge", target_id=other, reason=why)
        transferred = scene.step(scene.secretary, petition, "transfer", reason=why)

        assert [one.json["code"] for one in (merged, transferred)] == ["petition_reached"] * 2
        assert "不能并入其他议题" in merged.json["message"]
        assert state_of(scene, petition) == "gate1_pending"

    def test_one_signature_ends_it_only_for_what_is_unlawful(self, scene):
        topic = scene.discussing()
        seconds(scene, topic, 1)
        early = scene.step(scene.secretary, topic, "terminate", reason_code="settled", reason=REASON)
        scene.step(scene.host, topic, "pause", reason_code="disorder", reason=REASON)
        refused = scene.step(scene.secretary, topic, "terminate", reason_code="settled", reason=REASON)
        lawful = scene.step(scene.secretary, topic, "terminate", reason_code="unlawful", reason=REASON)

        assert early.status_code == 409
        assert (refused.status_code, refused.json["code"]) == (422, "petition_reached")
        assert "只有违法违规可以" in refused.json["message"]
        assert lawful.json["topic"]["state"] == "terminated"

    def test_the_committee_answers_in_writing_once_and_everybody_reads_it(self, scene, petition):
        from server.deliberation.petition_answers import open_answer

        early = self.answer(scene.host, petition)
        for _ in range(2):
            with tenancy.in_community(scene.community.id), transaction():
                open_answer({"topic_id": int(petition)})
        scene.walk(petition, "admit")
        given = self.answer(scene.host, petition)
        again = self.answer(scene.host, petition)

        assert (early.status_code, early.json["code"]) == (409, "no_petition")
        assert given.status_code == 200
        assert (again.status_code, again.json["code"]) == (409, "already_answered")
        seen = scene.neighbours[0].get(f"topics/{petition}").json["topic"]["petition"]
        assert seen["text"].startswith("本会定于")
        assert seen["by"] == scene.host.actor.name

    def test_the_answer_is_the_committee_s_alone(self, scene, petition):
        assert self.answer(scene.secretary, petition).status_code == 403
        assert self.answer(scene.neighbours[0], petition).status_code == 403
        short = scene.host.post(f"topics/{petition}/petition-answer", json={"text": "同意召开"})
        assert short.status_code == 422

    @staticmethod
    def answer(who, topic):
        text = "本会定于十二月五日召开居民会议，讨论车棚加装充电桩事项，请各户参加。"
        return who.post(f"topics/{topic}/petition-answer", json={"text": text})


class TestAppeal:
    @pytest.fixture
    def declined(self, scene):
        topic = scene.submit()
        scene.step(scene.secretary, topic, "decline", **NO)
        return topic

    def test_the_street_may_order_a_review_and_decides_nothing_itself(self, scene, declined):
        appealed = scene.step(scene.author, declined, "appeal", reason="三十户都受影响，属于公共事务")
        direct = scene.step(scene.supervisor, declined, "admit")
        ordered = scene.step(scene.supervisor, declined, "order_review", reason="请补充核实涉及户数后再定")

        assert appealed.status_code == 200, appealed.json
        assert (direct.status_code, direct.json["code"]) == (403, "forbidden")
        assert ordered.json["topic"]["state"] == "gate1_pending"
        appeal = record(scene.author, declined)["appeal"]
        assert (appeal["state"], appeal["decided_org"]) == (
            "review_ordered", scene.supervisor.actor.duties[0].organisation,
        )  # fmt: skip
        assert scene.step(scene.secretary, declined, "admit").json["topic"]["state"] == "admitted"

    def test_upheld_is_the_end_of_it(self, scene, declined):
        scene.step(scene.author, declined, "appeal", reason="三十户都受影响，属于公共事务")
        scene.step(scene.supervisor, declined, "uphold", reason="经核实属于个案，请走诉求办理")

        again = scene.step(scene.author, declined, "appeal", reason="再次申诉，请重新考虑")
        review = scene.step(scene.supervisor, declined, "order_review", reason="请补充核实涉及户数后再定")

        assert (again.status_code, again.json["message"]) == (409, "申诉只能提一次")
        assert review.status_code == 409
        assert state_of(scene, declined) == "declined"

    def test_a_topic_declined_again_is_not_appealed_again(self, scene, declined):
        scene.step(scene.author, declined, "appeal", reason="三十户都受影响，属于公共事务")
        scene.step(scene.supervisor, declined, "order_review", reason="请补充核实涉及户数后再定")
        scene.step(scene.deputy, declined, "decline", **NO)

        assert verbs(scene.author, declined)["appeal"]["shut"] == "申诉只能提一次"

    def test_the_days_of_appeal_run_out(self, scene, declined):
        with tenancy.in_community(scene.community.id), transaction():
            past = utc_now() - timedelta(days=9)
            db.session.execute(update(Topic).where(Topic.id == int(declined)).values(state_at=past))

        answer = scene.step(scene.author, declined, "appeal", reason="三十户都受影响，属于公共事务")

        assert (answer.status_code, answer.json["code"]) == (409, "gate_closed")

    def test_nobody_appeals_for_another_nor_answers_but_the_street(self, scene, declined):
        bare = scene.step(scene.author, declined, "appeal")
        foreign = scene.step(scene.neighbours[0], declined, "appeal", reason="我也觉得应该立题")
        scene.step(scene.author, declined, "appeal", reason="三十户都受影响，属于公共事务")

        assert bare.json["code"] == "reason_required"
        assert foreign.status_code == 404
        for who in (scene.secretary, scene.deputy):
            assert scene.step(who, declined, "uphold", reason="维持我们自己的决定").status_code == 403

    def test_an_appeal_belongs_to_its_author_and_those_who_answer_for_it(self, scene, declined):
        scene.step(scene.author, declined, "appeal", reason="三十户都受影响，属于公共事务")

        assert record(scene.secretary, declined)["appeal"]["state"] == "open"
        assert scene.neighbours[0].get(f"topics/{declined}/gate-record").status_code == 404
        with tenancy.in_community(scene.community.id):
            assert db.session.scalars(select(Appeal)).one().due_at > utc_now()
