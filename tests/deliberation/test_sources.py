"""A topic may grow from a post that those whom it concerns may read."""

from tests.deliberation.scenes import TEXT
from tests.factories import make_estate, make_home, make_member


def post(scene, who=None, **changes):
    form = {"kind": "ask", "title": "三号楼飞线充电", "body": "门口每天有人飞线充电，很危险。", **changes}
    made = (who or scene.author).post("boards/nearby/posts", json=form)
    assert made.status_code == 201, made.json
    scene.deliver()
    return made.json["post"]["id"]


def propose(scene, source, **changes):
    return scene.author.post("topics", json={**TEXT, "source_post_id": source, "submit": True, **changes})


def test_a_topic_shows_the_post_it_grew_from(scene):
    source = post(scene)

    made = propose(scene, source)

    assert made.status_code == 201, made.json
    scene.deliver()
    topic = scene.walk(made.json["topic"]["id"], "admit")
    shown = scene.neighbours[0].get(f"topics/{topic}").json["topic"]["source_post"]
    assert shown == {"id": source, "title": "三号楼飞线充电"}


def test_a_post_that_is_gone_or_never_was_starts_nothing(scene):
    assert propose(scene, "123").json["code"] == "bad_source"


def test_a_post_of_another_estate_is_not_there(scene):
    estate = make_estate(scene.community, "另一个小区")
    stranger = make_member(scene.community, home=make_home(estate))
    source = post(scene, who=stranger, estate_id=str(estate.id))

    assert propose(scene, source).json["code"] == "bad_source"


def test_what_one_estate_reads_is_not_shown_to_all(scene):
    source = post(scene, estate_id=str(scene.estate.id))

    wide = propose(scene, source)
    own = propose(scene, source, estate_id=str(scene.estate.id))

    assert (wide.status_code, wide.json["code"]) == (422, "source_of_an_estate")
    assert own.status_code == 201
