"""居民主持人: a resident leads one topic: plan, meetings, order, minutes, way to decide; and no more."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.access import Role
from server.core.audit import AuditEntry
from server.core.database import transaction
from server.core.tenancy import across_communities
from server.deliberation import clockwork
from server.deliberation.gate_models import GateDecision
from server.deliberation.host_models import HostNaming
from server.deliberation.models import Topic
from server.extensions import db
from server.identity.models import Membership
from server.identity.service.duties import Scope, grant_duty
from server.kit.db import utc_now
from tests.deliberation.scenes import BALLOT, REASON, SUMMARY, plan
from tests.factories import make_estate, make_home, make_member

WHY = "身体不好，主持不了了"


@pytest.fixture
def topic(scene):
    return scene.walk(scene.submit(), "admit")


@pytest.fixture
def host(scene):
    return scene.neighbours[0]


def member(who):
    return str(who.actor.members[0].membership_id)


def name(by, topic, who, **form):
    return by.post(f"topics/{topic}/host", json={"membership_id": member(who), **form})


def end(by, topic, how, reason=WHY):
    return by.post(f"topics/{topic}/host/{how}", json={"reason": reason})


def page(by, topic):
    return by.get(f"topics/{topic}").json


def verbs(by, topic):
    return {one["verb"]: one["shut"] for one in page(by, topic)["mine"]["verbs"]}


def told(who):
    return [one["title"] for one in who.get("notices").json["items"]]


class TestNaming:
    def test_everybody_reads_who_hosts_and_why(self, scene, topic, host):
        done = name(scene.secretary, topic, host, tag="五老", reason="老书记，邻居都服他")

        assert done.status_code == 200, done.json
        assert page(scene.author, topic)["topic"]["host"] == {"name": host.actor.name, "tag": "五老"}
        (row,) = scene.neighbours[1].get(f"topics/{topic}/host").json["items"]
        assert (row["name"], row["by"], row["reason"]) == (
            host.actor.name,
            scene.secretary.actor.name,
            "老书记，邻居都服他",
        )
        assert row["ending"] is None
        with tenancy.in_community(scene.community.id), transaction():
            assert "topic.host_name" in db.session.scalars(select(AuditEntry.deed)).all()

    def test_he_and_the_author_are_told(self, scene, topic, host):
        name(scene.secretary, topic, host)
        scene.deliver()

        assert "党组织请您主持一个议题；不方便可以在议题页辞去" in told(host)
        assert f"您的议题由居民{host.actor.name}主持" in told(scene.author)

    def test_only_who_holds_the_topics_gates_names_him(self, scene, topic, host):
        for who in (scene.host, scene.supervisor, scene.author, host):
            assert name(who, topic, host).status_code == 403
        assert name(scene.deputy, topic, host).status_code == 200

    def test_of_those_it_concerns_and_no_party_to_it(self, scene, host):
        topic = scene.walk(scene.submit(estate_id=str(scene.estate.id)), "admit")
        elsewhere = make_member(scene.community, home=make_home(make_estate(scene.community)))
        child = make_member(scene.community, home=make_home(scene.estate), adult=False)
        away = make_member(scene.community, Role.AWAY, home=make_home(scene.estate))

        refused = [name(scene.secretary, topic, one) for one in (scene.author, elsewhere, child, away)]
        doors = scene.secretary.get(f"topics/{topic}/host/candidates").json["items"]

        assert {(one.status_code, one.json["code"]) for one in refused} == {(422, "bad_host")}
        assert {one["membership_id"] for one in doors} == {member(one) for one in scene.neighbours}

    def test_who_stood_back_and_who_holds_the_gate_himself_do_not_host(self, scene, topic, host):
        lives_here = make_member(scene.community, home=make_home(scene.estate))
        with transaction():
            grant_duty(lives_here.actor.person_id, Role.SECRETARY, Scope(scene.community.id))
        scene.set_row(topic, lambda _: {"recused": [host.actor.person_id]})

        assert name(scene.secretary, topic, host).json["code"] == "bad_host"
        assert name(lives_here, topic, lives_here).json["code"] == "bad_host"

    def test_candidates_are_found_by_door_or_name(self, scene, topic, host):
        door = host.actor.members[0]
        path = f"topics/{topic}/host/candidates"
        by_door = scene.secretary.get(path, query_string={"q": f"{door.building} {door.room}"}).json["items"]
        by_name = scene.secretary.get(path, query_string={"q": host.actor.name}).json["items"]

        assert [one["membership_id"] for one in by_door] == [member(host)]
        assert member(host) in {one["membership_id"] for one in by_name}
        assert scene.secretary.get(path, query_string={"q": "没有这一户"}).json["items"] == []
        assert host.get(path).status_code == 403

    def test_one_at_a_time_and_while_it_is_talked_over(self, scene, topic, host):
        fresh = scene.submit()
        early = name(scene.secretary, fresh, host)
        name(scene.secretary, topic, host)
        twice = name(scene.secretary, topic, scene.neighbours[1])
        scene.walk(topic, "plan", "open_discussion", "summarise", "route")
        end(scene.secretary, topic, "dismissal")
        late = name(scene.secretary, topic, host)

        assert [one.json["code"] for one in (early, twice, late)] == ["not_led", "has_host", "not_led"]
        assert page(scene.secretary, topic)["mine"]["host_verbs"] == []


class TestHosting:
    def test_he_leads_it_from_the_plan_to_the_way_to_decide(self, scene, topic, host):
        name(scene.secretary, topic, host)
        planned = scene.step(host, topic, "plan", plan=plan())
        assert planned.json["topic"]["plan"]["host"] == {
            "name": host.actor.name, "place": "居民主持人", "role": "居民",
        }  # fmt: skip
        scene.walk(topic, "open_discussion")
        for verb in ("pause", "resume"):
            code = {"reason_code": "disorder"} if verb == "pause" else {}
            assert scene.step(host, topic, verb, reason=REASON, **code).status_code == 200
        until = (utc_now() + timedelta(days=3, hours=8)).date().isoformat()
        assert scene.step(host, topic, "extend_discussion", until=until, reason=WHY).status_code == 200
        scene.begin(topic)
        assert scene.step(host, topic, "summarise", summary=SUMMARY).status_code == 200
        scene.after_notice(topic)
        assert host.get(f"topics/{topic}/routes?matter=daily").status_code == 200
        assert scene.step(host, topic, "route", ballot=BALLOT).json["topic"]["state"] == "gate3_pending"

        with tenancy.in_community(scene.community.id):
            paused = select(GateDecision.acting_role, GateDecision.acting_org).where(
                GateDecision.gate == "pause"
            )
            assert set(db.session.execute(paused).all()) == {("resident", "居民主持人")}

    def test_he_records_the_meetings(self, scene, topic, host):
        name(scene.secretary, topic, host)
        starts = utc_now() + timedelta(days=3)
        meeting = {"kind": "offline", "starts_at": starts.isoformat(), "place": "活动室", "agenda": "议位置"}
        scene.step(host, topic, "plan", plan={**plan(), "meetings": [meeting]})
        scene.walk(topic, "open_discussion")
        (one,) = page(host, topic)["topic"]["meetings"]
        form = {"minutes": "到了十二户，都同意装在东侧。", "attendance": 12, "named": [], "photos": []}
        path = f"topics/{topic}/meetings/{one['id']}/minutes"

        assert page(host, topic)["mine"]["may_record"]
        assert host.put(path, json=form).json["code"] == "not_held_yet"
        assert scene.neighbours[1].put(path, json=form).status_code == 403
        assert not page(scene.neighbours[1], topic)["mine"]["may_record"]

    def test_he_holds_no_gate_and_nothing_of_another_topic(self, scene, topic, host):
        other = scene.walk(scene.submit(), "admit")
        name(scene.secretary, topic, host)
        scene.step(host, topic, "plan", plan=plan())

        assert scene.step(host, other, "plan", plan=plan()).status_code == 403
        assert scene.step(host, topic, "open_discussion").status_code == 403
        assert scene.step(host, topic, "return_plan", reason_code="period", reason=REASON).status_code == 403
        assert "plan" not in verbs(host, other)
        assert name(host, topic, scene.neighbours[1]).status_code == 403

    def test_the_staff_lead_it_beside_him_and_other_residents_do_not(self, scene, topic, host):
        name(scene.secretary, topic, host)

        assert ("plan" in verbs(host, topic), "plan" in verbs(scene.host, topic)) == (True, True)
        assert "plan" not in verbs(scene.neighbours[1], topic)
        refused = scene.step(scene.neighbours[1], topic, "plan", plan=plan())
        assert (refused.status_code, refused.json["message"]) == (403, "这一步由居委会或党组织的工作人员主持")

    def test_who_moved_away_leads_no_more(self, scene, topic, host):
        name(scene.secretary, topic, host)
        with across_communities(), transaction():
            his = Membership.person_id == host.actor.person_id
            db.session.execute(update(Membership).where(his).values(ends_at=utc_now()))

        assert scene.step(host, topic, "plan", plan=plan()).status_code in (403, 404)

    def test_he_hears_that_he_is_late_and_when_it_is_his_turn(self, scene, topic, host):
        name(scene.secretary, topic, host)
        scene.set_row(topic, lambda row: {"due_at": utc_now() - timedelta(hours=1)})
        with tenancy.in_community(scene.community.id), transaction():
            clockwork.tell_overdue_hosts()
        scene.deliver()
        scene.step(host, topic, "plan", plan=plan())
        scene.step(scene.secretary, topic, "open_discussion")
        scene.deliver()

        assert "请办理：协商方案超过期限还没有提交" in told(host)
        assert "您主持的议题可以开始协商了，期满后请发布纪要" in told(host)


class TestEnding:
    def test_the_party_organisation_takes_it_back_with_a_reason(self, scene, topic, host):
        name(scene.secretary, topic, host)
        bare = end(scene.secretary, topic, "dismissal", reason="不行")
        others = [end(who, topic, "dismissal").status_code for who in (scene.host, host, scene.author)]
        done = end(scene.secretary, topic, "dismissal")
        scene.deliver()

        assert (bare.status_code, others, done.status_code) == (422, [403, 403, 403], 200)
        assert done.json["topic"]["host"] is None
        assert scene.step(host, topic, "plan", plan=plan()).status_code == 403
        (row,) = scene.author.get(f"topics/{topic}/host").json["items"]
        assert (row["ending"], row["end_reason"]) == ("dismissed", WHY)
        assert "您不再主持这个议题，原因见议题页" in told(host)
        assert end(scene.secretary, topic, "dismissal").json["code"] == "no_host"

    def test_he_declines_and_who_named_him_hears_why(self, scene, topic, host):
        name(scene.secretary, topic, host)
        assert page(host, topic)["mine"]["host_verbs"] == ["decline"]
        others = [end(who, topic, "decline").status_code for who in (scene.neighbours[1], scene.host)]
        done = end(host, topic, "decline")
        scene.deliver()

        assert (others, done.status_code) == ([403, 403], 200)
        assert f"{host.actor.name}不能主持这个议题：{WHY}" in told(scene.secretary)
        assert page(scene.secretary, topic)["mine"]["host_verbs"] == ["name"]
        assert name(scene.secretary, topic, scene.neighbours[1]).status_code == 200

    def test_a_host_who_would_take_the_topic_over_gives_up_hosting_first(self, scene, host):
        topic = scene.submit()
        home = str(host.actor.members[0].home_id)
        host.post(f"topics/{topic}/second", json={"home_id": home})
        scene.walk(topic, "admit")
        name(scene.secretary, topic, host)
        scene.walk(topic, "withdraw")

        both = scene.step(host, topic, "adopt")
        end(host, topic, "decline")

        assert (both.status_code, both.json["code"]) == (409, "hosts_it")
        assert scene.step(host, topic, "adopt").status_code == 200

    def test_the_database_holds_a_topic_to_one_host_that_is_not_its_author(self, scene, topic, host):
        name(scene.secretary, topic, host)
        row = {"name": "另一位", "named_by": 1, "named_by_name": "书记", "person_id": 2}
        with tenancy.in_community(scene.community.id), pytest.raises(IntegrityError), transaction():
            db.session.add(HostNaming(topic_id=int(topic), **row))
        himself = update(Topic).where(Topic.id == int(topic)).values(host_id=Topic.author_id)
        with tenancy.in_community(scene.community.id), pytest.raises(IntegrityError), transaction():
            db.session.execute(himself)
