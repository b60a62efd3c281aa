"""Who is party to a topic stands back whether he says so or not."""

from sqlalchemy import select

from server.core import tenancy
from server.core.audit import AuditEntry
from server.extensions import db
from server.identity import queries as people
from server.places.models import Home
from tests.deliberation.scenes import REASON, plan
from tests.deliberation.test_keepers import NO, WHY, seconds, state_of, verbs
from tests.factories import join, moved


def at_home(scene, who, home_id):
    """The officer also lives there."""
    with tenancy.in_community(scene.community.id):
        home = db.session.get(Home, (scene.community.id, home_id))
    join(people.get_person(who.actor.person_id), home)
    moved(who)
    return who


def home_of(caller):
    return caller.actor.members[0].home_id


def test_who_lives_with_the_author_does_not_hold_its_gate(scene):
    topic = scene.submit()
    at_home(scene, scene.secretary, home_of(scene.author))

    refused = scene.step(scene.secretary, topic, "admit")

    assert (refused.status_code, refused.json["code"]) == (409, "gate_closed")
    assert "应当回避" in refused.json["message"]
    assert "应当回避" in verbs(scene.secretary, topic)["admit"]["shut"]
    assert verbs(scene.secretary, topic)["recuse"]["shut"] is None
    assert scene.step(scene.deputy, topic, "admit").status_code == 200


def test_that_he_tried_stands_in_the_audit(scene):
    topic = scene.submit()
    at_home(scene, scene.secretary, home_of(scene.author))

    scene.step(scene.secretary, topic, "admit")
    scene.step(scene.secretary, topic, "recuse", reason=WHY)
    scene.step(scene.deputy, topic, "admit")
    scene.step(scene.watch, topic, "plan", plan=plan())

    with tenancy.in_community(scene.community.id):
        asked = select(AuditEntry.person_id).where(AuditEntry.deed == "topic.trespass")
        found = db.session.scalars(asked.order_by(AuditEntry.seq)).all()
    assert found == [scene.secretary.actor.person_id, scene.watch.actor.person_id]


def test_who_lives_in_a_home_that_seconds_it_neither_admits_nor_declines(scene):
    topic, neighbour = scene.submit(), scene.neighbours[0]
    at_home(scene, scene.secretary, home_of(neighbour))
    free = verbs(scene.secretary, topic)["admit"]["shut"]
    neighbour.post(f"topics/{topic}/second", json={"home_id": str(home_of(neighbour))})

    assert free is None
    assert scene.step(scene.secretary, topic, "decline", **NO).json["code"] == "gate_closed"
    assert scene.step(scene.secretary, topic, "recuse", reason=WHY).status_code == 200


def test_who_lives_elsewhere_in_the_estate_is_no_party(scene):
    topic = scene.submit()
    at_home(scene, scene.secretary, home_of(scene.neighbours[1]))

    assert scene.step(scene.secretary, topic, "admit").status_code == 200


def test_the_second_hand_is_no_party_either(scene):
    topic = scene.submit()
    seconds(scene, topic, 10)
    scene.step(scene.secretary, topic, "decline", **NO)
    at_home(scene, scene.deputy, home_of(scene.author))

    assert scene.step(scene.deputy, topic, "countersign").json["code"] == "gate_closed"
    assert state_of(scene, topic) == "gate1_pending"


def test_when_the_last_keeper_s_home_seconds_it_the_street_is_asked_for_another(scene):
    topic, neighbour = scene.submit(), scene.neighbours[0]
    scene.step(scene.deputy, topic, "recuse", reason=WHY)
    at_home(scene, scene.secretary, home_of(neighbour))
    neighbour.post(f"topics/{topic}/second", json={"home_id": str(home_of(neighbour))})
    scene.deliver()

    orders = scene.supervisor.get("supervision-orders").json["items"]
    assert [one["kind"] for one in orders] == ["keeper_missing"]


def test_without_a_second_hand_nobody_signs_first(scene):
    """The deputy stood back, the chair lives with the author: a first signature would wait for ever."""
    topic = scene.submit()
    seconds(scene, topic, 10)
    scene.step(scene.deputy, topic, "recuse", reason=WHY)
    at_home(scene, scene.host, home_of(scene.author))

    no = scene.step(scene.secretary, topic, "decline", reason_code="unlawful", reason=REASON)

    assert (no.status_code, no.json["code"]) == (409, "gate_closed")
    assert "请报街镇配齐" in no.json["message"]
    assert verbs(scene.secretary, topic)["decline"]["shut"] == no.json["message"]
    assert scene.step(scene.secretary, topic, "admit").status_code == 200
