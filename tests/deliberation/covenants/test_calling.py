"""A covenant is put to a meeting that its body calls (product.md §2.3, T17), as a topic's decision is."""

from datetime import timedelta

import pytest

from server.core.access import Role
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.covenants.agreements import (
    BALLOT,
    closed,
    confirmed,
    decided,
    draft,
    fill_the_law,
    handed_in,
    step,
)
from tests.deliberation.covenants.test_handing_in import offered, send_back
from tests.factories import make_home, make_member

OWNERS = {"matter": "covenant", "route": "E", "days": 5}


@pytest.fixture
def uncalled(scene):
    """A deputy handed it in: nobody has called the residents' meeting yet."""
    fill_the_law(scene)
    answer = step(scene.deputy, draft(scene), "submit")
    assert answer.status_code == 200, answer.json
    scene.deliver()
    return answer.json


@pytest.fixture
def owners(scene):
    """业委会 of the scene's estate; the roll knows an owner."""
    make_home(scene.estate, owners=["王建国"])
    return make_member(scene.community, Role.OWNERS_COMMITTEE, estate=scene.estate)


def owners_covenant(scene):
    topic = decided(scene, estate_id=scene.estate.id)
    answer = step(scene.host, draft(scene, topic, title="锦秋花园管理规约"), "submit", ballot=OWNERS)
    assert answer.status_code == 200, answer.json
    scene.deliver()
    return answer.json


def notices(who):
    return [one["title"] for one in who.get("notices").json["items"]]


def test_the_vote_waits_until_the_meeting_is_called(scene, uncalled):
    early = step(scene.secretary, uncalled, "open_vote")
    shut = offered(scene.secretary, uncalled)["open_vote"]
    called = step(scene.host, uncalled, "convene")
    opened = step(scene.secretary, uncalled, "open_vote")

    assert (early.status_code, early.json["code"]) == (409, "gate_closed")
    assert shut == early.json["message"]
    assert "由居委会召集" in shut
    assert (called.status_code, opened.status_code) == (200, 200), (called.json, opened.json)
    note = scene.author.get(f"topics/{uncalled['topic']['id']}").json["topic"]["gate_decisions"][-1]
    assert note["convened"]["name"] == scene.host.actor.name


def test_the_page_says_which_meeting_it_is_for_and_who_called_it(scene, uncalled):
    before = uncalled["now"]["asked"]
    after = step(scene.host, uncalled, "convene").json["now"]["asked"]

    assert (before["route_title"], before["days"], before["convener"]) == ("居民会议", 5, "居委会")
    assert (before["convened"], after["convened"]["name"]) == (None, scene.host.actor.name)


def test_a_committee_that_hands_it_in_has_called_it_and_calls_it_once(scene):
    covenant = handed_in(scene)
    again = step(scene.host, covenant, "convene")

    assert covenant["now"]["asked"]["convened"]["name"] == scene.host.actor.name
    assert (again.status_code, again.json["code"]) == (409, "gate_closed")


def test_what_was_sent_back_is_called_anew(scene, uncalled):
    step(scene.host, uncalled, "convene")
    send_back(scene, uncalled)
    step(scene.deputy, uncalled, "submit")

    assert step(scene.secretary, uncalled, "open_vote").json["code"] == "gate_closed"


def test_nothing_is_called_before_it_is_handed_in(scene, uncalled):
    send_back(scene, uncalled)

    assert "convene" not in offered(scene.host, uncalled)
    assert step(scene.host, uncalled, "convene").json["code"] == "gate_closed"


@pytest.mark.parametrize("who", ["secretary", "watch", "supervisor"])
def test_nobody_else_calls_it(scene, uncalled, who):
    assert step(getattr(scene, who), uncalled, "convene").status_code == 403


def test_who_called_it_does_not_open_its_vote(scene, uncalled):
    both = make_member(scene.community, Role.COMMITTEE, Role.DEPUTY)
    called = step(both, uncalled, "convene")
    opened = step(both, uncalled, "open_vote")

    assert called.status_code == 200, called.json
    assert (opened.status_code, opened.json["code"]) == (409, "gate_closed")
    assert "同意召集" in opened.json["message"]


def test_by_whose_meeting_is_settled_before_the_gate(scene, uncalled):
    step(scene.host, uncalled, "convene")
    opened = step(scene.secretary, uncalled, "open_vote", ballot={**BALLOT, "days": 9})

    assert (opened.status_code, opened.json["code"]) == (422, "ballot_is_fixed")


def test_a_draft_is_not_handed_in_without_saying_to_whom(scene):
    answer = step(scene.host, draft(scene), "submit", ballot=None)

    assert (answer.status_code, answer.json["code"]) == (422, "ballot_required")


def test_the_owners_committee_reads_and_calls_what_its_owners_decide(scene, owners):
    covenant = owners_covenant(scene)
    asked = notices(owners)
    read = owners.get(f"covenants/{covenant['id']}?version=1")
    early = step(scene.secretary, covenant, "open_vote")
    foreign = step(scene.host, covenant, "convene")
    called = step(owners, covenant, "convene")
    scene.deliver()
    opened = step(scene.secretary, covenant, "open_vote")

    assert asked == ["一项表决等业委会同意召集"]
    assert (read.status_code, early.json["code"], foreign.status_code) == (200, "gate_closed", 403)
    assert (called.status_code, opened.status_code) == (200, 200), (called.json, opened.json)
    assert "业委会已同意召集，可以开始表决" in notices(scene.secretary)


def test_who_called_the_meeting_prolongs_its_vote_and_nobody_else(scene, owners):
    covenant = owners_covenant(scene)
    step(owners, covenant, "convene")
    opened = step(scene.secretary, covenant, "open_vote").json
    closed(scene, opened)
    confirmed(scene, opened)
    topic = covenant["topic"]["id"]
    scene.after_notice(topic)
    form = {"until": (today(utc_now()) + timedelta(days=5)).isoformat(), "reason": "多数业主出差未归"}
    tries = [
        scene.step(scene.host, topic, "extend_vote", **form),
        scene.step(scene.host, topic, "extend_called_vote", **form),
    ]
    longer = scene.step(owners, topic, "extend_called_vote", **form)

    assert [one.status_code for one in tries] == [409, 403]
    assert longer.status_code == 200, longer.json
