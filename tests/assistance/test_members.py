"""Whom a helper may choose, and his list of what he filed."""

import pytest

from server.core.access import Role
from server.core.database import transaction
from server.identity.service.duties import Scope, grant_duty
from tests.factories import make_home, make_member


def found(helper, **query):
    answer = helper.get("assistance/members", query_string=query)
    assert answer.status_code == 200, answer.json
    return [(one["name"], one["estate"]) for one in answer.json["items"]]


def test_the_roll_is_masked_and_shows_the_room(lane):
    one = lane.clerk.get("assistance/members", query_string={"name": "李秀英"}).json["items"][0]

    home = lane.elder.actor.members[0]
    assert one == {
        "id": str(home.membership_id), "name": "李**", "estate": "东苑", "estate_id": str(lane.east.id),
        "building": home.building, "room": home.room, "relation_name": "业主",
    }  # fmt: skip


def test_a_helper_finds_people_by_surname_and_by_building_in_any_spelling(lane):
    make_member(lane.community, home=make_home(lane.east, building="12号楼"), name="周海燕")

    assert found(lane.clerk, name="周") == [("周**", "东苑")]
    assert found(lane.clerk, building="12幢") == [("周**", "东苑")]
    assert found(lane.clerk, building="12", name="李") == []


def test_an_estates_head_finds_its_people_alone(lane):
    assert found(lane.head) == [("李**", "东苑"), ("王**", "东苑")]
    assert found(lane.clerk) == [*found(lane.head), ("陈**", "西苑")]


def test_a_buildings_head_finds_its_people_alone_and_files_for_nobody_else(lane, file_post):
    home = make_home(lane.east, building="12号楼")
    upstairs = make_member(lane.community, home=home, name="周海燕")
    head = make_member(lane.community, name="吴桂英")
    scope = Scope(lane.community.id, lane.east.id, building_id=home.building_id)
    with transaction():
        grant_duty(head.actor.person_id, Role.BUILDING_HEAD, scope)

    assert found(head) == [("周**", "东苑")]
    assert found(head, name="李") == []
    assert file_post(head, upstairs).status_code == 201
    refused = file_post(head, lane.elder)
    assert (refused.status_code, refused.json["message"]) == (403, "只能代您负责的小区或楼栋的住户提交")

    with transaction():
        grant_duty(head.actor.person_id, Role.BUILDING_HEAD, Scope(lane.community.id, lane.west.id))
    assert found(head) == [("陈**", "西苑"), ("周**", "东苑")]


def test_the_roll_pages(lane):
    first = lane.clerk.get("assistance/members", query_string={"limit": 2}).json
    second = lane.clerk.get("assistance/members", query_string={"limit": 2, "after": first["next"]}).json

    assert [len(first["items"]), len(second["items"]), second["next"]] == [2, 1, None]


@pytest.mark.parametrize("who", ["elder", "secretary"])
def test_who_helps_nobody_reads_no_roll(lane, who):
    assert getattr(lane, who).get("assistance/members").status_code == 403


def test_a_head_reads_no_homes_and_no_desk(lane):
    for path in ("homes", "moderation", "applications"):
        assert lane.head.get(path).status_code == 403


def test_each_sees_his_side_of_what_was_filed(lane, file_post):
    first = file_post(lane.head, lane.elder).json["post"]["id"]
    second = file_post(lane.head, lane.neighbour).json["post"]["id"]

    def listed(who, side):
        return [one["subject_id"] for one in who.get("filings", query_string={"side": side}).json["items"]]

    assert listed(lane.head, "by_me") == [second, first]
    assert listed(lane.head, "for_me") == []
    assert listed(lane.elder, "for_me") == [first]
    page = lane.head.get("filings", query_string={"side": "by_me", "limit": 1}).json
    rest = lane.head.get("filings", query_string={"side": "by_me", "limit": 1, "after": page["next"]}).json
    assert [one["subject_id"] for one in rest["items"]] == [first]
