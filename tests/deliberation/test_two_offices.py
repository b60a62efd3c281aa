"""Who holds two offices signs in the one that the act belongs to."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.deliberation.gate_models import GateDecision
from server.deliberation.keeper_models import Appeal
from server.extensions import db
from server.identity import queries as people
from server.identity.service.duties import Scope, grant_duty
from tests.deliberation.scenes import REASON, plan
from tests.factories import make_member, signed_in

NO = {"reason_code": "not_ours", "reason": REASON}


def also(community, first, role, scope, organisation):
    """Somebody who held `first` before he was given the other office."""
    one = make_member(community, first)
    with transaction():
        grant_duty(one.actor.person_id, role, scope, organisation=organisation)
    caller = signed_in(people.get_person(one.actor.person_id), community)
    assert caller.actor.offices[0].role is first
    return caller


@pytest.fixture
def both(scene):
    """Of the 监督委员会 first, of the 居委会 besides."""
    return also(scene.community, Role.WATCH, Role.COMMITTEE, Scope(scene.community.id), "锦秋居委会")


def test_a_pause_is_signed_in_the_office_that_keeps_order(scene, both):
    topic = scene.discussing()
    paused = scene.step(both, topic, "pause", reason_code="disorder", reason=REASON)

    assert paused.status_code == 200, paused.json
    with tenancy.in_community(scene.community.id):
        row = db.session.scalars(select(GateDecision).where(GateDecision.action == "pause")).one()
    assert (row.acting_role, row.acting_org) == ("committee", "锦秋居委会")


def test_a_plan_names_its_host_by_the_office_that_hosts(scene, both):
    topic = scene.walk(scene.submit(), "admit")
    planned = scene.step(both, topic, "plan", plan=plan())

    assert planned.status_code == 200, planned.json
    host = both.get(f"topics/{topic}").json["topic"]["plan"]["host"]
    assert (host["role"], host["place"]) == ("居委", "锦秋居委会")


def test_an_appeal_is_answered_in_the_name_of_the_street(scene):
    street = Scope(region=scene.community.region_code[:9] + "000")
    both = also(scene.community, Role.WATCH, Role.SUPERVISOR, street, "街道党工委")
    topic = scene.submit()
    scene.step(scene.secretary, topic, "decline", **NO)
    scene.step(scene.author, topic, "appeal", reason="这件事关系三号楼每一户")
    answered = scene.step(both, topic, "uphold", reason="不属于居民自治范围，维持原决定")

    assert answered.status_code == 200, answered.json
    with tenancy.in_community(scene.community.id):
        assert db.session.scalars(select(Appeal.decided_org)).one() == "街道党工委"


def test_an_order_is_issued_in_the_name_of_the_street(scene):
    street = Scope(region=scene.community.region_code[:9] + "000")
    both = also(scene.community, Role.WATCH, Role.SUPERVISOR, street, "街道党工委")
    issued = both.post("supervision-orders", json={"text": "请说明近期议题办理情况", "days": 5})

    assert issued.status_code == 201, issued.json
    assert [one["org"] for one in issued.json["steps"]] == ["街道党工委"]
