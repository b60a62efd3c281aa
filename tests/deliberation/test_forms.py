"""What a step must be given, and the small print of topics."""

from datetime import timedelta

import pytest

from server.core.access import Permission, Role
from server.deliberation import clocks, policy
from server.deliberation.policy import Matter
from server.kit.db import utc_now
from tests.deliberation.scenes import TEXT
from tests.factories import make_estate, make_home, make_member


@pytest.mark.parametrize(
    ("verb", "state", "code"),
    [
        ("plan", ["admit"], "plan_required"),
        ("summarise", ["admit", "plan", "open_discussion"], "summary_required"),
        ("route", ["admit", "plan", "open_discussion", "summarise"], "ballot_required"),
    ],
)
def test_a_host_brings_what_his_step_needs(scene, verb, state, code):
    topic = scene.walk(scene.submit(), *state)

    answer = scene.step(scene.host, topic, verb)

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_merging_needs_a_target_and_revising_needs_words(scene):
    topic = scene.submit()
    merge = scene.step(scene.secretary, topic, "merge", reason="与车棚议题相同")
    transfer = scene.step(scene.secretary, topic, "transfer", reason="转办")
    draft = scene.author.post("topics", json=TEXT).json["topic"]["id"]
    revise = scene.step(scene.author, draft, "revise")

    assert [one.json["code"] for one in (merge, transfer, revise)] == [
        "target_required", "reason_required", "text_required",
    ]  # fmt: skip


def test_the_same_words_again_are_no_new_version(scene):
    draft = scene.author.post("topics", json=TEXT).json["topic"]["id"]
    words = {"title": TEXT["title"], "body": TEXT["body"]}

    same = scene.step(scene.author, draft, "revise", **words).json["topic"]
    other = scene.step(scene.author, draft, "revise", **{**words, "title": "三号楼车棚"}).json["topic"]

    assert (same["text_version"], other["text_version"]) == (1, 2)
    assert same["text_hash"] != other["text_hash"]


def test_an_unknown_topic_is_not_found(scene):
    for path in ("topics/123", "topics/123/gate-decisions", "topics/123/comments"):
        assert scene.author.get(path).status_code == 404


def test_comments_and_decisions_have_lists_of_their_own(scene):
    topic = scene.discussing()
    for number in range(3):
        scene.author.post(f"topics/{topic}/comments", json={"body": f"第{number}条发言"})
    scene.deliver()

    first = scene.author.get(f"topics/{topic}/comments", query_string={"limit": 2}).json
    second = scene.author.get(f"topics/{topic}/comments", query_string={"after": first["next"]}).json
    decisions = scene.author.get(f"topics/{topic}/gate-decisions").json["items"]

    assert [one["body"][1] for one in first["items"] + second["items"]] == ["0", "1", "2"]
    assert [one["action"] for one in decisions] == ["accept", "open"]


def test_staff_who_live_elsewhere_do_not_speak_for_this_estate(scene):
    home = make_home(make_estate(scene.community))
    neighbour = make_member(scene.community, home=home)
    matter = Matter(type("T", (), {"estate_id": scene.estate.id})())

    assert policy.may_speak(neighbour.actor, matter) == "这个议题由本小区的居民协商"
    assert policy.may_speak(scene.author.actor, matter) is None


def test_an_observer_above_the_community_hosts_nothing(scene, neighbour):
    matter = Matter(type("T", (), {"estate_id": None})())

    hosting = policy.of_this_unit(Permission.TOPIC_HOST)
    assert hosting(neighbour(Role.OBSERVER).actor, matter) is not None
    assert hosting(neighbour(Role.WATCH).actor, matter) is not None
    assert hosting(scene.host.actor, matter) is None


def test_begun_minutes_count_as_late():
    now = utc_now()

    assert clocks.minutes_late(None, now) == 0
    assert clocks.minutes_late(now, now) == 0
    assert clocks.minutes_late(now - timedelta(seconds=1), now) == 1
    assert clocks.minutes_late(now - timedelta(seconds=61), now) == 2
