"""A community and its homes, to those who belong there."""

import pytest

from server.core.access import Role
from server.places.models import CommunityKind
from tests import factories


@pytest.fixture
def community(session):
    return factories.make_community(name="锦秋居委会")


def test_a_member_reads_where_his_community_lies(community):
    estate = factories.make_estate(community, "锦秋花园", gates_delegated=True)
    shown = factories.make_member(community).get(f"/communities/{community.id}").json
    assert (shown["district"], shown["subdistrict"], shown["kind_name"]) == ("海曙区", "第1街道", "居委")
    assert shown["words"] == {"market": "闲置物品"}
    assert shown["estates"] == [
        {
            "id": str(estate.id),
            "name": "锦秋花园",
            "kind": "商品房",
            "address": "",
            "gates_delegated": True,
        }
    ]


def test_a_village_has_its_own_words(session):
    village = factories.make_community(CommunityKind.VILLAGE)
    shown = factories.make_member(village).get(f"/communities/{village.id}").json
    assert (shown["kind_name"], shown["words"]["market"]) == ("村委", "爱心集市")


@pytest.mark.parametrize("path", ["", "/estates", "/homes"])
def test_another_community_does_not_exist(community, path):
    stranger = factories.make_member(factories.make_community())
    assert stranger.get(f"/communities/{community.id}{path}").status_code == 404


@pytest.mark.parametrize("number", [0, 32768, 10**12])
def test_an_impossible_community_does_not_exist(community, number):
    assert factories.make_member(community).get(f"/communities/{number}").status_code == 404


@pytest.mark.parametrize("role", [None, Role.SECRETARY, Role.OBSERVER, Role.DISTRICT_OFFICE])
def test_the_roll_of_homes_is_the_committees(community, role):
    assert factories.make_member(community, role).get("homes").status_code == 403


def test_homes_come_in_pages_and_by_building_however_it_is_written(community):
    estate = factories.make_estate(community)
    made = [str(factories.make_home(estate, "3号楼", f"{n}01", area_cm=8905).id) for n in range(3)]
    factories.make_home(estate, "4号楼")
    clerk = factories.make_member(community, Role.SOCIAL_WORKER)
    first = clerk.get("homes?building=3栋&limit=2").json
    second = clerk.get(f"homes?building=3栋&limit=2&after={first['next']}").json
    assert [one["id"] for one in first["items"] + second["items"]] == made
    assert (first["items"][0]["label"], first["items"][0]["area"]) == ("3号楼 001", "89.05")
    assert second["next"] is None


def test_homes_of_one_estate(community):
    first, second = factories.make_estate(community), factories.make_estate(community)
    home = factories.make_home(first)
    factories.make_home(second)
    clerk = factories.make_member(community, Role.COMMITTEE)
    assert [one["id"] for one in clerk.get(f"homes?estate_id={first.id}").json["items"]] == [str(home.id)]
