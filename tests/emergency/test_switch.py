"""Switching on, prolonging, ending, and the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.core import audit, settings, tenancy, worker
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.emergency.models import EmergencyStep
from server.extensions import db
from server.kit.db import utc_now
from tests.emergency.conftest import WHY
from tests.factories import make_community, make_member


def steps(by, emergency_id, **form):
    return by.post(f"emergencies/{emergency_id}/steps", json={"reason": WHY, **form})


def state(by, emergency_id):
    return by.get(f"emergencies/{emergency_id}").json["emergency"]["state"]


def test_it_says_who_began_it_when_and_why_what_to_do_and_whom_to_ring(town, begin):
    emergency = begin(phones=[{"name": "居委值班", "number": "0574-8811 0000"}])

    page = town.resident.get(f"emergencies/{emergency}").json

    assert page["emergency"]["title"] == "台风应急"
    (said,) = page["steps"]
    assert (said["verb_name"], said["name"], said["reason"]) == ("启动", "周女士", "台风今晚登陆，请留在家中")
    assert said["org"]
    assert page["guide"]
    assert [one["number"] for one in page["phones"]][:2] == ["0574-8811 0000", "110"]


@pytest.mark.parametrize("who", ["clerk", "branch", "observer", "resident"])
def test_nobody_but_the_street_switches(town, begin, who):
    caller, emergency = getattr(town, who), begin()
    form = {"kind": "gas", "text": "管道漏气，请撤离", "is_drill": False}

    assert caller.post("emergencies", json=form).status_code == 403
    assert steps(caller, emergency, verb="end").status_code == 403
    assert steps(caller, emergency, verb="extend", hours=1).status_code == 403
    assert caller.get(f"emergencies/{emergency}").json["mine"]["verbs"] == []


def test_it_lasts_no_longer_than_the_community_lets_it(town, begin):
    answer = town.street.post("emergencies", json={
        "kind": "gas", "text": "管道漏气，请撤离", "is_drill": False, "hours": 73,
    })  # fmt: skip
    assert answer.status_code == 422
    assert "72" in answer.json["message"]

    card = town.street.get(f"emergencies/{begin()}").json["emergency"]
    assert (card["begun_at"][:13], card["state"]) == (utc_now().isoformat()[:13], "running")
    with tenancy.in_community(town.here):
        assert settings.find("emergency.hours").default == 72


def test_one_at_a_time_for_the_community_and_one_for_each_estate(town, begin):
    begin()
    form = {"kind": "gas", "text": "管道漏气，请撤离", "is_drill": False}
    again = town.street.post("emergencies", json=form)
    assert (again.status_code, again.json["code"]) == (409, "already_running")

    begin(estate_id=str(town.east.id), kind="gas")
    begin(estate_id=str(town.west.id), kind="gas")
    assert town.street.post("emergencies", json={**form, "estate_id": str(town.east.id)}).status_code == 409


def test_an_unknown_estate_is_refused(town):
    form = {"kind": "gas", "text": "管道漏气，请撤离", "is_drill": False, "estate_id": "77"}

    assert town.street.post("emergencies", json=form).json["code"] == "bad_estate"


def test_it_is_prolonged_from_now_with_a_reason_and_never_shortened(town, begin):
    emergency = begin(hours=10)

    assert steps(town.street, emergency, verb="extend", hours=5).json["code"] == "not_longer"
    assert steps(town.street, emergency, verb="extend", hours=73).status_code == 422
    assert steps(town.street, emergency, verb="extend", hours=20, reason="短").status_code == 422
    page = steps(town.street, emergency, verb="extend", hours=20).json
    assert [one["verb"] for one in page["steps"]] == ["begin", "extend"]
    assert page["steps"][1]["reason"] == WHY
    assert page["emergency"]["ends_at"] == page["steps"][1]["ends_at"] > page["steps"][0]["ends_at"]


def test_what_was_ended_stays_ended_and_a_new_one_is_begun(town, begin):
    emergency = begin()
    page = steps(town.street, emergency, verb="end").json

    assert (page["emergency"]["state"], page["mine"]["verbs"]) == ("ended", [])
    assert steps(town.street, emergency, verb="extend", hours=20).status_code == 409
    assert steps(town.street, emergency, verb="end").status_code == 409
    assert begin() != emergency


def test_it_is_over_by_the_clock_of_the_database_before_any_job_ran(town, begin, shift):
    emergency = begin(hours=1)
    assert town.resident.get("home").json["emergencies"][0]["title"] == "台风应急"
    shift(emergency, timedelta(minutes=61))

    assert state(town.resident, emergency) == "ended"
    assert steps(town.street, emergency, verb="extend", hours=5).status_code == 409
    answer = {"home_id": str(town.homes[0].id), "answer": "safe"}
    assert town.resident.post(f"emergencies/{emergency}/answers", json=answer).status_code == 409
    assert town.clerk.post(f"emergencies/{emergency}/records", json=answer).status_code == 409
    ask = {"home_id": str(town.homes[0].id), "kind": "food"}
    assert town.resident.post(f"emergencies/{emergency}/needs", json=ask).status_code == 409
    assert (
        town.helper.put(f"emergencies/{emergency}/volunteer", json={"skills": ["other"]}).status_code == 409
    )


def test_a_new_one_can_begin_though_the_old_one_was_not_written_down_as_ended(town, begin, shift):
    old = begin(hours=1)
    shift(old, timedelta(hours=2))

    begin()

    page = town.street.get(f"emergencies/{old}").json
    assert [one["verb"] for one in page["steps"]] == ["begin", "expire"]


def test_the_clock_writes_the_end_down_once_and_in_the_name_of_nobody(town, begin, shift):
    emergency, here = begin(hours=1), [town.here]
    shift(emergency, timedelta(hours=2))

    worker.tick(here)
    worker.tick(here)

    page = town.resident.get(f"emergencies/{emergency}").json
    assert [(one["verb"], one["name"]) for one in page["steps"]][1:] == [("expire", "系统")]
    assert page["emergency"]["ended_at"] == page["emergency"]["ends_at"]


def test_a_drill_says_so_everywhere_and_gives_way_to_the_real_thing(town, begin):
    drill = begin(is_drill=True)
    assert town.resident.get(f"emergencies/{drill}").json["emergency"]["title"] == "【演练】台风应急"
    assert town.street.post("emergencies", json={
        "kind": "fire", "text": "再来一次演练", "is_drill": True,
    }).status_code == 409  # fmt: skip

    real = begin(kind="fire")

    assert state(town.resident, drill) == "ended"
    assert town.resident.get(f"emergencies/{drill}").json["steps"][1]["verb_name"] == "演练中止"
    assert [one["id"] for one in town.resident.get("home").json["emergencies"]] == [real]


def test_a_real_one_never_gives_way_to_a_drill(town, begin):
    begin()
    drill = {"kind": "fire", "text": "消防演练开始", "is_drill": True}

    assert town.street.post("emergencies", json=drill).json["code"] == "already_running"


def test_every_change_is_in_the_audit_chain_and_the_chain_is_whole(town, begin):
    emergency = begin()
    steps(town.street, emergency, verb="extend", hours=72)
    steps(town.street, emergency, verb="end")

    with tenancy.in_community(town.here), transaction():
        rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        details = [one.detail for one in db.session.scalars(select(AuditDetail))]
        assert audit.first_break() is None
    assert [row.deed for row in rows] == ["emergency.begin", "emergency.extend", "emergency.end"]
    assert {row.role for row in rows} == {"supervisor"}
    assert all(one["drill"] is False for one in details)


def test_its_record_cannot_be_rewritten(town, begin):
    begin()
    with tenancy.in_community(town.here), pytest.raises(RuntimeError), transaction():
        db.session.scalars(select(EmergencyStep)).one().reason = "别的原因"


def test_another_community_and_another_estate_know_nothing_of_it(town, begin):
    emergency = begin(estate_id=str(town.east.id))
    far = make_community()

    assert make_member(far).get(f"emergencies/{emergency}").status_code == 404
    assert make_member(far, Role.COMMITTEE).get("emergencies").json["items"] == []
    assert town.other.get(f"emergencies/{emergency}").status_code == 404
    assert town.other.get("emergencies").json["items"] == []
    assert town.other.get("home").json["emergencies"] == []
    assert town.branch.get(f"emergencies/{emergency}").status_code == 404


def test_the_list_shows_what_there_was_newest_first_page_by_page(town, begin):
    first = begin()
    steps(town.street, first, verb="end")
    second = begin(estate_id=str(town.east.id))

    page = town.street.get("emergencies?limit=1").json
    assert [(one["id"], one["estate"]["name"]) for one in page["items"]] == [(second, "东苑")]
    assert (page["may_begin"], town.resident.get("emergencies").json["may_begin"]) == (True, False)
    rest = town.street.get(f"emergencies?limit=1&after={page['next']}").json
    assert [(one["id"], one["state_name"]) for one in rest["items"]] == [(first, "已结束")]
    assert rest["next"] is None


def test_everybody_in_it_is_told_of_the_beginning_and_the_end_and_a_drill_first_of_all_says_so(
    town, begin, deliver
):
    emergency = begin(estate_id=str(town.east.id), is_drill=True)
    steps(town.street, emergency, verb="end")
    deliver()

    for one in (town.resident, town.helper, town.clerk):
        titles = [line["title"] for line in one.get("notices").json["items"]]
        assert titles == ["【演练】台风应急：已结束", "【演练】台风应急：已启动，请报平安"]
    assert town.other.get("notices").json["items"] == []
