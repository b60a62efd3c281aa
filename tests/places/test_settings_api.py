"""议事规则 over HTTP: read by everybody of the community, changed by whom each is for."""

import pytest

from server.core.access import Role
from tests.factories import make_community, make_estate, make_member
from tests.support.counting import statements

WHY = "居民代表会议讨论通过"
CITE = "《居民委员会组织法》第二十三条"
HALF = {"num": 1, "den": 2, "over": True}


def rule(caller, key):
    return next(one for one in caller.get("settings").json["items"] if one["key"] == key)


def put(caller, key, value, reason=WHY):
    return caller.put(f"settings/{key}", json={"value": value, "reason": reason})


def put_law(caller, key, value, **words):
    return caller.put(f"settings/{key}/law", json={"value": value, "reason": WHY, "cite": CITE, **words})


@pytest.fixture
def secretary(neighbour):
    return neighbour(Role.SECRETARY)


@pytest.fixture
def office(neighbour):
    return neighbour(Role.DISTRICT_OFFICE)


def test_a_resident_reads_every_rule_with_its_default_and_source(neighbour):
    found = rule(neighbour(), "gate.days")

    assert found == {
        "key": "gate.days",
        "title": "每道把关的办理期限",
        "group": "把关与申诉",
        "kind": "days",
        "value": 3,
        "default": 3,
        "unit": "个工作日",
        "least": 1,
        "most": 5,
        "basis": "系统默认值",
        "law": False,
        "filled": True,
        "cite": None,
        "reason": None,
        "changed_by": None,
        "changed_at": None,
        "may_change": False,
    }


def test_a_number_of_a_law_nobody_verified_is_shown_as_missing(neighbour):
    found = rule(neighbour(), "route.C.participation")

    assert (found["value"], found["filled"], found["law"], found["least"]) == (None, False, True, None)


def test_the_secretary_sets_a_rule_and_everybody_sees_who_and_why(neighbour, secretary):
    answer = put(secretary, "gate.days", 4)

    assert answer.status_code == 200
    assert (answer.json["value"], answer.json["may_change"]) == (4, True)
    seen = rule(neighbour(), "gate.days")
    assert (seen["value"], seen["reason"], seen["changed_by"]) == (4, WHY, secretary.actor.name)
    assert seen["changed_at"].endswith("Z")


def test_the_history_is_read_newest_first_in_pages(neighbour, secretary):
    for days in (4, 5, None):
        put(secretary, "gate.days", days)
    reader = neighbour()

    first = reader.get("settings/gate.days/history?limit=2").json
    rest = reader.get(f"settings/gate.days/history?limit=2&after={first['next']}").json
    assert [one["value"] for one in first["items"] + rest["items"]] == [None, 5, 4]
    assert rest["next"] is None
    assert {one["changed_by"] for one in first["items"]} == {secretary.actor.name}
    assert rule(reader, "gate.days")["value"] == 3


@pytest.mark.parametrize(
    ("key", "value"),
    [("gate.days", 6), ("gate.days", "三"), ("gate.days", {"days": 3}), ("route.B.participation", 0.5)],
)
def test_a_value_out_of_bounds_is_refused_at_its_field(secretary, key, value):
    answer = put(secretary, key, value)

    assert (answer.status_code, list(answer.json["details"]["fields"])) == (422, ["value"])
    assert rule(secretary, key)["changed_at"] is None


@pytest.mark.parametrize("body", [{"value": 4}, {"value": 4, "reason": "好"}, {"reason": WHY}])
def test_a_change_needs_its_value_and_a_reason(secretary, body):
    assert secretary.put("settings/gate.days", json=body).status_code == 422


def test_the_district_fills_a_number_of_a_law_with_its_article(neighbour, office):
    answer = put_law(office, "route.C.participation", HALF)

    assert answer.status_code == 200
    seen = rule(neighbour(), "route.C.participation")
    assert (seen["value"], seen["filled"], seen["cite"]) == (HALF, True, CITE)


@pytest.mark.parametrize("cite", [None, "", "  "])
def test_a_number_of_a_law_without_its_article_is_refused(office, cite):
    answer = put_law(office, "route.C.participation", HALF, cite=cite)

    assert (answer.status_code, list(answer.json["details"]["fields"]["json"])) == (422, ["cite"])


def test_each_kind_is_for_its_own_office(secretary, office):
    assert put(secretary, "route.C.participation", HALF).json["message"] == "法定数字由区社建办核定后填写"
    assert put_law(secretary, "route.C.participation", HALF).status_code == 403
    assert put(office, "gate.days", 4).status_code == 403
    assert put_law(office, "gate.days", 4).status_code == 404


@pytest.mark.parametrize("role", [None, Role.AWAY, Role.DEPUTY, Role.SOCIAL_WORKER, Role.WATCH, Role.ACTING])
def test_others_are_told_why_not(neighbour, role):
    answer = put(neighbour(role), "gate.days", 4)

    assert (answer.status_code, answer.json["message"]) == (403, "议事规则由本社区党组织书记和居委会设定")


def test_the_branch_of_one_estate_does_not_bind_the_others(community):
    branch = make_member(community, Role.SECRETARY, estate=make_estate(community))

    assert "整个社区" in put(branch, "gate.days", 4).json["message"]
    assert rule(branch, "gate.days")["may_change"] is False


def test_an_unknown_rule_and_a_foreign_community_are_not_there(secretary):
    stranger = make_member(make_community())

    assert put(secretary, "gate.other", 4).status_code == 404
    assert secretary.get("settings/gate.other/history").status_code == 404
    assert stranger.get(f"/communities/{secretary.actor.community_id}/settings").status_code == 404


def test_the_whole_page_costs_one_statement_of_its_own(neighbour, secretary):
    put(secretary, "gate.days", 4)
    reader = neighbour()
    reader.get("settings")

    with statements() as sent:
        reader.get("settings")
    assert [one for one in sent if "community_setting" in one] == sent[-1:]
