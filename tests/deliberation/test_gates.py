"""The invariants of the gate, from outside: who may hold it, what it must say, what it can never touch."""

import pytest

from server.core.access import Role
from server.core.safety import Suggest, Verdict
from server.deliberation import policy
from tests.deliberation.scenes import BALLOT, REASON, TEXT
from tests.factories import make_community, make_estate, make_home, make_member

NEW_WORDS = {"title": "充电桩装在哪里", "body": "补充：三号楼三十户，照片和位置图已附。"}
YES = {"label": "甲", "weight": "for"}


@pytest.mark.parametrize(
    "role", [None, Role.COMMITTEE, Role.SOCIAL_WORKER, Role.OBSERVER, Role.SUPERVISOR, Role.DISTRICT_OFFICE]
)
def test_nobody_but_the_party_organisation_of_the_unit_holds_the_gate(scene, neighbour, role):
    topic = scene.submit()
    who = neighbour(role)

    answers = [
        scene.step(who, topic, "admit"),
        scene.step(who, topic, "decline", reason_code="not_ours", reason=REASON),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "gate1_pending"


def test_a_secretary_of_another_community_does_not_even_find_it(scene):
    stranger = make_member(make_community(), Role.SECRETARY)

    assert stranger.get(f"/communities/{scene.community.id}/topics").status_code == 404


def test_the_deputy_may(scene):
    topic = scene.submit()

    assert scene.step(scene.deputy, topic, "admit").json["topic"]["state"] == "admitted"


def test_a_gatekeeper_stands_back_from_his_own_topic(scene):
    topic = scene.secretary.post("topics", json={**TEXT, "submit": True}).json["topic"]["id"]
    scene.deliver()

    own = scene.step(scene.secretary, topic, "admit")
    others = scene.step(scene.deputy, topic, "admit")

    assert (own.status_code, own.json["message"]) == (403, policy.OWN_TOPIC)
    assert others.status_code == 200


def test_where_the_estate_holds_its_own_gates_the_community_does_not(scene):
    estate = make_estate(scene.community, gates_delegated=True)
    author = make_member(scene.community, home=make_home(estate))
    branch = make_member(scene.community, Role.SECRETARY, estate=estate)
    form = {**TEXT, "submit": True, "estate_id": str(estate.id)}
    topic = author.post("topics", json=form).json["topic"]["id"]
    scene.deliver()

    above = scene.step(scene.secretary, topic, "admit")
    inboxes = [len(who.get("gate-inbox").json["items"]) for who in (scene.secretary, branch)]
    here = scene.step(branch, topic, "admit")

    assert (above.status_code, above.json["message"]) == (403, "这个议题由本小区党支部把关")
    assert inboxes == [0, 1]
    assert here.json["topic"]["gate_decisions"][0]["acting_role"] == "书记"


def test_a_branch_secretary_holds_no_gate_of_the_whole_community(scene):
    branch = make_member(scene.community, Role.SECRETARY, estate=scene.estate)

    answer = scene.step(branch, scene.submit(), "admit")

    assert (answer.status_code, answer.json["message"]) == (403, "这个议题由社区党组织把关")


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, "reason_code_required"),
        ({"reason_code": "because", "reason": REASON}, "reason_code_required"),
        ({"reason_code": "unclear"}, "reason_required"),
        ({"reason_code": "unclear", "reason": "没有说清楚"}, "reason_required"),
    ],
)
def test_a_return_without_a_reason_is_impossible(scene, form, code):
    answer = scene.step(scene.secretary, scene.submit(), "return", **form)

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_after_two_returns_it_is_yes_or_no(scene):
    topic = scene.submit()
    form = {"reason_code": "unclear", "reason": REASON}
    for _ in range(2):
        assert scene.step(scene.secretary, topic, "return", **form).status_code == 200
        assert scene.step(scene.author, topic, "submit").status_code == 200
        scene.deliver()

    third = scene.step(scene.secretary, topic, "return", **form)
    verbs = {one["verb"]: one["shut"] for one in scene.secretary.get(f"topics/{topic}").json["mine"]["verbs"]}

    assert (third.status_code, third.json["code"]) == (409, "gate_closed")
    assert verbs["return"] == third.json["message"]
    assert verbs["admit"] is None


def test_the_gate_waits_for_the_content_check(scene):
    topic = scene.author.post("topics", json={**TEXT, "submit": True}).json["topic"]["id"]

    assert scene.step(scene.secretary, topic, "admit").json["code"] == "gate_closed"


class Strict:
    def check(self, _):
        return Verdict(Suggest.RISKY, "含有词语「某某」")


def test_a_text_that_the_check_refuses_goes_back_to_its_author(app, scene, monkeypatch):
    monkeypatch.setitem(app.extensions, "checker", Strict())
    topic = scene.submit()

    assert scene.author.get(f"topics/{topic}").json["topic"]["state"] == "draft"
    assert scene.secretary.get("gate-ledger").json["items"] == []


