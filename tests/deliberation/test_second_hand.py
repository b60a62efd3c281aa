"""The second signature under a refusal: asked, given, refused, taken back."""

import pytest
from sqlalchemy import select, update

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.deliberation.keeper_models import Countersign
from server.extensions import db
from server.identity.models import DutyRecord
from server.kit.db import utc_now
from tests.deliberation.scenes import REASON, TEXT
from tests.deliberation.test_keepers import NO, WHY, record, seconds, state_of, verbs
from tests.factories import make_home, make_member


class TestSecondHand:
    @pytest.fixture
    def refused(self, scene):
        """A topic with ten households behind it, of fifty-four, refused by one hand."""
        for _ in range(50):
            make_home(scene.estate)
        topic = scene.submit()
        seconds(scene, topic, 10)
        answer = scene.step(scene.secretary, topic, "decline", **NO)
        assert answer.status_code == 200, answer.json
        return topic

    def test_one_hand_decides_nothing(self, scene, refused):
        assert state_of(scene, refused) == "gate1_pending"
        assert scene.author.get("gate-ledger").json["items"] == []
        assert "第二人签字" in verbs(scene.secretary, refused)["admit"]["shut"]

    def test_the_second_hand_reads_the_whole_and_what_the_first_signed(self, scene, refused):
        (waiting,) = scene.host.get("countersigns").json["items"]

        assert (waiting["body"], waiting["reason"]) == (TEXT["body"], REASON)
        assert waiting["first_name"] == scene.secretary.actor.name
        assert scene.secretary.get("countersigns").status_code == 403
        assert scene.neighbours[0].get("countersigns").status_code == 403

    @pytest.mark.parametrize("hand", ["deputy", "host"])
    def test_two_hands_decline_in_the_first_one_s_name(self, scene, refused, hand):
        who = getattr(scene, hand)
        signed = scene.step(who, refused, "countersign")

        assert signed.status_code == 200, signed.json
        (row,) = scene.author.get("gate-ledger").json["items"]
        assert (row["action"], row["by"]) == ("decline", scene.secretary.actor.name)
        assert (row["second_by"], row["reason"]) == (who.actor.name, REASON)
        assert state_of(scene, refused) == "declined"

    def test_a_member_of_the_committee_who_is_not_its_chair_signs_nothing(self, scene, refused):
        member = make_member(scene.community, Role.COMMITTEE)

        signed = scene.step(member, refused, "countersign")

        assert (signed.status_code, signed.json["message"]) == (403, "第二签由副书记或居委会主任签")
        assert state_of(scene, refused) == "gate1_pending"

    def test_nobody_signs_twice(self, scene):
        for _ in range(50):
            make_home(scene.estate)
        topic = scene.submit()
        seconds(scene, topic, 10)
        scene.step(scene.deputy, topic, "decline", **NO)

        again = scene.step(scene.deputy, topic, "countersign")

        assert (again.status_code, again.json["code"]) == (403, "same_hand")
        assert state_of(scene, topic) == "gate1_pending"

    def test_a_refused_signature_leaves_the_gate_as_it_was(self, scene, refused):
        bare = scene.step(scene.deputy, refused, "refuse_countersign")
        answer = scene.step(
            scene.deputy, refused, "refuse_countersign", reason="三十户都有这个需要，不是个案"
        )
        admitted = scene.step(scene.secretary, refused, "admit")

        assert bare.json["code"] == "reason_required"
        assert answer.status_code == 200
        assert admitted.json["topic"]["state"] == "admitted"
        assert [one["state"] for one in record(scene.author, refused)["countersigns"]] == ["refused"]

    def test_who_signed_first_takes_it_back_and_the_gate_is_free_again(self, scene, refused):
        why = "看过附议情况，改为同意立题"
        bare = scene.step(scene.secretary, refused, "retract_signature")
        another = scene.step(scene.deputy, refused, "retract_signature", reason=why)
        offered = [
            who for who in (scene.secretary, scene.deputy) if "retract_signature" in verbs(who, refused)
        ]
        back = scene.step(scene.secretary, refused, "retract_signature", reason=why)

        assert bare.json["code"] == "reason_required"
        assert another.status_code == 409
        assert offered == [scene.secretary]
        assert back.status_code == 200, back.json
        (signed,) = record(scene.author, refused)["countersigns"]
        assert (signed["state"], signed["answer"]) == ("withdrawn", why)
        assert scene.step(scene.secretary, refused, "admit").json["topic"]["state"] == "admitted"

    def test_who_was_asked_to_sign_second_hears_that_he_need_not(self, scene, refused):
        scene.deliver()
        scene.step(scene.secretary, refused, "retract_signature", reason="看过附议情况，改为同意立题")
        scene.deliver()

        words = "送您第二签的不予立题，第一签已收回，不用再签"
        told = [
            [one["title"] for one in who.get("notices").json["items"]].count(words)
            for who in (scene.deputy, scene.host, scene.secretary, scene.author)
        ]
        assert told == [1, 1, 0, 0]

    def test_the_signature_of_who_stands_back_falls_with_him(self, scene, refused):
        scene.step(scene.secretary, refused, "recuse", reason=WHY)

        assert [one["state"] for one in record(scene.author, refused)["countersigns"]] == ["withdrawn"]
        assert scene.step(scene.deputy, refused, "admit").status_code == 200

    def test_who_left_his_office_leaves_his_signature_to_the_next(self, scene, refused):
        with across_communities(), transaction():
            his = DutyRecord.person_id == scene.secretary.actor.person_id
            db.session.execute(update(DutyRecord).where(his).values(ends_at=utc_now()))

        back = scene.step(scene.deputy, refused, "retract_signature", reason="前任书记已经离任")

        assert back.status_code == 200, back.json

    def test_below_the_number_one_hand_is_enough(self, scene):
        topic = scene.submit()
        assert scene.step(scene.secretary, topic, "decline", **NO).json["topic"]["state"] == "declined"

    def test_a_topic_taken_back_leaves_no_signature_waiting(self, scene, refused):
        scene.step(scene.author, refused, "withdraw")

        assert scene.host.get("countersigns").json["items"] == []
        with tenancy.in_community(scene.community.id):
            assert db.session.scalars(select(Countersign.state)).all() == ["refused"]
