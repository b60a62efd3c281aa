"""Needs and helpers: who asks, who takes, who reads what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.core import tenancy
from server.core.database import transaction
from server.emergency.need_models import EmergencyNeed, EmergencyNeedStep, EmergencyNeedVault
from server.extensions import db
from tests.emergency.conftest import step
from tests.factories import make_community, make_home, make_member

WORDS = "降压药只剩一天的量"


def needs(by, emergency):
    return by.get(f"emergencies/{emergency}/needs").json["items"]


def one(by, emergency):
    (found,) = needs(by, emergency)
    return found


def test_a_helper_takes_a_need_reads_the_door_and_says_that_it_is_done(town, begin, need, sign_on):
    emergency = begin()
    asked = need(emergency)
    assert needs(town.helper, emergency) == []
    sign_on(emergency)
    before = one(town.helper, emergency)
    assert (before["building"], before["room"], before["text"], before["name"]) == ("3号楼", None, None, None)
    assert before["verbs"] == ["take"]

    step(town.helper, asked, "take")
    taken = one(town.helper, emergency)
    assert (taken["room"], taken["text"], taken["verbs"]) == ("1单元101", WORDS, ["release", "finish"])
    assert one(town.resident, emergency)["taker"] == "王女士"

    assert step(town.helper, asked, "finish", note="药已送到门口").status_code == 200
    after = one(town.helper, emergency)
    assert (after["state_name"], after["room"], after["text"], after["note"]) == ("已办好", None, None, None)
    assert one(town.clerk, emergency)["note"] == "药已送到门口"


def test_what_a_home_wrote_lies_sealed(town, begin, need):
    need(begin())

    with tenancy.in_community(town.here), transaction():
        sealed = db.session.scalars(select(EmergencyNeedVault.text_sealed)).one()
    assert WORDS.encode() not in sealed


def test_a_neighbour_who_did_not_sign_on_sees_his_own_needs_alone(town, begin, need):
    emergency = begin()
    need(emergency)

    assert needs(town.helper, emergency) == []
    own = one(town.resident, emergency)
    assert (own["text"], own["own"], own["verbs"]) == (WORDS, True, ["cancel"])


def test_the_desk_sends_a_helper_calls_him_back_and_writes_down_what_was_done(
    town, begin, need, sign_on, deliver
):
    emergency = begin()
    asked = need(emergency)
    sign_on(emergency, town.helper, "medical", "errands")
    (helper,) = town.clerk.get(f"emergencies/{emergency}/volunteers").json["items"]
    assert (helper["skill_names"], helper["busy"], helper["place"]) == (["跑腿", "医护"], 0, "3号楼")
    assert one(town.clerk, emergency)["verbs"] == ["dispatch", "settle"]

    assert step(town.clerk, asked, "dispatch").json["code"] == "volunteer_needed"
    assert step(town.clerk, asked, "dispatch", volunteer_id=helper["id"]).status_code == 200
    assert town.clerk.get(f"emergencies/{emergency}/volunteers").json["items"][0]["busy"] == 1
    deliver()
    told = town.helper.get("notices").json["items"][0]
    assert (told["title"], told["body"]) == ("台风应急：请您去帮一户邻居", "需求：用药")
    assert told["link"] == f"emergency_needs:{emergency}"
    assert town.resident.get("notices").json["items"][0]["title"] == "台风应急：已派志愿者来帮您家"

    assert step(town.clerk, asked, "recall").status_code == 200
    assert step(town.helper, asked, "finish").status_code == 409
    assert step(town.clerk, asked, "settle", note="社工已送药").status_code == 200
    assert one(town.clerk, emergency)["state"] == "done"


def test_a_helper_of_another_emergency_or_one_who_left_cannot_be_sent(town, begin, need, sign_on):
    first, second = begin(), begin(estate_id=str(town.east.id))
    asked = need(first)
    sign_on(second)
    (other,) = town.clerk.get(f"emergencies/{second}/volunteers").json["items"]
    assert step(town.clerk, asked, "dispatch", volunteer_id=other["id"]).json["code"] == "volunteer_needed"

    sign_on(first)
    (left,) = town.clerk.get(f"emergencies/{first}/volunteers").json["items"]
    assert town.helper.delete(f"emergencies/{first}/volunteer").status_code == 200
    answer = step(town.clerk, asked, "dispatch", volunteer_id=left["id"])
    assert (answer.status_code, answer.json["message"]) == (409, "请先报名做志愿者")


def test_nobody_is_sent_to_his_own_home(town, begin, need, sign_on):
    emergency = begin()
    asked = need(emergency)
    sign_on(emergency, town.resident)

    assert step(town.resident, asked, "take").json["code"] == "gate_closed"
    assert one(town.resident, emergency)["verbs"] == ["cancel"]
    (own,) = town.clerk.get(f"emergencies/{emergency}/volunteers").json["items"]
    assert step(town.clerk, asked, "dispatch", volunteer_id=own["id"]).json["code"] == "gate_closed"


def test_only_who_takes_it_gives_it_back_and_only_the_home_takes_it_back(town, begin, need, sign_on, deliver):
    emergency = begin()
    asked, another = need(emergency), make_member(town.community, estate=town.east)
    for caller in (town.helper, another):
        sign_on(emergency, caller)
    step(town.helper, asked, "take")

    for verb in ("release", "finish", "cancel"):
        assert step(another, asked, verb).status_code == 403
    assert step(another, asked, "take").status_code == 409
    assert step(town.helper, asked, "recall").status_code == 403
    step(town.helper, asked, "release")
    assert step(another, asked, "take").status_code == 200
    assert step(town.resident, asked, "cancel").status_code == 200
    deliver()
    assert another.get("notices").json["items"][0]["title"] == "台风应急：您在办的需求，邻居说不需要了"
    with tenancy.in_community(town.here), transaction():
        row = db.session.scalars(select(EmergencyNeed)).one()
        verbs = [
            str(one)
            for one in db.session.scalars(select(EmergencyNeedStep.verb).order_by(EmergencyNeedStep.id))
        ]
    assert (row.state, row.taker_id) == ("cancelled", None)
    assert verbs == ["ask", "take", "release", "take", "cancel"]


def test_the_desk_asks_for_a_home_and_the_need_says_so(town, begin, need):
    emergency = begin()
    asked = need(emergency, town.clerk, town.homes[2])

    assert one(town.clerk, emergency)["org"]
    form = {"home_id": str(town.homes[2].id), "kind": "food", "text": ""}
    assert town.branch.post(f"emergencies/{emergency}/needs", json=form).status_code == 403
    assert town.helper.post(f"emergencies/{emergency}/needs", json=form).status_code == 403
    assert step(town.clerk, asked, "cancel").status_code == 200


def test_the_same_kind_is_asked_once_while_it_is_open(town, begin, need):
    emergency = begin()
    asked = need(emergency)
    form = {"home_id": str(town.homes[0].id), "kind": "medicine", "text": "还是药"}

    assert town.resident.post(f"emergencies/{emergency}/needs", json=form).json["code"] == "asked_already"
    step(town.resident, asked, "cancel")
    assert town.resident.post(f"emergencies/{emergency}/needs", json=form).status_code == 201


def test_after_the_end_nobody_is_sent_and_what_is_under_way_is_finished(town, begin, need, sign_on, shift):
    emergency = begin(hours=1)
    taken, waiting = need(emergency), need(emergency, kind="food")
    sign_on(emergency)
    step(town.helper, taken, "take")
    shift(emergency, timedelta(hours=2))

    assert [row["id"] for row in needs(town.helper, emergency)] == [taken]
    assert step(town.helper, waiting, "take").json["code"] == "gate_closed"
    (helper,) = town.clerk.get(f"emergencies/{emergency}/volunteers").json["items"]
    assert step(town.clerk, waiting, "dispatch", volunteer_id=helper["id"]).json["code"] == "gate_closed"
    assert step(town.helper, taken, "finish").status_code == 200


def test_who_signs_on_is_a_grown_up_member_and_who_is_busy_does_not_sign_off(town, begin, need, sign_on):
    emergency = begin()
    asked = need(emergency)
    assert sign_on(emergency, town.minor).status_code == 403
    assert sign_on(emergency, town.clerk).status_code == 403
    assert sign_on(emergency, town.helper, "flying").status_code == 422
    assert sign_on(emergency, town.helper, "errands").json["mine"]["volunteer"] == ["errands"]
    assert sign_on(emergency, town.helper, "carrying").json["mine"]["volunteer"] == ["carrying"]

    step(town.helper, asked, "take")
    path = f"emergencies/{emergency}/volunteer"
    assert town.helper.delete(path).json["code"] == "still_busy"
    step(town.helper, asked, "release")
    assert town.helper.delete(path).json["mine"]["volunteer"] is None
    assert town.helper.delete(path).status_code == 200
    assert step(town.helper, asked, "take").json["code"] == "gate_closed"


def test_the_desk_hears_of_a_new_need_without_its_words(town, begin, need, deliver):
    need(begin())
    deliver()

    line = town.clerk.get("notices").json["items"][0]
    assert line["title"] == "台风应急：有一户需要帮助"
    assert WORDS not in str(line)
    assert "有一户" not in str(town.branch.get("notices").json)


def test_another_community_and_another_estate_reach_no_need(town, begin, need):
    emergency = begin(estate_id=str(town.east.id))
    asked = need(emergency)
    stranger = make_member(make_community())

    for caller in (stranger, town.other, town.branch):
        assert step(caller, asked, "take").status_code == 404
    assert town.branch.get(f"emergencies/{emergency}/volunteers").status_code == 404


def test_the_desk_of_one_estate_moves_no_need_of_another(town, begin, need):
    emergency = begin()
    asked = need(emergency)

    assert needs(town.branch, emergency) == []
    assert step(town.branch, asked, "settle").status_code == 403


@pytest.mark.parametrize("form", [{"kind": "money"}, {"text": "长" * 201}, {"home_id": "x"}, {"extra": 1}])
def test_bad_forms_store_nothing(town, begin, form):
    emergency = begin()
    good = {"home_id": str(make_home(town.east).id), "kind": "food", "text": "米"}

    assert town.resident.post(f"emergencies/{emergency}/needs", json={**good, **form}).status_code == 422
    assert needs(town.clerk, emergency) == []
