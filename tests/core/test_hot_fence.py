"""A statement that a module keeps is narrowed once, and still to whoever runs it."""

import gc

import pytest
from sqlalchemy import bindparam, select

from server.core import tenancy
from server.core.tenancy import FenceError
from server.extensions import db
from server.places.models import Building, Estate
from tests.factories import make_community, make_estate, make_home

KEPT = select(Estate.name).where(Estate.name.like(bindparam("like")))
KEPT_INSIDE = select(Building.name).where(Building.estate_id.in_(select(Estate.id)))


@pytest.fixture
def two(session):
    """Two communities, each with one estate and one building of its own names."""
    found = []
    for number in (1, 2):
        community = make_community()
        make_home(make_estate(community, f"{number}号苑"), building=f"{number}号楼")
        found.append(community.id)
    return found


def names(statement, community_id, **values):
    with tenancy.in_community(community_id):
        return db.session.scalars(statement, values).all()


def test_a_kept_statement_shows_each_community_its_own_rows_in_any_order(two):
    one, other = two

    assert [names(KEPT, each, like="%") for each in (one, other, one)] == [["1号苑"], ["2号苑"], ["1号苑"]]
    assert [names(KEPT_INSIDE, each) for each in (other, one)] == [["2号楼"], ["1号楼"]]


def test_a_kept_statement_that_was_allowed_inside_is_still_refused_outside(two):
    names(KEPT, two[0], like="%")

    with pytest.raises(FenceError):
        db.session.scalars(KEPT, {"like": "%"}).all()


def test_statements_made_for_one_use_are_not_remembered(two):
    gc.collect()
    before = len(tenancy._narrowed)
    for number in range(20):
        names(select(Estate.name).where(Estate.name != str(number)), two[0])
    gc.collect()

    assert len(tenancy._narrowed) <= before + 1
