"""What the gatekeeper is offered to merge a topic into is exactly what the server then takes."""

from server.core.access import Role
from tests.factories import make_estate, make_home, make_member


def offered(who, topic):
    return [one["id"] for one in who.get(f"topics/{topic}/merge-targets").json["items"]]


def merge(scene, topic, target):
    return scene.step(scene.secretary, topic, "merge", target_id=target, reason="两个议题说的是同一件事")


def test_only_what_is_on_the_agenda_and_not_yet_discussed_is_offered_and_taken(scene):
    admitted = scene.walk(scene.submit(title="车棚统一装充电桩"), "admit")
    planned = scene.walk(scene.submit(title="车棚旁边划停车线"), "admit", "plan")
    talked = scene.discussing(title="车棚夜里照明")
    scene.walk(talked, "summarise")  # three under way are all that one author may have
    topic = scene.neighbours[0].post(
        "topics", json={"title": "三号楼也要充电桩", "body": "三号楼门口飞线充电，很危险。", "submit": True}
    )
    waiting = topic.json["topic"]["id"]
    scene.deliver()

    assert offered(scene.secretary, waiting) == [planned, admitted]
    for target in (talked, waiting):
        assert merge(scene, waiting, target).json["code"] == "bad_target"
    assert merge(scene, waiting, admitted).status_code == 200


def test_an_estates_topic_goes_into_its_own_estates_or_everybodys_and_a_wide_one_into_none(scene):
    other = make_estate(scene.community, "另一个小区")
    stranger = make_member(scene.community, home=make_home(other))
    form = {"title": "六号楼充电桩", "body": "六号楼门口飞线充电，很危险。", "estate_id": str(other.id)}
    theirs = stranger.post("topics", json={**form, "submit": True}).json["topic"]["id"]
    scene.deliver()
    own = scene.walk(scene.submit(title="本小区充电桩", estate_id=str(scene.estate.id)), "admit")
    wide = scene.walk(scene.submit(title="全社区充电桩"), "admit")
    scene.walk(theirs, "admit")
    narrow = scene.submit(title="三号楼充电桩", estate_id=str(scene.estate.id))
    asked = scene.neighbours[0].post(
        "topics", json={"title": "都要充电桩", "body": "门口飞线充电，很危险的。", "submit": True}
    )
    scene.deliver()
    everybody = asked.json["topic"]["id"]

    assert offered(scene.secretary, narrow) == [wide, own]
    assert offered(scene.secretary, everybody) == [wide]
    assert merge(scene, narrow, theirs).json["code"] == "bad_target"


def test_none_but_who_holds_the_gate_is_offered_any(scene):
    topic = scene.submit()

    assert scene.host.get(f"topics/{topic}/merge-targets").status_code == 403
    assert scene.neighbours[0].get(f"topics/{topic}/merge-targets").status_code in (403, 404)
    branch = make_member(scene.community, Role.SECRETARY, estate=scene.estate)
    assert branch.get(f"topics/{topic}/merge-targets").status_code == 403
