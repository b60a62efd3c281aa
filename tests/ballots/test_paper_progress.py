"""How far the paper ballots of a poll are, as the desk sees it."""

import pytest

from server.ballots import paper_views
from server.core.access import Role
from tests.ballots.desk import Desk
from tests.ballots.scenes import open_voting
from tests.factories import make_estate, make_home, make_member


@pytest.fixture
def desk(voting):
    return Desk(voting)


def test_the_desk_sees_how_far_every_home_is(community, inside):
    desk = Desk(open_voting(community, homes=7))
    desk.issue(1, 2, 3, 4, 5)
    desk.enter(desk.one, desk.sheet(2)["serial"])
    desk.both(desk.sheet(3)["serial"])
    desk.both(desk.sheet(4)["serial"], "赞成", "反对")
    path = f"{desk.path}/{desk.sheet(5)['serial']}/steps"
    desk.one.post(path, json={"verb": "void", "reason": "这张印错了"})
    desk.voting.vote(desk.voting.member(door=6), door=6)

    page = desk.one.get(desk.path).json
    only = desk.one.get(f"{desk.path}?standing=mismatch").json["items"]

    assert [one["standing"] for one in page["items"]] == [
        "none", "issued", "entered_once", "entered", "mismatch", "void", "phone",
    ]  # fmt: skip
    assert (page["counts"]["issued"], page["buildings"][0]["homes"]) == (1, 7)
    assert [one["home_id"] for one in only] == [str(desk.voting.homes[4].id)]


def test_homes_are_read_by_building_and_page_by_page(community, inside, monkeypatch):
    estate = make_estate(community)
    homes = [make_home(estate, building=f"{number}号楼") for number in (1, 1, 1, 2)]
    desk = Desk(open_voting(community, homes))
    desk.issue(0, 1, 2, 3)
    monkeypatch.setattr(paper_views, "PAGE", 2)
    monkeypatch.setattr(paper_views, "PRINTED_AT_ONCE", 2)

    for path in (desk.path, f"polls/{desk.voting.poll_id}/paper-sheets"):
        first = desk.one.get(f"{path}?building_id={homes[0].building_id}").json
        rest = desk.one.get(f"{path}?building_id={homes[0].building_id}&after={first['next']}").json
        read = [one["home_id"] for one in first["items"] + rest["items"]]
        assert (read, rest["next"]) == ([str(home.id) for home in homes[:3]], None)


def test_one_sheet_alone_is_printed(desk, inside):
    desk.issue(0, 1)
    serial = desk.sheet(1)["serial"]

    sheets = desk.one.get(f"polls/{desk.voting.poll_id}/paper-sheets?serial={serial}").json["items"]

    assert [one["serial"] for one in sheets] == [serial]


def test_a_clerk_of_another_estate_sees_nothing(desk, inside):
    elsewhere = make_estate(desk.voting.community)
    clerk = make_member(desk.voting.community, Role.COMMITTEE, estate=elsewhere)

    assert clerk.get(desk.path).status_code == 404
