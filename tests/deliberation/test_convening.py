"""Gate ③ opens a vote jointly with the body that legally calls the meeting (product.md §2.3, T10→T11)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.deliberation import verify
from server.deliberation.gate_models import GateDecision
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.scenes import REASON
from tests.factories import make_estate, make_home, make_member

MANAGER = {"matter": "manager", "route": "E", "question": "是否同意续聘现在的物业公司？", "days": 5}
BACK = {"reason_code": "question_unclear", "reason": REASON}


@pytest.fixture(autouse=True)
def roll(scene):
    """The committee's roll knows who owns a home of the estate."""
    make_home(scene.estate, owners=["王建国"])


@pytest.fixture
def owners(scene):
    """业委会 of the scene's estate."""
    return make_member(scene.community, Role.OWNERS_COMMITTEE, estate=scene.estate)


def proposed(scene, who=None, ballot=MANAGER):
    """A topic of the estate whose way to a decision waits at gate ③."""
    topic = scene.walk(scene.discussing(estate_id=str(scene.estate.id)), "summarise")
    scene.after_notice(topic)
    answer = scene.step(who or scene.host, topic, "route", ballot=ballot)
    assert answer.status_code == 200, answer.json
    scene.deliver()
    return scene.told(topic)


def convener(scene, topic):
    return scene.author.get(f"topics/{topic}").json["topic"]["ballot_proposal"]["convener"]


def notices(who):
    return [one["title"] for one in who.get("notices").json["items"]]


class TestOwnersMeeting:
    def test_the_vote_waits_until_the_owners_committee_agrees(self, scene, owners):
        topic = proposed(scene)
        early = scene.step(scene.secretary, topic, "open_ballot")
        agreed = scene.step(owners, topic, "convene")
        opened = scene.step(scene.secretary, topic, "open_ballot")

        assert convener(scene, topic) == {"body": "owners_committee", "name": "业委会", "instead": False}
        assert (early.status_code, early.json["code"]) == (409, "gate_closed")
        assert "业委会" in early.json["message"]
        assert (agreed.status_code, opened.status_code) == (200, 200), (agreed.json, opened.json)
        note = opened.json["topic"]["gate_decisions"][-1]
        assert note["convened"]["name"] == owners.actor.name
        assert note["convened"]["org"] == owners.actor.duties[0].organisation
        with tenancy.in_community(scene.community.id):
            assert verify.problems() == []

    def test_everybody_whose_turn_it_is_hears_of_it(self, scene, owners):
        topic = proposed(scene)
        asked = notices(owners)
        scene.step(owners, topic, "convene")
        scene.deliver()

        assert asked == ["一项表决等业委会同意召集"]
        assert "业委会已同意召集，可以开始表决" in notices(scene.secretary)
        assert "您的议题：召集机构已同意召开会议" in notices(scene.author)

    @pytest.mark.parametrize("who", ["host", "secretary", "supervisor", "author"])
    def test_nobody_else_calls_it(self, scene, owners, who):
        topic = proposed(scene)

        assert scene.step(getattr(scene, who), topic, "convene").status_code == 403

    def test_nor_does_the_owners_committee_of_another_estate(self, scene, owners):
        other = make_member(
            scene.community, Role.OWNERS_COMMITTEE, estate=make_estate(scene.community, "隔壁小区")
        )

        assert scene.step(other, proposed(scene), "convene").status_code in (403, 404)

    def test_it_agrees_once_and_to_this_version_only(self, scene, owners):
        topic = proposed(scene)
        scene.step(owners, topic, "convene")
        again = scene.step(owners, topic, "convene")
        scene.step(scene.secretary, topic, "return_route", **BACK)
        scene.after_notice(topic)
        scene.step(scene.host, topic, "route", ballot={**MANAGER, "question": "是否同意选聘新的物业公司？"})
        scene.told(topic)

        assert again.json["code"] == "gate_closed"
        assert scene.step(scene.secretary, topic, "open_ballot").json["code"] == "gate_closed"

    def test_what_was_agreed_to_is_not_changed_at_the_gate(self, scene, owners):
        topic = proposed(scene)
        scene.step(owners, topic, "convene")
        changed = {**MANAGER, "question": "是否同意解聘现在的物业公司？"}

        assert (
            scene.step(scene.secretary, topic, "open_ballot", ballot=changed).json["code"] == "convener_first"
        )
        assert scene.step(scene.secretary, topic, "open_ballot", ballot=MANAGER).status_code == 200


