"""异议: one a household and notice, counted by homes, answered in public."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.database import transaction
from server.deliberation.discussion_models import Objection
from server.deliberation.models import Topic
from server.extensions import db
from server.kit.db import utc_now
from tests.deliberation.scenes import BALLOT, REASON
from tests.factories import make_member

BODY = "纪要没有写三楼住户担心的噪音问题"
CONSENT = {"matter": "daily", "route": "A", "question": "在东侧车棚加装充电桩，费用由使用人分摊"}


def home_of(who):
    return str(who.actor.members[0].home_id)


def file(who, topic, home=None, body=BODY):
    return who.post(f"topics/{topic}/objections", json={"home_id": home or home_of(who), "body": body})


def answer(who, topic, row, text="已补进第二版纪要，请查看"):
    form = {key: row[key] for key in ("stage", "round", "home_id")}
    return who.post(f"topics/{topic}/objections/answer", json={**form, "answer": text})


def later(scene, topic, days):
    """The topic has stood in its state so long already."""
    with tenancy.in_community(scene.community.id), transaction():
        begun = utc_now() - timedelta(days=days)
        db.session.execute(update(Topic).where(Topic.id == int(topic)).values(state_at=begun))


@pytest.fixture
def summarised(scene):
    return scene.walk(scene.discussing(), "summarise")


@pytest.fixture
def consenting(scene, summarised):
    scene.after_notice(summarised)
    done = scene.step(scene.host, summarised, "route", ballot=CONSENT)
    assert done.status_code == 200, done.json
    return summarised


def test_a_household_objects_once_to_the_minutes(scene, summarised):
    one = scene.neighbours[0]

    offered = one.get(f"topics/{summarised}").json["mine"]["objection"]
    first = file(one, summarised)
    again = file(one, summarised)
    scene.deliver()
    page = one.get(f"topics/{summarised}").json

    assert (offered["stage"], offered["homes"][0]["id"]) == ("summary", home_of(one))
    assert (first.status_code, first.json["state"], first.json["round"]) == (201, "checking", 1)
    assert (again.status_code, again.json["code"]) == (409, "home_objected")
    assert [(row["body"], row["state"]) for row in page["topic"]["objections"]] == [(BODY, "open")]
    assert page["mine"]["objection"] is None


def test_the_host_answers_in_public_and_once(scene, summarised):
    file(scene.neighbours[0], summarised)
    scene.deliver()
    (row,) = scene.author.get(f"topics/{summarised}").json["topic"]["objections"]

    resident = answer(scene.author, summarised, row)
    done = answer(scene.host, summarised, row)
    again = answer(scene.host, summarised, row)

    assert resident.status_code == 403
    assert done.json["topic"]["objections"][0]["answer"] == "已补进第二版纪要，请查看"
    assert (again.status_code, again.json["code"]) == (409, "already_answered")


def test_a_new_version_of_the_minutes_may_be_objected_to_anew(scene, summarised):
    file(scene.neighbours[0], summarised)
    scene.walk(summarised, "summarise")

    assert file(scene.neighbours[0], summarised).json["round"] == 2


def test_after_the_notice_and_outside_of_one_nobody_objects(scene, summarised):
    scene.after_notice(summarised)
    late = file(scene.neighbours[0], summarised)
    talking = scene.discussing(title="楼道声控灯不亮的问题")
    nothing_open = file(scene.neighbours[0], talking)

    assert (late.status_code, late.json["code"]) == (409, "notice_over")
    assert (nothing_open.status_code, nothing_open.json["code"]) == (409, "no_notice")


def test_nobody_objects_for_another_home(scene, summarised):
    assert file(scene.neighbours[0], summarised, home=home_of(scene.neighbours[1])).status_code == 403
    assert file(scene.host, summarised, home=home_of(scene.neighbours[1])).status_code == 403


def test_two_of_one_home_are_one_objection(scene, summarised):
    from server.places.models import Home

    one = scene.neighbours[0]
    with tenancy.in_community(scene.community.id):
        door = db.session.get(Home, (scene.community.id, int(home_of(one))))
    wife = make_member(scene.community, home=door)

    assert file(one, summarised).status_code == 201
    assert file(wife, summarised).json["code"] == "home_objected"


def test_route_a_waits_its_days_and_is_stopped_by_ten_percent_of_the_homes(scene, consenting):
    early = scene.step(scene.secretary, consenting, "decide")
    file(scene.neighbours[0], consenting)
    later(scene, consenting, 8)
    stopped = scene.step(scene.secretary, consenting, "decide")

    assert (early.status_code, early.json["code"]) == (409, "gate_closed")
    assert early.json["message"].startswith("异议期到 ")
    assert stopped.status_code == 409
    assert stopped.json["message"] == "有 1 户提出异议，达到 10%，不能按协商一致决定"


@pytest.mark.parametrize(
    ("words", "state"), [("上赌博网站赚钱去", "refused"), ("加微信领红包，谢谢", "held")]
)
def test_a_home_objects_whatever_becomes_of_its_words(scene, consenting, words, state):
    one, two = scene.neighbours[:2]
    file(one, consenting, body=words)
    scene.deliver()
    scene.deliver()
    later(scene, consenting, 8)

    stopped = scene.step(scene.secretary, consenting, "decide")
    seen = two.get(f"topics/{consenting}").json["topic"]["objections"]
    (mine,) = one.get(f"topics/{consenting}").json["mine"]["pending_objections"]
    told = [row["title"] for row in one.get("notices").json["items"]]

    assert stopped.json["message"] == "有 1 户提出异议，达到 10%，不能按协商一致决定"
    assert [(row["state"], row["name"], row["body"], row["note"]) for row in seen] == [(state, "", "", "")]
    assert (mine["body"], "含有词语" in mine["note"]) == (words, True)
    assert any(title.startswith("您家异议的文字") and title.endswith("异议照样计入") for title in told)


def withdraw(who, topic, home=None):
    return who.post(f"topics/{topic}/objections/withdrawal", json={"home_id": home or home_of(who)})


def test_who_filed_it_withdraws_and_the_home_counts_no_longer(scene, consenting):
    one, two = scene.neighbours[:2]
    file(one, consenting)
    scene.deliver()
    offered = one.get(f"topics/{consenting}").json["mine"]["withdrawable"]
    others = (withdraw(two, consenting), withdraw(two, consenting, home=home_of(one)))

    done = withdraw(one, consenting)
    again = (withdraw(one, consenting), file(one, consenting))
    seen = two.get(f"topics/{consenting}").json["topic"]["objections"]
    later(scene, consenting, 8)
    decided = scene.step(scene.secretary, consenting, "decide")

    assert (offered, two.get(f"topics/{consenting}").json["mine"]["withdrawable"]) == ([home_of(one)], [])
    assert [answer.status_code for answer in others] == [404, 404]
    assert (done.status_code, done.json["mine"]["withdrawable"], seen) == (200, [], [])
    assert [row["state_name"] for row in done.json["mine"]["pending_objections"]] == ["已撤回"]
    assert [answer.json["code"] for answer in again] == ["already_withdrawn", "home_objected"]
    assert decided.json["topic"]["state"] == "decided"


def test_an_answered_objection_may_be_withdrawn_and_after_the_notice_none(scene, summarised):
    one, two = scene.neighbours[:2]
    for who in (one, two):
        file(who, summarised)
    scene.deliver()
    rows = scene.author.get(f"topics/{summarised}").json["topic"]["objections"]
    answer(scene.host, summarised, next(row for row in rows if row["home_id"] == home_of(one)))

    content = withdraw(one, summarised)
    scene.after_notice(summarised)
    late = withdraw(two, summarised)

    assert content.status_code == 200
    assert (late.status_code, late.json["code"]) == (409, "notice_over")


@pytest.mark.parametrize(
    "columns", [{"state": "withdrawn"}, {"withdrawn_at": utc_now()}, {"answered_at": utc_now()}]
)
def test_the_database_refuses_a_withdrawal_without_its_time_and_a_time_without_it(scene, summarised, columns):
    file(scene.neighbours[0], summarised)
    with tenancy.in_community(scene.community.id), pytest.raises(IntegrityError), transaction():
        db.session.execute(update(Objection).values(**columns))


def test_route_a_without_objections_is_decided_without_a_ballot(scene, consenting):
    later(scene, consenting, 8)

    ballot = scene.step(scene.secretary, consenting, "open_ballot")
    done = scene.step(scene.secretary, consenting, "decide")

    assert (ballot.status_code, ballot.json["message"]) == (409, "这个议题走协商一致，不需要表决")
    assert (done.status_code, done.json["topic"]["state"], done.json["topic"]["poll"]) == (
        200,
        "decided",
        None,
    )
    note = done.json["topic"]["gate_decisions"][-1]
    assert (note["gate"], note["action"], note["action_name"]) == ("3", "decide", "确认协商一致")
    with tenancy.in_community(scene.community.id):
        from server.deliberation import ledger_queries

        evidence = ledger_queries.last_decision(int(consenting)).evidence
    assert (evidence["objections"], evidence["households"]) == (0, 4)
    assert evidence["proposal_version"] == 1
    assert len(evidence["proposal_hash"]) == 64


def test_a_disputed_summary_goes_back_and_a_new_version_is_asked_for(scene, summarised):
    scene.after_notice(summarised)
    scene.step(scene.host, summarised, "route", ballot=BALLOT)
    back = scene.step(
        scene.secretary, summarised, "return_route", reason_code="summary_disputed", reason=REASON
    )
    scene.after_notice(summarised)
    stubborn = scene.step(scene.host, summarised, "route", ballot=BALLOT)
    scene.walk(summarised, "summarise")
    scene.after_notice(summarised)
    mended = scene.step(scene.host, summarised, "route", ballot=BALLOT)

    assert back.json["topic"]["state"] == "summarised"
    assert (stubborn.status_code, stubborn.json["message"]) == (409, "纪要有异议，请先发布新的一版纪要")
    assert mended.status_code == 200


def test_a_ballot_to_be_worded_anew_begins_no_new_notice_and_disputed_minutes_do(scene, summarised):
    scene.after_notice(summarised)
    lay_open_until = scene.author.get(f"topics/{summarised}").json["topic"]["public_until"]
    scene.step(scene.host, summarised, "route", ballot=BALLOT)
    reworded = scene.step(
        scene.secretary, summarised, "return_route", reason_code="question_unclear", reason=REASON
    ).json["topic"]
    again = scene.step(scene.host, summarised, "route", ballot=BALLOT)
    disputed = scene.step(
        scene.secretary, summarised, "return_route", reason_code="summary_disputed", reason=REASON
    ).json["topic"]

    assert (reworded["public_until"], again.status_code) == (lay_open_until, 200)
    assert datetime.fromisoformat(reworded["due_at"]) > utc_now()
    assert disputed["public_until"] > lay_open_until


def counted(scene, **changes):
    topic = scene.voting(**changes)
    for who in (scene.author, *scene.neighbours):
        assert scene.vote(who, topic, "赞成").status_code == 200
    return scene.close(topic)


def test_a_household_objects_to_the_count_while_it_lies_open(scene):
    topic = counted(scene)

    said = file(scene.neighbours[0], topic, body="名册里少了我们一户，请核对名册")
    early = scene.step(scene.secretary, topic, "certify")

    assert (said.status_code, said.json["stage"], said.json["round"]) == (201, "tally", 1)
    assert early.status_code == 409


def test_a_vote_too_few_took_part_in_is_prolonged_once_and_keeps_its_ballots(scene):
    topic = scene.voting()
    assert scene.vote(scene.author, topic, "赞成").status_code == 200
    scene.close(topic)
    scene.confirmed(topic)
    certified = scene.step(scene.secretary, topic, "certify")
    until = (utc_now() + timedelta(days=5)).date().isoformat()

    silent = scene.step(scene.host, topic, "extend_vote", until=until)
    longer = scene.step(scene.host, topic, "extend_vote", until=until, reason="很多住户出差，没有来得及投")

    assert certified.json["topic"]["state"] == "no_quorum"
    assert (silent.status_code, silent.json["code"]) == (422, "reason_required")
    assert (longer.status_code, longer.json["topic"]["state"]) == (200, "voting"), longer.json
    assert longer.json["topic"]["due_at"][:10] >= until
    poll = scene.neighbours[0].get(f"polls/{scene.poll_of(topic)}").json["poll"]
    assert poll["taken_part"] == 1
    assert scene.vote(scene.neighbours[0], topic, "赞成").status_code == 200
