"""How a topic is decided: its matter and its stake choose the routes, the route chooses the numbers."""

import pytest
from sqlalchemy import select

from server.ballots.models import Poll
from server.core import tenancy
from server.extensions import db
from tests.deliberation.scenes import BALLOT
from tests.deliberation.test_seconding import rule
from tests.factories import make_home

QUESTION = "是否同意在东侧车棚加装充电桩？"


@pytest.fixture
def ready(scene):
    """Builds a topic whose minutes have lain open long enough."""

    def make(**changes):
        topic = scene.walk(scene.discussing(**changes), "summarise")
        scene.after_notice(topic)
        return topic

    return make


def route(scene, topic, **form):
    return scene.step(scene.host, topic, "route", ballot={"question": QUESTION, **form})


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"matter": "residents_major", "route": "B", "days": 5}, "route_not_allowed"),
        ({"matter": "use_fund", "route": "B", "days": 5}, "route_not_allowed"),
        ({"matter": "daily", "route": "G", "days": 5}, "route_not_allowed"),
        ({"matter": "daily", "route": "B"}, "ballot_too_short"),
        (
            {"matter": "daily", "route": "B", "days": 5, "who": "delegates"},
            "not_of_this_route",
        ),
        ({"matter": "daily", "route": "B", "days": 5, "quorum": {"num": 1, "den": 4}}, "share_too_low"),
        ({"matter": "daily", "route": "B", "days": 5, "building_id": "5"}, "not_of_this_route"),
        ({"matter": "building", "route": "H", "days": 5}, "building_required"),
        ({"matter": "building", "route": "H", "days": 5, "building_id": "5"}, "building_required"),
        ({"matter": "common_parts", "route": "F", "days": 7}, "owners_of_which_estate"),
        ({"matter": "daily", "route": "Z", "days": 5}, "invalid"),
        ({"matter": "weather", "route": "B", "days": 5}, "invalid"),
    ],
)
def test_a_proposal_that_asks_too_little_or_takes_another_route_is_refused(scene, ready, form, code):
    answer = route(scene, ready(), **form)

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_a_route_whose_number_the_law_has_not_given_is_shut(scene, ready):
    topic = ready()
    shut = route(scene, topic, matter="daily", route="C", days=5)
    half = {"num": 1, "den": 2, "over": True}
    rule(scene, "route.C.participation", half, "第十条")
    rule(scene, "route.C.approval", half, "第十条")
    open_ = route(scene, topic, matter="daily", route="C", days=5)

    assert (shut.status_code, shut.json["code"]) == (409, "law_number_missing")
    assert open_.status_code == 200, open_.json
    kept = open_.json["topic"]["ballot_proposal"]
    assert (kept["route"], kept["quorum"]["text"]) == ("C", "过半数")
    assert "第十条" in kept["rule"]["cite"]


def test_the_host_reads_which_routes_are_open_and_why_others_are_not(scene, ready):
    topic = ready()

    found = scene.host.get(f"topics/{topic}/routes", query_string={"matter": "daily"}).json
    resident = scene.author.get(f"topics/{topic}/routes")

    cards = {one["route"]: one for one in found["items"]}
    assert [letter for letter, one in cards.items() if one["allowed"]] == ["A", "B", "C", "D"]
    assert cards["B"]["voters"][0]["participation"]["text"] == "三分之一以上"
    assert [one["who"] for one in cards["G"]["voters"]] == ["adults", "delegates"]
    assert cards["C"]["shut"].startswith("请区社建办先核定")
    assert [one["key"] for one in cards["C"]["missing"]] == ["route.C.participation", "route.C.approval"]
    assert cards["G"]["why_not"] == "只有村民委员会用这种方式"
    assert (found["least_days"], found["consensus_days"]) == (5, 7)
    assert resident.status_code == 403


def test_the_owners_vote_by_area_and_heads_as_the_law_says(scene, ready):
    topic = ready(estate_id=str(scene.estate.id), stake="normal")

    raised = route(scene, topic, matter="use_fund", route="E", days=7, quorum={"num": 3, "den": 4})
    done = route(scene, topic, matter="use_fund", route="E", days=7)

    assert (raised.status_code, raised.json["code"]) == (422, "fixed_by_law")
    kept = done.json["topic"]["ballot_proposal"]
    assert (kept["base"], kept["who"], kept["mode"]) == ("owners", "owners", "named")
    assert (kept["quorum"]["text"], kept["pass"]["text"]) == ("三分之二以上", "过半数")
    assert "第二百七十八条" in kept["rule"]["cite"]


def test_one_building_decides_what_concerns_it_alone(scene, ready):
    building_id = make_home(scene.estate, building="9号楼").building_id
    make_home(scene.estate, building="9号楼")
    topic = ready()
    done = route(scene, topic, matter="building", route="H", days=5, building_id=str(building_id))
    scene.walk(topic, "open_ballot")

    assert done.json["topic"]["ballot_proposal"]["building"] == "9号楼"
    with tenancy.in_community(scene.community.id):
        poll = db.session.scalars(select(Poll).where(Poll.subject_id == int(topic))).one()
        assert (poll.building_id, poll.roll_size, poll.rule["route"]) == (building_id, 2, "H")


def test_gate_three_may_fix_the_question_and_nobody_after_it(scene, ready):
    topic = ready()
    route(scene, topic, matter="daily", route="B", days=5)
    other = {**BALLOT, "question": "是否同意在东侧车棚加装六个充电桩？"}

    opened = scene.step(scene.secretary, scene.told(topic), "open_ballot", ballot=other)
    again = scene.step(scene.secretary, topic, "open_ballot", ballot=BALLOT)
    changed = scene.step(scene.host, topic, "route", ballot=BALLOT)

    assert opened.status_code == 200, opened.json
    with tenancy.in_community(scene.community.id):
        poll = db.session.scalars(select(Poll).where(Poll.subject_id == int(topic))).one()
        assert poll.question == other["question"]
    assert (again.status_code, changed.status_code) == (409, 409)


def test_gate_three_cannot_turn_a_vote_into_silence(scene, ready):
    topic = ready()
    route(scene, topic, matter="daily", route="B", days=5)
    silent = {"matter": "daily", "route": "A", "question": QUESTION}

    answer = scene.step(scene.secretary, scene.told(topic), "open_ballot", ballot=silent)

    assert (answer.status_code, answer.json["code"]) == (422, "no_ballot")