class TestInItsStead:
    def test_without_an_owners_committee_the_residents_committee_calls_it(self, scene):
        topic = proposed(scene, scene.deputy)
        early = scene.step(scene.secretary, topic, "open_ballot")
        scene.step(scene.host, topic, "convene")

        assert convener(scene, topic) == {"body": "committee", "name": "居委会", "instead": True}
        assert early.json["code"] == "gate_closed"
        assert scene.step(scene.secretary, topic, "open_ballot").status_code == 200

    def test_a_committee_that_proposes_it_has_called_it(self, scene):
        topic = proposed(scene)

        assert scene.step(scene.host, topic, "convene").json["code"] == "gate_closed"
        assert scene.step(scene.secretary, topic, "open_ballot").status_code == 200


class TestTooFewCame:
    """no_quorum → T11 is the convener's (product.md §2.3)."""

    @pytest.fixture
    def too_few(self, scene, owners):
        topic = proposed(scene)
        scene.step(owners, topic, "convene")
        assert scene.step(scene.secretary, topic, "open_ballot").status_code == 200
        scene.confirmed(scene.close(topic))
        assert scene.step(scene.secretary, topic, "certify").json["topic"]["state"] == "no_quorum"
        return topic

    def test_who_called_the_meeting_prolongs_its_vote_and_nobody_else(self, scene, owners, too_few):
        form = {"until": (today(utc_now()) + timedelta(days=5)).isoformat(), "reason": "多数业主出差未归"}
        alone = [
            scene.step(scene.host, too_few, verb, **form) for verb in ("extend_vote", "extend_called_vote")
        ]
        seen = scene.host.get(f"topics/{too_few}").json
        longer = scene.step(owners, too_few, "extend_called_vote", **form)

        assert [one.status_code for one in alone] == [409, 403]
        assert "由业委会召集" in alone[0].json["message"]
        assert not [one for one in seen["mine"]["verbs"] if one["verb"].startswith("extend")]
        assert "由业委会延长一次" in seen["topic"]["next_sentence"]
        assert longer.json["topic"]["state"] == "voting", longer.json

    def test_its_button_says_whose_it_is(self, owners, too_few):
        (button,) = owners.get(f"topics/{too_few}").json["mine"]["verbs"]

        assert (button["verb"], button["shut"]) == ("extend_called_vote", None)
        assert "由召集会议的机构决定" in button["consequence"]


def test_an_opinion_poll_is_called_by_nobody_and_may_not_become_a_meeting_at_the_gate(scene, owners):
    opinion = {"matter": "daily", "route": "B", "question": "是否同意在车棚加装充电桩？", "days": 5}
    topic = proposed(scene, ballot=opinion)

    assert convener(scene, topic) is None
    assert scene.step(scene.host, topic, "convene").status_code == 403
    assert scene.step(scene.secretary, topic, "open_ballot", ballot=MANAGER).json["code"] == "convener_first"
    assert scene.step(scene.secretary, topic, "open_ballot").status_code == 200


def test_the_record_cites_the_article_and_its_version(scene, owners):
    topic = proposed(scene)
    scene.step(owners, topic, "convene")
    scene.step(scene.secretary, topic, "open_ballot")

    with tenancy.in_community(scene.community.id):
        row = db.session.scalars(select(GateDecision).order_by(GateDecision.seq.desc())).first()
    assert row.rule_cited == "《民法典》第二百七十八条第（四）项（2021-01-01 起施行）"
