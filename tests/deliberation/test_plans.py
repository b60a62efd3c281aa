"""The plan of a discussion: its notice, its length, its meetings, its one extension, its papers."""

from datetime import datetime, timedelta

import pytest

from server.core import tenancy
from server.deliberation import papers
from server.deliberation.discussion_models import PaperKind
from server.deliberation.discussion_queries import papers_of
from server.kit.db import utc_now
from server.kit.worktime import SHANGHAI, today
from tests.deliberation.scenes import REASON, SUMMARY, plan


def meeting(days=3, **changes):
    at = datetime.combine(today(utc_now()) + timedelta(days=days), datetime.min.time(), SHANGHAI)
    given = {
        "kind": "offline",
        "starts_at": (at + timedelta(hours=14)).isoformat(),
        "place": "居委会二楼活动室",
    }
    return {**given, "agenda": "看位置，算费用", **changes}


def kept(scene, topic, kind):
    with tenancy.in_community(scene.community.id):
        return papers_of(int(topic), kind)


def day(ahead):
    return (today(utc_now()) + timedelta(days=ahead)).isoformat()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_on": day(1)}, "plan_too_soon"),
        ({"starts_on": day(-1)}, "plan_too_soon"),
        ({"ends_on": day(3)}, "plan_too_short"),
        ({"starts_on": day(40), "ends_on": day(45)}, "plan_too_long"),
        ({"ends_on": day(90)}, "plan_too_long"),
        ({"meetings": [meeting(days=9)]}, "meeting_outside"),
    ],
)
def test_a_plan_that_is_too_soon_too_short_or_too_long_is_refused(scene, changes, code):
    topic = scene.walk(scene.submit(), "admit")

    answer = scene.step(scene.host, topic, "plan", plan={**plan(), **changes})

    assert (answer.status_code, answer.json["code"]) == (422, code)


@pytest.mark.parametrize(("stake", "days"), [("light", 3), ("normal", 7), ("major", 15)])
def test_the_heavier_the_topic_the_longer_it_is_talked_about(scene, stake, days):
    topic = scene.walk(scene.submit(stake=stake), "admit")

    short = scene.step(scene.host, topic, "plan", plan=plan(days=days - 1))
    enough = scene.step(scene.host, topic, "plan", plan=plan(days=days))

    assert (short.status_code, short.json["message"]) == (422, f"这类议题至少协商 {days} 天")
    assert enough.status_code == 200


def test_gate_two_signs_the_version_of_the_plan_it_read(scene):
    topic = scene.walk(scene.submit(), "admit", "plan")
    scene.step(scene.secretary, topic, "return_plan", reason_code="parties_missing", reason=REASON)
    scene.step(scene.host, topic, "plan", plan={**plan(), "parties": "三号楼住户、物业、供电所"})
    scene.walk(topic, "open_discussion")

    first, second = kept(scene, topic, PaperKind.PLAN)
    page = scene.author.get(f"topics/{topic}").json["topic"]
    with tenancy.in_community(scene.community.id):
        from server.deliberation import ledger_queries

        evidence = ledger_queries.last_decision(int(topic)).evidence

    assert (first.version, second.version, first.body["parties"]) == (1, 2, "三号楼住户、物业")
    assert evidence == {"plan_version": 2, "plan_hash": papers.digest(second.body).hex()}
    assert evidence["plan_hash"] == second.sha256.hex()
    assert page["plan"]["parties"] == "三号楼住户、物业、供电所"


def test_nobody_speaks_before_the_first_day(scene):
    topic = scene.walk(scene.submit(), "admit", "plan")
    scene.step(scene.secretary, topic, "open_discussion")
    first = today(utc_now()) + timedelta(days=2)

    answers = [
        scene.author.put(f"topics/{topic}/stance", json={"stance": "for"}),
        scene.author.post(f"topics/{topic}/comments", json={"body": "我同意"}),
    ]
    page = scene.author.get(f"topics/{topic}").json

    for answer in answers:
        assert (answer.status_code, answer.json["code"]) == (409, "not_discussing")
        assert answer.json["message"] == f"协商从 {first.month}月{first.day}日 开始"
    assert not page["mine"]["may_speak"]
    assert f"协商从 {first.month}月{first.day}日" in page["topic"]["next_sentence"]


def test_a_discussion_is_prolonged_once_with_a_reason_in_a_new_version_of_the_plan(scene):
    topic = scene.discussing()
    before = scene.author.get(f"topics/{topic}").json["topic"]
    asked = {"until": day(10), "reason": "周末还有一场现场会"}

    silent = scene.step(scene.host, topic, "extend_discussion", until=day(10))
    far = scene.step(scene.host, topic, "extend_discussion", **{**asked, "until": day(16)})
    earlier = scene.step(scene.host, topic, "extend_discussion", **{**asked, "until": day(-1)})
    done = scene.step(scene.host, topic, "extend_discussion", **asked)
    again = scene.step(scene.host, topic, "extend_discussion", **{**asked, "until": day(11)})

    assert [one.json["code"] for one in (silent, far, earlier)] == [
        "reason_required", "extended_too_far", "not_later",
    ]  # fmt: skip
    assert (done.status_code, done.json["topic"]["plan"]["ends_on"]) == (200, day(10))
    assert done.json["topic"]["due_at"] > before["due_at"]
    assert (again.status_code, again.json["message"]) == (409, "协商已经延长过一次，不能再延长")
    assert [one.version for one in kept(scene, topic, PaperKind.PLAN)] == [1, 2]


def test_residents_and_the_gatekeeper_of_another_community_prolong_nothing(scene):
    topic = scene.discussing()

    answer = scene.step(scene.author, topic, "extend_discussion", until=day(10), reason="还想再谈谈")

    assert answer.status_code == 403


@pytest.mark.parametrize("part", ["agreed", "disputed", "minority", "open"])
def test_each_part_of_the_minutes_is_a_sentence_or_says_that_there_is_nothing(scene, part):
    topic = scene.discussing()
    whole = dict.fromkeys(SUMMARY, "大家都同意装在东侧车棚")

    thin = scene.step(scene.host, topic, "summarise", summary={**whole, part: "同意"})
    nothing = scene.step(scene.host, topic, "summarise", summary={**whole, part: "无"})

    assert (thin.status_code, thin.json["code"]) == (422, "summary_part_missing")
    assert list(thin.json["details"]["fields"]) == [part]
    assert nothing.status_code == 200


def test_a_new_version_of_the_minutes_lies_open_anew(scene):
    topic = scene.walk(scene.discussing(), "summarise")
    scene.after_notice(topic)
    other = dict.fromkeys(SUMMARY, "有三户不同意，理由写在下面")

    again = scene.step(scene.host, topic, "summarise", summary=other)
    early = scene.step(scene.host, topic, "route", **scene.part("route")[1])

    assert again.json["topic"]["summary"] == other
    assert (early.status_code, early.json["code"]) == (409, "gate_closed")
    assert early.json["message"].startswith("公示到 ")
    assert [one.body for one in kept(scene, topic, PaperKind.SUMMARY)] == [SUMMARY, other]
