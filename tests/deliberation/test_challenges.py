"""A count that the party organisation objects to; and gate verbs used by who may not, written down."""

import pytest
from sqlalchemy import select, update

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.deliberation import verify
from server.deliberation.models import Topic
from server.extensions import db
from server.identity import queries as people
from server.identity.models import DutyRecord
from server.identity.service.duties import end_duty
from tests.deliberation.scenes import REASON, TEXT
from tests.factories import join, make_home, make_member, signed_in


class TestChallenge:
    @pytest.fixture
    def tallied(self, scene):
        topic = scene.voting()
        for voter in (scene.author, *scene.neighbours[:2]):
            scene.vote(voter, topic, "赞成")
        return scene.confirmed(scene.close(topic))

    def challenge(self, scene, topic):
        form = {"reason_code": "roll_error", "reason": "名册把已经售出的三号楼 302 室仍列在开发商名下。"}
        return scene.step(scene.secretary, topic, "challenge", **form)

    def test_a_challenged_count_waits_for_the_street_and_stays_what_it_is(self, scene, tallied):
        said = self.challenge(scene, tallied)
        certify = scene.step(scene.secretary, tallied, "certify")
        page = scene.neighbours[0].get(f"topics/{tallied}").json["topic"]
        dismissed = scene.step(scene.supervisor, tallied, "dismiss_challenge", reason="经核对名册没有错误")
        again = self.challenge(scene, tallied)
        certified = scene.step(scene.secretary, tallied, "certify")

        assert said.status_code == 200, said.json
        assert (certify.status_code, certify.json["code"]) == (409, "gate_closed")
        assert (page["state"], page["challenge"]["name"]) == ("tallied", "名册错误")
        assert dismissed.json["topic"]["challenge"] is None
        assert "已经提过一次异议" in again.json["message"]
        assert certified.json["topic"]["state"] == "decided"

    def test_a_revote_goes_back_to_gate_three_and_leaves_the_annulled_count_in_the_records(
        self, scene, tallied
    ):
        before = scene.poll_of(tallied)
        self.challenge(scene, tallied)
        ordered = scene.step(scene.supervisor, tallied, "order_revote", reason="名册确有错误，更正后重新表决")
        opened = scene.step(scene.secretary, scene.told(tallied), "open_ballot")

        assert ordered.json["topic"]["state"] == "gate3_pending", ordered.json
        assert scene.neighbours[0].get(f"polls/{before}").json["poll"]["state"] == "annulled"
        assert opened.json["topic"]["state"] == "voting"
        assert scene.poll_of(tallied) != before
        nodes = scene.neighbours[0].get(f"topics/{tallied}/trace").json["nodes"]
        polls = [(one["state"], one["link"]) for one in nodes if one["kind"] == "poll"]
        assert polls == [("已作废", f"result:{before}"), ("正在表决", f"poll:{scene.poll_of(tallied)}")]
        with tenancy.in_community(scene.community.id):
            assert verify.problems() == []

    def test_only_grounds_of_the_list_and_only_the_street_answers(self, scene, tallied):
        wish = scene.step(scene.secretary, tallied, "challenge", reason_code="not_ours", reason=REASON)
        self.challenge(scene, tallied)
        own = scene.step(scene.secretary, tallied, "dismiss_challenge", reason="我们自己核对过了")

        assert wish.json["code"] == "reason_code_required"
        assert own.status_code == 403


class TestTrespass:
    def deeds(self, scene):
        with tenancy.in_community(scene.community.id):
            on = AuditDetail.entry_id == AuditEntry.id
            asked = select(AuditEntry.person_id, AuditDetail.detail).join(AuditDetail, on)
            return db.session.execute(asked.where(AuditEntry.deed == "topic.trespass")).all()

    def test_a_gatekeeper_at_his_own_topic_is_written_down(self, scene):
        topic = scene.secretary.post("topics", json={**TEXT, "submit": True}).json["topic"]["id"]
        scene.deliver()

        assert scene.step(scene.secretary, topic, "admit").status_code == 403
        ((person, detail),) = self.deeds(scene)
        assert (person, detail["verb"]) == (scene.secretary.actor.person_id, "admit")

    def test_a_gate_after_the_office_has_ended_is_written_down(self, scene):
        topic = scene.submit()
        former = make_member(scene.community, Role.SECRETARY)
        home = make_home(scene.estate)
        person = people.get_person(former.actor.person_id)
        join(person, home)
        with tenancy.in_community(scene.community.id), transaction():
            end_duty(db.session.get(DutyRecord, former.actor.duties[0].duty_id))
        former = signed_in(person, scene.community)

        answer = scene.step(former, topic, "admit")

        assert answer.status_code == 403
        assert [one.person_id for one in self.deeds(scene)] == [former.actor.person_id]
        assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "gate1_pending"

    def test_a_resident_who_tries_is_refused_and_no_more(self, scene):
        assert scene.step(scene.neighbours[0], scene.submit(), "admit").status_code == 403
        assert self.deeds(scene) == []

    @pytest.mark.parametrize(
        "role",
        [
            Role.COMMITTEE,
            Role.SOCIAL_WORKER,
            Role.WATCH,
            Role.OBSERVER,
            Role.SUPERVISOR,
            Role.DISTRICT_OFFICE,
        ],
    )
    def test_another_office_at_the_gate_is_written_down(self, scene, role):
        topic = scene.walk(scene.submit(), "admit")
        officer = make_member(scene.community, role)

        assert scene.step(officer, topic, "open_discussion").status_code == 403
        ((person, detail),) = self.deeds(scene)
        assert (person, detail["verb"]) == (officer.actor.person_id, "open_discussion")

    def test_the_street_s_step_taken_by_the_secretary_is_written_down(self, scene):
        topic = scene.submit()

        assert scene.step(scene.secretary, topic, "order_review", reason=REASON).status_code == 403
        assert [detail["verb"] for _, detail in self.deeds(scene)] == ["order_review"]

    def test_the_same_hand_under_a_refusal_twice_is_written_down(self, scene):
        topic = scene.submit()
        with tenancy.in_community(scene.community.id), transaction():
            db.session.execute(update(Topic).where(Topic.id == int(topic)).values(seconds=99))
        first = scene.step(scene.deputy, topic, "decline", reason_code="unlawful", reason=REASON)
        again = scene.step(scene.deputy, topic, "countersign")

        assert (first.status_code, again.json["code"]) == (200, "same_hand")
        assert [detail["verb"] for _, detail in self.deeds(scene)] == ["countersign"]

    def test_who_once_watched_from_the_street_is_written_down(self, scene):
        topic = scene.walk(scene.submit(), "admit")
        former = make_member(scene.community, Role.SUPERVISOR)
        person = people.get_person(former.actor.person_id)
        join(person, make_home(scene.estate))
        with tenancy.across_communities(), transaction():
            end_duty(db.session.get(DutyRecord, former.actor.duties[0].duty_id))

        assert scene.step(signed_in(person, scene.community), topic, "open_discussion").status_code == 403
        assert [one.person_id for one in self.deeds(scene)] == [person.id]

    @pytest.mark.parametrize("verb", ["admit", "countersign", "order_review"])
    def test_a_residents_refusal_is_no_abuse(self, scene, verb):
        assert scene.step(scene.author, scene.submit(), verb, reason=REASON).status_code == 403
        assert self.deeds(scene) == []
