"""The roll call: who answers for which home, and who sees which part of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.core import tenancy, worker
from server.core.access import Role
from server.core.database import transaction
from server.emergency import policy
from server.emergency.models import Emergency, EmergencyAnswer, EmergencyAnswerStep
from server.extensions import db
from server.identity.service.duties import Scope, grant_duty
from tests.factories import make_home, make_member, moved


def answer(by, emergency, home, said, path="answers"):
    form = {"home_id": str(home.id), "answer": said}
    return by.post(f"emergencies/{emergency}/{path}", json=form)


def homes(by, emergency, building_id):
    return by.get(f"emergencies/{emergency}/homes?building_id={building_id}")


def test_a_home_has_one_answer_that_it_may_change_and_its_history_is_kept(town, begin):
    emergency, home = begin(), town.homes[0]
    answer(town.resident, emergency, home, "help")
    page = answer(town.resident, emergency, home, "safe").json

    (own,) = page["mine"]["homes"]
    assert (own["door"], own["said"]["answer_name"]) == ("3号楼 1单元101", "平安")
    assert [(one["answer"], one["name"]) for one in own["history"]] == [
        ("help", "李女士"),
        ("safe", "李女士"),
    ]
    (building,) = page["buildings"]
    assert {**building, "id": ""} == {
        "id": "", "name": "东苑 3号楼", "homes": 4, "safe": 1, "help": 0, "away": 0, "silent": 3,
    }  # fmt: skip


def test_nobody_answers_for_a_home_that_is_not_his(town, begin):
    emergency = begin()

    assert answer(town.helper, emergency, town.homes[0], "safe").status_code == 403
    assert answer(town.clerk, emergency, town.homes[0], "safe").status_code == 403
    assert answer(town.resident, emergency, town.homes[1], "safe").status_code == 403
    assert answer(town.minor, emergency, town.homes[1], "safe").status_code == 200


def test_who_lives_away_is_not_asked(town, begin):
    away, emergency = make_member(town.community, Role.AWAY, home=town.homes[2]), begin()

    assert away.get(f"emergencies/{emergency}").json["mine"]["homes"] == []
    assert answer(away, emergency, town.homes[2], "safe").status_code == 403


def test_the_desk_writes_down_what_it_heard_at_the_door_and_the_page_says_who_did(town, begin):
    emergency = begin()
    assert answer(town.clerk, emergency, town.homes[2], "away", "records").status_code == 200

    rows = {one["room"]: one for one in homes(town.clerk, emergency, town.block).json["items"]}
    said = rows["2单元101"]["said"]
    assert (said["answer_name"], said["name"]) == ("不在家", "张女士")
    assert said["org"]
    assert rows["2单元101"]["stairwell"] == "2单元"
    assert rows["1单元101"]["said"] is None
    assert (
        answer(town.clerk, emergency, type("H", (), {"id": 77}), "safe", "records").json["code"] == "bad_home"
    )


def test_the_desk_of_one_estate_knows_nothing_of_the_homes_of_another(town, begin):
    emergency = begin()

    assert answer(town.branch, emergency, town.homes[2], "away", "records").status_code == 403
    assert homes(town.branch, emergency, town.block).status_code == 404
    assert [one["name"] for one in town.branch.get(f"emergencies/{emergency}").json["buildings"]] == [
        "西苑 3号楼"
    ]


def test_an_emergency_of_one_estate_asks_no_home_of_another(town, begin):
    emergency, west = begin(estate_id=str(town.east.id)), make_home(town.west, "9号楼")

    assert answer(town.clerk, emergency, west, "safe", "records").json["code"] == "bad_home"
    assert homes(town.clerk, emergency, west.building_id).status_code == 404


@pytest.mark.parametrize("who", ["street", "observer"])
def test_upper_levels_see_figures_and_never_a_home(town, begin, need, who):
    for number in range(policy.FEWEST_HOMES):
        make_home(town.east, "8号楼", f"{number + 1}01")
    emergency, above = begin(), getattr(town, who)
    answer(town.resident, emergency, town.homes[0], "help")
    need(emergency)

    page = above.get(f"emergencies/{emergency}")
    figures = {one["name"]: (one["homes"], one["help"]) for one in page.json["buildings"]}
    assert figures == {"东苑 8号楼": (10, 0), "不足 10 户的楼栋合计": (5, 1)}
    assert page.json["needs"] == {"open": 1, "taken": 0, "done": 0}
    assert page.json["mine"]["homes"] == []
    for secret in ("1单元101", "降压药", "李女士"):
        assert secret not in page.text
    assert homes(above, emergency, town.block).status_code == 403
    assert above.get(f"emergencies/{emergency}/needs").status_code == 403
    assert above.get(f"emergencies/{emergency}/volunteers").status_code == 403
    assert answer(above, emergency, town.homes[0], "safe", "records").status_code == 403


def test_a_neighbour_sees_the_figures_of_his_own_building_and_no_other_door(town, begin):
    make_home(town.east, "8号楼")
    emergency = begin()
    answer(town.resident, emergency, town.homes[0], "help")

    page = town.helper.get(f"emergencies/{emergency}")
    assert [(one["name"], one["help"]) for one in page.json["buildings"]] == [("东苑 3号楼", 1)]
    assert "1单元101" not in page.text
    assert homes(town.helper, emergency, town.block).status_code == 403


def test_who_works_for_one_estate_and_lives_in_the_other_is_a_neighbour_there(town, begin):
    with transaction():
        grant_duty(town.helper.actor.person_id, Role.SECRETARY, Scope(town.here, town.west.id))
        moved(town.helper)
    emergency = begin(estate_id=str(town.east.id))

    page = town.helper.get(f"emergencies/{emergency}").json
    assert (page["mine"]["desk"], len(page["mine"]["homes"])) == (False, 1)
    assert homes(town.helper, emergency, town.block).status_code == 403


def test_homes_that_the_developer_still_holds_are_not_called(town, begin):
    make_home(town.east, "3号楼", "顶层", developer="某某置业")
    emergency = begin()

    rooms = [one["room"] for one in homes(town.clerk, emergency, town.block).json["items"]]
    assert "顶层" not in rooms
    assert town.resident.get(f"emergencies/{emergency}").json["buildings"][0]["homes"] == 4


def test_a_drill_and_the_real_thing_never_share_an_answer(town, begin):
    drill = begin(is_drill=True)
    answer(town.resident, drill, town.homes[0], "safe")
    real = begin(estate_id=str(town.east.id))

    assert town.resident.get(f"emergencies/{real}").json["mine"]["homes"][0]["said"] is None
    assert answer(town.resident, real, town.homes[0], "help").status_code == 200
    assert town.resident.get(f"emergencies/{drill}").json["mine"]["homes"][0]["said"]["answer"] == "safe"


def test_a_while_after_the_end_only_figures_are_left(town, begin, need, shift):
    emergency, here = begin(), [town.here]
    answer(town.resident, emergency, town.homes[0], "help")
    need(emergency)
    town.street.post(f"emergencies/{emergency}/steps", json={"verb": "end", "reason": "险情已经解除"})
    shift(emergency, timedelta(days=29))
    worker.tick(here)
    asked = town.clerk.get(f"emergencies/{emergency}/needs").json["items"]
    assert [one["text"] for one in asked] == ["降压药只剩一天的量"]

    shift(emergency, timedelta(days=2))
    worker.tick(here)

    assert homes(town.clerk, emergency, town.block).json["code"] == "removed"
    page = town.resident.get(f"emergencies/{emergency}").json
    assert (page["buildings"][0]["help"], page["mine"]["homes"][0]["history"]) == (1, [])
    assert [one["text"] for one in town.clerk.get(f"emergencies/{emergency}/needs").json["items"]] == [None]
    with tenancy.in_community(here[0]), transaction():
        assert db.session.scalars(select(EmergencyAnswerStep)).all() == []
        assert db.session.scalars(select(Emergency.blanked_at)).one()


def test_answers_of_one_community_are_nowhere_in_another(town, begin):
    answer(town.resident, begin(), town.homes[0], "help")

    with tenancy.in_community(town.here + 1), transaction():
        assert db.session.scalars(select(EmergencyAnswer)).all() == []


@pytest.mark.parametrize(
    ("room", "stairwell"),
    [("2单元301", "2单元"), ("甲单元1", ""), ("三梯802", "三梯"), ("502", ""), ("12号", "")],
)
def test_the_stairwell_is_read_from_the_door(room, stairwell):
    assert policy.stairwell(room) == stairwell
