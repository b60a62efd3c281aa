"""Who holds two offices signs in the one that the act belongs to, and does not judge what he wrote."""

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.deliberation.gate_models import GateDecision
from server.deliberation.keeper_models import Appeal
from server.extensions import db
from server.identity import queries as people
from server.identity.service.duties import Scope, grant_duty
from tests.deliberation.scenes import BALLOT, REASON, TEXT, plan
from tests.factories import make_home, make_member, signed_in

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


MANAGER = {"matter": "manager", "route": "E", "question": "是否同意续聘现在的物业公司？", "days": 5}


def shut(who, topic, verb):
    buttons = who.get(f"topics/{topic}").json["mine"]["verbs"]
    return next(one["shut"] for one in buttons if one["verb"] == verb)


def test_who_wrote_the_plan_does_not_hold_the_gate_that_it_lies_at(scene):
    topic = scene.walk(scene.submit(), "admit")
    assert scene.step(scene.secretary, topic, "plan", plan=plan()).status_code == 200

    refused = [
        scene.step(scene.secretary, topic, verb, **form)
        for verb, form in (
            ("open_discussion", {}),
            ("return_plan", {"reason_code": "period", "reason": REASON}),
        )
    ]

    assert [(one.status_code, one.json["code"]) for one in refused] == [(409, "gate_closed")] * 2
    assert "由您提交" in shut(scene.secretary, topic, "open_discussion")
    assert shut(scene.secretary, topic, "recuse") is None
    assert scene.step(scene.deputy, topic, "open_discussion").status_code == 200


def test_a_plan_sent_back_and_written_by_another_is_its_first_writer_s_to_judge(scene):
    topic = scene.walk(scene.submit(), "admit")
    scene.step(scene.secretary, topic, "plan", plan=plan())
    scene.step(scene.deputy, topic, "return_plan", reason_code="period", reason=REASON)
    scene.step(scene.host, topic, "plan", plan=plan())

    assert scene.step(scene.secretary, topic, "open_discussion").status_code == 200


def test_who_proposed_the_ballot_does_not_open_it(scene):
    topic = scene.walk(scene.discussing(), "summarise")
    scene.after_notice(topic)
    assert scene.step(scene.secretary, topic, "route", ballot=BALLOT).status_code == 200
    scene.told(topic)

    assert "由您提交" in shut(scene.secretary, topic, "open_ballot")
    assert scene.step(scene.secretary, topic, "open_ballot").json["code"] == "gate_closed"
    assert scene.step(scene.deputy, topic, "open_ballot").status_code == 200


def test_who_agreed_to_call_the_meeting_does_not_open_its_ballot(scene):
    """A secretary who chairs the owners' committee, as many do."""
    make_home(scene.estate, owners=["王建国"])
    scope = Scope(scene.community.id, scene.estate.id)
    with transaction():
        grant_duty(scene.secretary.actor.person_id, Role.OWNERS_COMMITTEE, scope, organisation="业委会")
    chair = signed_in(people.get_person(scene.secretary.actor.person_id), scene.community)
    topic = scene.walk(scene.discussing(estate_id=str(scene.estate.id)), "summarise")
    scene.after_notice(topic)
    assert scene.step(scene.host, topic, "route", ballot=MANAGER).status_code == 200
    assert scene.step(chair, scene.told(topic), "convene").status_code == 200

    assert "同意召集" in shut(chair, topic, "open_ballot")
    assert scene.step(chair, topic, "open_ballot").json["code"] == "gate_closed"
    assert scene.step(scene.deputy, topic, "open_ballot").status_code == 200


def test_a_lone_secretary_is_told_before_he_writes_the_plan_and_the_street_hears_after(scene):
    topic = scene.walk(scene.submit(), "admit")
    buttons = scene.secretary.get(f"topics/{topic}").json["mine"]["verbs"]
    scene.step(scene.secretary, topic, "plan", plan=plan())
    scene.step(scene.deputy, topic, "recuse", reason="我家就在三号楼，与这件事有利害关系")
    scene.deliver()

    assert "这一关就由别人把" in next(one["consequence"] for one in buttons if one["verb"] == "plan")
    orders = scene.supervisor.get("supervision-orders").json["items"]
    assert [one["kind"] for one in orders] == ["keeper_missing"]
    assert shut(scene.supervisor, topic, "name_keeper") is None


PAUSE = {"reason_code": "disorder", "reason": REASON}


def test_who_stood_back_keeps_no_order_in_the_party_organisation_s_name(scene):
    topic = scene.walk(scene.submit(), "admit")
    scene.walk(topic, "plan")
    scene.step(scene.secretary, topic, "recuse", reason="我家就在三号楼，与这件事有利害关系")
    assert scene.step(scene.deputy, topic, "open_discussion").status_code == 200
    scene.begin(topic)

    paused = scene.step(scene.secretary, topic, "pause", **PAUSE)

    assert (paused.status_code, paused.json["code"]) == (409, "gate_closed")
    assert "应当回避" in shut(scene.secretary, topic, "pause")
    assert scene.step(scene.host, topic, "pause", **PAUSE).status_code == 200
    assert "应当回避" in shut(scene.secretary, topic, "resume")


def test_a_secretary_of_the_committee_too_keeps_order_in_a_topic_of_his_own_for_the_committee(scene):
    both = also(scene.community, Role.SECRETARY, Role.COMMITTEE, Scope(scene.community.id), "锦秋居委会")
    topic = both.post("topics", json={**TEXT, "submit": True}).json["topic"]["id"]
    scene.deliver()
    scene.walk(topic, "admit", "plan", "open_discussion")

    paused = scene.step(both, topic, "pause", **PAUSE)

    assert paused.status_code == 200, paused.json
    note = paused.json["topic"]["gate_decisions"][-1]
    assert (note["acting_role"], note["acting_org"]) == ("居委", "锦秋居委会")


def test_the_audit_chain_names_the_office_by_which_it_was_allowed(scene, both):
    topic = scene.walk(scene.submit(), "admit")
    scene.step(both, topic, "plan", plan=plan())

    with tenancy.in_community(scene.community.id):
        asked = select(AuditEntry.role).where(AuditEntry.person_id == both.actor.person_id)
        assert db.session.scalars(asked).all() == ["committee"]
