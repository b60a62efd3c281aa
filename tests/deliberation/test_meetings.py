"""Meetings of the plan: announced when gate ② opened the discussion, recorded by the host afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.discussion_models import Meeting
from server.extensions import db
from server.kit.db import utc_now
from tests.deliberation.scenes import plan
from tests.deliberation.test_plans import meeting
from tests.factories import make_community, make_member

MINUTES = {
    "minutes": "到会的住户看了东侧和西侧两处位置，多数赞成东侧。",
    "attendance": 14,
    "named": ["李女士"],
}


@pytest.fixture
def meeting_of(scene):
    """A topic under discussion with one meeting, and the meeting's id."""
    topic = scene.walk(scene.submit(), "admit")
    planned = scene.step(scene.host, topic, "plan", plan={**plan(), "meetings": [meeting()]})
    assert planned.status_code == 200, planned.json
    scene.walk(topic, "open_discussion")
    (one,) = scene.author.get(f"topics/{topic}").json["topic"]["meetings"]
    return topic, one["id"]


def held(scene, ident):
    with tenancy.in_community(scene.community.id), transaction():
        begun = utc_now() - timedelta(hours=2)
        db.session.execute(update(Meeting).where(Meeting.id == int(ident)).values(starts_at=begun))


def record(who, topic, ident, **changes):
    return who.put(f"topics/{topic}/meetings/{ident}/minutes", json={**MINUTES, **changes})


def test_a_meeting_is_announced_with_the_plan_and_recorded_once(scene, meeting_of):
    topic, ident = meeting_of
    before = scene.author.get(f"topics/{topic}").json["topic"]["meetings"][0]
    early = record(scene.host, topic, ident)
    held(scene, ident)
    done = record(scene.host, topic, ident)
    again = record(scene.host, topic, ident)

    assert (before["kind_name"], before["place"], before["minutes"]) == ("线下会议", "居委会二楼活动室", None)
    assert (early.status_code, early.json["code"]) == (409, "not_held_yet")
    shown = done.json["topic"]["meetings"][0]
    assert (shown["minutes"], shown["attendance"], shown["named"]) == (MINUTES["minutes"], 14, ["李女士"])
    assert (again.status_code, again.json["code"]) == (409, "already_recorded")


def test_residents_and_strangers_record_nothing(scene, meeting_of):
    topic, ident = meeting_of
    held(scene, ident)
    elsewhere = make_member(make_community(), Role.COMMITTEE)

    assert record(scene.author, topic, ident).status_code == 403
    assert record(elsewhere, topic, ident).status_code in (403, 404)
    assert record(scene.host, topic, "123").status_code == 404


def test_minutes_say_something_and_how_many_came(scene, meeting_of):
    topic, ident = meeting_of
    held(scene, ident)

    assert record(scene.host, topic, ident, minutes="开了会").status_code == 422
    assert record(scene.host, topic, ident, attendance=0).status_code == 422