def test_an_old_page_decides_nothing(scene):
    topic = scene.submit()
    read = scene.secretary.get(f"topics/{topic}").json["topic"]["version"]
    form = {"reason_code": "unclear", "reason": REASON}
    scene.step(scene.secretary, topic, "return", **form)
    scene.step(
        scene.author, topic, "revise", title="充电桩装在哪里", body="补充：三号楼三十户，照片和位置图已附。"
    )
    scene.step(scene.author, topic, "submit")
    scene.deliver()

    answer = scene.step(scene.deputy, topic, "admit", version=read)

    assert (answer.status_code, answer.json["code"]) == (409, "stale")


def test_who_comes_second_reads_the_decision(scene):
    topic = scene.submit()
    scene.step(scene.secretary, topic, "admit")

    answer = scene.step(scene.deputy, topic, "decline", reason_code="not_ours", reason=REASON)

    assert (answer.status_code, answer.json["code"]) == (409, "already_decided")
    assert answer.json["details"]["decision"]["action"] == "accept"
    assert answer.json["details"]["decision"]["by"] == scene.secretary.actor.name


def test_a_step_out_of_its_time_is_a_plain_conflict(scene):
    answer = scene.step(scene.secretary, scene.submit(), "resume")

    assert (answer.status_code, answer.json["code"]) == (409, "conflict")


def test_gate_three_fixes_the_question_but_sees_no_ballot_and_changes_no_count(scene):
    topic = scene.walk(scene.discussing(), "summarise", "route")
    fixed = {**BALLOT, "question": "是否同意在车棚加装六个充电桩？"}
    page = scene.step(scene.secretary, scene.told(topic), "open_ballot", ballot=fixed).json
    scene.vote(scene.author, topic, "赞成")
    poll = scene.poll_of(topic)

    seen = scene.secretary.get(f"polls/{poll}").json

    assert seen["poll"]["question"] == page["topic"]["ballot_proposal"]["question"] == fixed["question"]
    assert seen["poll"]["taken_part"] == 1
    assert scene.secretary.get(f"polls/{poll}/result").status_code == 409
    ballot = {"home_id": "1", "option_id": seen["poll"]["options"][0]["id"]}
    assert scene.secretary.put(f"polls/{poll}/ballot", json=ballot).status_code == 403
    assert (
        scene.step(scene.secretary, topic, "terminate", reason_code="changed", reason=REASON).status_code
        == 409
    )


@pytest.mark.parametrize(
    ("votes", "state"), [(("反对", "反对", "反对"), "not_passed"), (("赞成",), "no_quorum")]
)
def test_certifying_follows_the_count(scene, votes, state):
    topic = scene.voting()
    for voter, label in zip((scene.author, *scene.neighbours), votes, strict=False):
        scene.vote(voter, topic, label)
    scene.close(topic)
    unconfirmed = scene.step(scene.secretary, topic, "certify")
    scene.confirmed(topic)

    verbs = {one["verb"]: one for one in scene.secretary.get(f"topics/{topic}").json["mine"]["verbs"]}
    page = scene.step(scene.secretary, topic, "certify").json

    assert (unconfirmed.status_code, unconfirmed.json["code"]) == (409, "gate_closed")
    assert set(verbs) == {"certify", "challenge", "recuse"}
    assert (verbs["certify"]["name"], verbs["certify"]["shut"]) == ("确认计票结果", None)
    assert page["topic"]["state"] == state


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quorum": {"num": 1, "den": 4}}, "share_too_low"),
        ({"quorum": {"num": 3, "den": 2}}, "not_a_share"),
        ({"pass": {"num": 1, "den": 3}}, "share_too_low"),
        ({"options": [{**YES, "weight": "against"}, YES]}, "bad_options"),
        ({"options": [{**YES, "label": "乙"}, YES]}, "bad_options"),
    ],
)
def test_a_ballot_that_asks_too_little_is_refused(scene, change, code):
    topic = scene.walk(scene.discussing(), "summarise")
    scene.after_notice(topic)

    answer = scene.step(scene.host, topic, "route", ballot={**BALLOT, **change})

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_a_topic_is_merged_only_into_one_that_takes_in_the_same_people(scene):
    topic, other = scene.submit(), scene.submit(title="另一个车棚议题")
    itself = scene.step(scene.secretary, topic, "merge", target_id=topic, reason="与车棚议题相同")
    pending = scene.step(scene.secretary, topic, "merge", target_id=other, reason="与车棚议题相同")
    scene.walk(other, "admit")

    merged = scene.step(scene.secretary, topic, "merge", target_id=other, reason="与车棚议题相同")

    assert [itself.json["code"], pending.json["code"]] == ["bad_target", "bad_target"]
    assert merged.json["topic"]["merged_into"] == other


def test_a_topic_is_not_merged_into_one_that_takes_no_seconds_any_more(scene):
    """Its supporters are asked to second the target: they must still be able to."""
    topic, other = scene.submit(), scene.discussing(title="另一个车棚议题")

    refused = scene.step(scene.secretary, topic, "merge", target_id=other, reason="与车棚议题相同")

    assert (refused.status_code, refused.json["code"]) == (422, "bad_target")
    assert "还没有开始协商" in refused.json["message"]
