"""What lies below a 区划 code, where zeros are part of a number and not its end."""

import pytest

from server.core import sessions
from server.core.access import Duty, Role
from server.core.regions import subtree
from server.kit.db import utc_now


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("310113100000", "310113100"),
        ("310113103000", "310113103"),
        ("310110000000", "310110"),
        ("310113100010", "310113100010"),
        ("310113100200", "310113100200"),
        ("310100000000", "3101"),
        ("310000000000", "31"),
    ],
)
def test_zeros_end_a_code_by_whole_levels(code, prefix):
    assert subtree(code) == prefix


@pytest.mark.parametrize("code", ["", "000000000000"])
def test_a_code_of_no_place_has_nothing_below_it(code):
    assert not "310113100010".startswith(subtree(code))


@pytest.mark.parametrize(
    ("office", "community", "reached"),
    [
        ("310113100000", "310113100010", True),
        ("310113100000", "310113103001", False),
        ("310113100000", "310113101001", False),
        ("310110000000", "310110007002", True),
        ("310110000000", "310112101001", False),
        ("310110000000", "310115001001", False),
    ],
)
def test_an_office_above_communities_reaches_its_own_subtree_alone(office, community, reached):
    held = (Duty(1, Role.SUPERVISOR, office),)
    snapshot = sessions.Snapshot(1, 2, "李女士", True, utc_now(), duties=held)
    where = sessions.Place(7, community, "neighbourhood", "锦秋居委会")
    assert (sessions.actor_in(snapshot, where) is not None) is reached
