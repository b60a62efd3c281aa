"""One home, however its door is written."""

import pytest

from server.places import doors


@pytest.mark.parametrize("name", ["3号楼", "3栋", "３幢", " 3 号楼 ", "03号楼", "3"])
def test_a_building_has_one_key(name):
    assert doors.building_key(name) == "3"


@pytest.mark.parametrize("name", ["502室", "502", "５０２", "0502室"])
def test_a_room_has_one_key(name):
    assert doors.room_key(name) == "502"


@pytest.mark.parametrize(("one", "other"), [("3号楼", "13号楼"), ("A座", "B座"), ("1单元", "1")])
def test_different_buildings_stay_different(one, other):
    assert doors.building_key(one) != doors.building_key(other)


def test_areas_keep_two_decimals():
    assert [doors.square_metres(area) for area in (8900, 8905, 50)] == ["89.00", "89.05", "0.50"]
