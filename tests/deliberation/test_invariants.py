"""The eight invariants of the gate record, each by its number; what the database keeps, by raw SQL on it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.access import GRANTS, Permission, Role
from server.deliberation import ledger, verify
from server.deliberation.gate_models import REASONED, GateDecision
from server.deliberation.workflow import WORKFLOW, Verb, permission_of
from server.extensions import db
from server.oversight.workflow import WORKFLOW as ORDERS
from tests.deliberation.scenes import REASON, TEXT
from tests.factories import make_member

NO = {"reason_code": "not_ours", "reason": REASON}


def by_hand(statement, rule):
    """Somebody with a database client, past the application."""
    with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
        db.session.execute(text(statement))
    db.session.rollback()


def decided(scene):
    topic = scene.submit()
    assert scene.step(scene.secretary, topic, "decline", **NO).status_code == 200
    return topic


class TestFirst:
    """Only an active duty of the party organisation of the same unit writes gates 1–3."""

    @pytest.mark.parametrize(
        "role", sorted(set(Role) - {Role.PERSON, Role.APPLICANT, Role.RESIDENT, Role.AWAY})
    )
    def test_no_other_office_is_granted_the_gate(self, role):
        holds = Permission.TOPIC_GATE in GRANTS[role]

        assert holds == (role in (Role.SECRETARY, Role.DEPUTY, Role.ACTING))

    @pytest.mark.parametrize(
        "role", [None, Role.COMMITTEE, Role.SUPERVISOR, Role.WATCH, Role.DISTRICT_OFFICE]
    )
    @pytest.mark.parametrize("verb", ["admit", "return", "decline", "merge", "transfer", "recuse"])
    def test_others_are_refused_whatever_the_verb(self, scene, neighbour, role, verb):
        form = {"target_id": "1"} if verb == "merge" else {}
        answer = scene.step(neighbour(role), scene.submit(), verb, **NO, **form)

        assert answer.status_code == 403

    def test_the_street_has_verbs_of_its_own_and_none_of_them_passes_a_gate(self):
        forward = {"admitted", "discussing", "voting", "decided"}
        street = [step for step in WORKFLOW.steps if step.who is Permission.TOPIC_SUPERVISE]

        assert {step.target for step in street} & forward == set()
        assert {step.who for step in ORDERS.steps} & {Permission.TOPIC_GATE} == set()

    @pytest.mark.parametrize("role", ["committee", "supervisor", "district_office", "resident", "watch"])
    def test_nor_does_the_database_keep_such_a_row(self, scene, role):
        decided(scene)
        by_hand(f"UPDATE gate_decision SET acting_role = '{role}'", "in_office")

    def test_a_supervision_order_moves_no_topic(self, scene):
        topic = scene.submit()
        form = {"text": "请尽快同意这个议题立题。", "topic_id": topic}
        order = scene.supervisor.post("supervision-orders", json=form).json["id"]
        words = {"verb": "answer", "text": "收到，我们会依规把关。"}
        scene.secretary.post(f"supervision-orders/{order}/steps", json=words)

        assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "gate1_pending"


class TestSecond:
    """No topic passes without a row; no row changes; the chain verifies; its head is published daily."""

    def test_a_topic_slipped_past_the_gate_is_found(self, scene):
        topic = decided(scene)
        with tenancy.across_communities():
            db.session.execute(
                text(
                    "UPDATE topic SET state = 'admitted', admitted_at = created_at, due_at = created_at"
                    f" WHERE id = {topic}"
                )
            )
        with tenancy.in_community(scene.community.id):
            assert [one for one in verify.problems() if "没有把关记录" in one]

    def test_the_same_visit_is_not_decided_twice_even_by_hand(self, scene):
        decided(scene)
        own = {"community_id", "id", "seq"}
        names = ", ".join(one.name for one in GateDecision.__table__.columns if one.name not in own)
        by_hand(
            f"INSERT INTO gate_decision (community_id, id, seq, {names})"
            f" SELECT community_id, id + 1, seq + 1, {names} FROM gate_decision",
            "(?i)unique",
        )

    def test_the_head_of_the_day_is_published_once(self, scene):
        decided(scene)
        with tenancy.in_community(scene.community.id):
            ledger.publish_head()
            ledger.publish_head()
            db.session.commit()
        summary = scene.author.get("gate-ledger/summary").json

        assert (summary["checked_whole"], summary["checked_hash"]) == (True, summary["head_hash"])


class TestThird:
    """A refusal without a code and words is impossible, by the constraint and not by the page."""

    @pytest.mark.parametrize("change", ["reason_code = NULL", "reason_text = NULL", "reason_text = '不同意'"])
    def test_by_hand(self, scene, change):
        decided(scene)
        by_hand(f"UPDATE gate_decision SET {change}", "reason_given")

    def test_every_act_that_stops_somebody_is_among_them(self):
        assert {one.value for one in REASONED} == {"return", "decline", "pause", "terminate", "challenge"}

    @pytest.mark.parametrize(
        "form", [{}, {"reason_code": "not_ours"}, {"reason": REASON}, {**NO, "reason": "不行"}]
    )
    def test_over_the_wire(self, scene, form):
        assert scene.step(scene.secretary, scene.submit(), "decline", **form).status_code == 422


class TestFourth:
    """The author sees all of his topic; the unit the ledger; the 监督委员会 the full text."""

    def test_after_a_refusal(self, scene):
        topic = decided(scene)
        author = scene.author.get(f"topics/{topic}").json["topic"]
        watch = scene.watch.get(f"topics/{topic}").json["topic"]

        assert author["body"] == watch["body"] == TEXT["body"]
        assert author["gate_decisions"][0]["reason"] == REASON
        assert scene.neighbours[0].get(f"topics/{topic}").status_code == 404
        rows = scene.neighbours[0].get("gate-ledger").json["items"]
        summary = scene.neighbours[0].get("gate-ledger/summary").json
        assert (rows[0]["reason_name"], summary["reasons"][0]["count"]) == ("非本辖区公共事务", 1)
        assert summary["median_hours"] is not None


class TestFifth:
    """Who is party to a topic does not hold its gate; the next does, else whom the 街镇 names."""

    def test_the_author_in_office_is_refused_and_his_deputy_is_not(self, scene):
        topic = scene.secretary.post("topics", json={**TEXT, "submit": True}).json["topic"]["id"]
        scene.deliver()

        assert scene.step(scene.secretary, topic, "admit").status_code == 403
        assert scene.step(scene.deputy, topic, "admit").status_code == 200

    def test_one_hand_is_not_two_by_hand_either(self, scene):
        decided(scene)
        by_hand("UPDATE gate_decision SET second_signer = decided_by", "two_hands")


class TestSixth:
    """Gate ③ fixes question and route; it sees no ballot and changes no count."""

    def test_nobody_at_the_gate_reads_a_choice_while_it_runs(self, scene):
        topic = scene.voting()
        scene.vote(scene.author, topic, "赞成")
        poll = scene.poll_of(topic)
        for who in (scene.secretary, scene.deputy, scene.supervisor, scene.watch, scene.host):
            page = who.get(f"polls/{poll}").json
            assert who.get(f"polls/{poll}/result").status_code == 409
            assert "votes" not in str(page["poll"].get("options")).lower()

    def test_no_verb_of_the_gate_takes_a_figure(self):
        from server.deliberation.schemas import TopicStepIn

        figures = {"votes", "cast", "outcome", "counted", "tallies"}
        assert set(TopicStepIn().fields) & figures == set()
        assert {step.target for step in WORKFLOW.steps if step.verb is Verb.CHALLENGE} == {"tallied"}


class TestSeventh:
    """From the share of the law on, expediency is no ground (TestPetition in test_keepers says the rest)."""

    @pytest.mark.parametrize(
        ("code", "status"), [("not_ours", 422), ("other", 422), ("unlawful", 200), ("privacy", 200)]
    )
    def test_only_two_grounds_are_left(self, scene, code, status):
        topic = scene.submit()
        with tenancy.across_communities():
            db.session.execute(text(f"UPDATE topic SET seconds = 1 WHERE id = {topic}"))
            db.session.commit()

        answer = scene.step(scene.secretary, topic, "decline", reason_code=code, reason=REASON)

        assert answer.status_code == status


class TestEighth:
    """Posts, comments and cases pass the content check and the boards' moderation, never the gate."""

    def test_no_other_feature_knows_the_permission_of_the_gate(self):
        root = Path(__file__).parents[2] / "server"
        asking = {
            path.relative_to(root).parts[0]
            for path in root.rglob("*.py")
            if re.search(r"TOPIC_GATE", path.read_text(encoding="utf-8"))
        }

        # ballots: the party organisation certifies a confirmed count; feed: counts what waits for it.
        assert asking <= {"core", "deliberation", "ballots", "feed"}

    def test_a_comment_is_published_without_the_gate(self, scene):
        topic = scene.discussing()
        said = scene.author.post(f"topics/{topic}/comments", json={"body": "建议装在东侧"}).json["id"]
        scene.deliver()
        shown = scene.neighbours[0].get(f"topics/{topic}/comments").json["items"]
        denied = make_member(scene.community, Role.ACTING)

        assert [one["id"] for one in shown] == [said]
        form = {"verb": "hide", "reason": "与议题无关"}
        assert denied.post(f"topic-comments/{said}/steps", json=form).status_code == 403

    def test_every_gate_verb_is_about_a_topic(self):
        gates = {verb for verb in Verb if permission_of(verb) is Permission.TOPIC_GATE}

        assert gates == {
            Verb.ADMIT, Verb.RETURN, Verb.DECLINE, Verb.DECLINE_FIRST, Verb.RETRACT_SIGNATURE, Verb.MERGE,
            Verb.TRANSFER, Verb.RECUSE,
            Verb.OPEN_DISCUSSION, Verb.RETURN_PLAN, Verb.TERMINATE, Verb.OPEN_BALLOT, Verb.DECIDE,
            Verb.RETURN_ROUTE, Verb.CERTIFY, Verb.CERTIFY_NOT_PASSED, Verb.CERTIFY_NO_QUORUM, Verb.CHALLENGE,
            Verb.OPEN_COVENANT_VOTE, Verb.ADOPT_COVENANT, Verb.DROP_COVENANT, Verb.RETURN_COVENANT,
            Verb.CHALLENGE_COVENANT,
        }  # fmt: skip


def test_the_ledger_knows_each_decision_by_its_row(scene):
    decided(scene)
    with tenancy.in_community(scene.community.id):
        (row,) = db.session.scalars(select(GateDecision)).all()
    assert (row.seq, row.acting_role, row.overdue_minutes) == (1, "secretary", 0)
