"""A topic that came back is mended where it was faulted: words, photos, whom it concerns, how much."""

import pytest

from tests.deliberation.projects.undertakings import photo
from tests.deliberation.scenes import REASON, TEXT
from tests.deliberation.test_seconding import rule, second
from tests.factories import make_estate, make_home, make_member

WORDS = {"title": TEXT["title"], "body": TEXT["body"]}


@pytest.fixture
def returned(scene):
    """Builds a topic that came back for the reason given."""

    def make(code="facts_missing", **changes):
        topic = scene.submit(**changes)
        scene.step(scene.secretary, topic, "return", reason_code=code, reason=REASON)
        return topic

    return make


def revise(scene, topic, **changes):
    return scene.step(scene.author, topic, "revise", **{**WORDS, **changes})


def test_photos_are_part_of_the_text_that_the_gate_signs(scene, returned):
    topic = returned(photos=[photo(scene.author), photo(scene.author)])
    before = scene.author.get(f"topics/{topic}").json["topic"]
    stays, new = before["photos"][1]["id"], photo(scene.author)

    after = revise(scene, topic, photos=[new, stays]).json["topic"]

    assert [one["id"] for one in after["photos"]] == [new, stays]
    assert (before["text_version"], after["text_version"]) == (1, 2)
    assert before["text_hash"] != after["text_hash"]


def test_what_a_change_leaves_out_stays(scene, returned):
    topic = returned(photos=[photo(scene.author)], estate_id=str(scene.estate.id))

    after = revise(scene, topic, title="三号楼的车棚").json["topic"]

    assert (len(after["photos"]), after["estate"]["id"], after["stake"]) == (1, str(scene.estate.id), "light")


def test_only_ones_own_free_photos_are_taken_each_once(scene, returned):
    topic = returned(photos=[photo(scene.author)])
    own = scene.author.get(f"topics/{topic}").json["topic"]["photos"][0]["id"]

    assert revise(scene, topic, photos=[photo(scene.neighbours[0])]).status_code == 422
    assert revise(scene, topic, photos=[own, own]).status_code == 422


def test_whom_it_concerns_and_how_much_may_be_set_right(scene, returned):
    topic = returned("scope_unclear")

    after = revise(scene, topic, scope={"estate_id": str(scene.estate.id)}, stake="major").json["topic"]

    assert (after["estate"]["id"], after["stake"], after["text_version"]) == (
        str(scene.estate.id),
        "major",
        1,
    )
    scene.step(scene.author, topic, "submit")
    scene.deliver()
    stranger = make_member(scene.community, home=make_home(make_estate(scene.community, "另一个小区")))
    assert stranger.get(f"topics/{topic}").status_code == 404


def test_an_estate_one_does_not_live_in_is_no_scope(scene, returned):
    other = make_estate(scene.community, "另一个小区")

    answer = revise(scene, returned(), scope={"estate_id": str(other.id)})

    assert (answer.status_code, answer.json["code"]) == (422, "not_your_estate")


def test_households_that_stand_behind_it_are_not_left_outside(scene):
    home = make_home(make_estate(scene.community, "另一个小区"))
    stranger = make_member(scene.community, home=home)
    rule(scene, "seconding.households", 1)
    topic = scene.submit()
    put = second(stranger, topic)
    scene.step(scene.secretary, topic, "return", reason_code="scope_unclear", reason=REASON)

    answer = revise(scene, topic, scope={"estate_id": str(scene.estate.id)})

    assert put.status_code == 200, put.json
    assert (answer.status_code, answer.json["code"]) == (409, "seconded_outside")
    assert scene.author.get(f"topics/{topic}").json["topic"]["estate"] is None


def test_nothing_is_mended_while_it_lies_at_the_gate(scene):
    assert revise(scene, scene.submit(), stake="major").status_code == 409
