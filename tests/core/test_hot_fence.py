"""A statement that a module keeps is narrowed once, and still to whoever runs it."""

import gc

import pytest
from sqlalchemy import bindparam, insert, select, text, union_all, update
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.core.database import put, rows, send, write
from server.core.tenancy import FenceError
from server.extensions import db
from server.kit.ids import new_id
from server.places.models import Building, Estate
from tests.factories import make_community, make_estate, make_home

KEPT = select(Estate.name).where(Estate.name.like(bindparam("like")))
_HALVES = [
    select(select(Estate.name).where(Estate.name.like(half)).limit(9).subquery()) for half in ("1%", "2%")
]
KEPT_UNION = union_all(*_HALVES)
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
    """By the session, and again past it: what is read must be the same."""
    with tenancy.in_community(community_id):
        found = db.session.scalars(statement, values).all()
        assert [row.name for row in rows(statement, values)] == found
    return found


def test_a_kept_statement_shows_each_community_its_own_rows_in_any_order(two):
    one, other = two

    assert [names(KEPT, each, like="%") for each in (one, other, one)] == [["1号苑"], ["2号苑"], ["1号苑"]]
    assert [names(KEPT_INSIDE, each) for each in (other, one)] == [["2号楼"], ["1号楼"]]
    assert [names(KEPT_UNION, each) for each in (other, one)] == [["2号苑"], ["1号苑"]]


def test_a_kept_statement_that_ran_with_the_gate_open_is_narrowed_again_when_it_is_shut(two):
    for _ in range(2):
        with tenancy.across_communities():
            assert sorted(row.name for row in rows(KEPT, {"like": "%"})) == ["1号苑", "2号苑"]

        assert [names(KEPT, each, like="%") for each in two] == [["1号苑"], ["2号苑"]]


def test_a_kept_statement_that_was_allowed_inside_is_still_refused_outside(two):
    names(KEPT, two[0], like="%")

    with pytest.raises(FenceError):
        db.session.scalars(KEPT, {"like": "%"}).all()
    with pytest.raises(FenceError):
        rows(KEPT, {"like": "%"})


def test_what_was_narrowed_for_one_community_is_not_narrowed_for_all_of_them(two):
    names(KEPT, two[0], like="%")

    with tenancy.across_communities():
        assert sorted(row.name for row in rows(KEPT, {"like": "%"})) == ["1号苑", "2号苑"]


def test_a_read_past_the_session_sees_what_the_session_has_not_sent_yet(two):
    names(KEPT, two[0], like="%")
    with tenancy.in_community(two[0]):
        db.session.add(Estate(name="新苑"))

        assert [row.name for row in rows(KEPT, {"like": "新%"})] == ["新苑"]


def test_statements_made_for_one_use_are_not_remembered(two):
    gc.collect()
    before = len(tenancy._narrowed)
    for number in range(20):
        names(select(Estate.name).where(Estate.name != str(number)), two[0])
    gc.collect()

    assert len(tenancy._narrowed) <= before + 1


def test_an_insert_of_the_bare_table_must_name_the_community_it_runs_in(two):
    """Such statements skip the unit of work, and with it the second look at what is about to be written."""
    row = {"id": new_id(), "name": "九号苑"}
    for community_id in (None, two[1]):
        with tenancy.in_community(two[0]), pytest.raises(FenceError):
            db.session.execute(insert(Estate.__table__), {**row, "community_id": community_id})
    with pytest.raises(FenceError):
        db.session.execute(insert(Estate.__table__), {**row, "community_id": two[0]})


def test_rows_of_another_community_cannot_be_copied_by_an_insert_of_the_bare_table(two):
    table = Estate.__table__
    foreign = select(table.c.community_id, table.c.id, table.c.name).where(table.c.community_id == two[0])
    copy = insert(table).from_select(["community_id", "id", "name"], foreign)

    with tenancy.in_community(two[0]), pytest.raises(FenceError):
        db.session.execute(copy)


def test_what_is_written_past_the_session_names_the_community_it_runs_in_too(two):
    with tenancy.in_community(two[0]):
        put(Estate(id=new_id(), name="九号苑"))
        for foreign in (two[1], None):
            with pytest.raises(FenceError):
                put(Estate(community_id=foreign, id=new_id(), name="十号苑"))
    with pytest.raises(FenceError):
        put(Estate(id=new_id(), name="十一号苑"))

    assert sorted(names(KEPT, two[0], like="%")) == ["1号苑", "九号苑"]


def copying(*held):
    """INSERT of a building copied from two tables; those of `held` are held to the community."""
    here = bindparam("community_id", type_=Building.community_id.type)
    row = select(here, bindparam("id"), Estate.id, Building.name)
    row = row.join(Building, Building.estate_id == Estate.id)
    row = row.where(*(model.community_id == here for model in held))
    return insert(Building.__table__).from_select(["community_id", "id", "estate_id", "name"], row)


def test_a_kept_insert_past_the_session_holds_all_it_reads_to_one_community(two):
    row = {"community_id": two[0], "id": new_id()}
    with tenancy.in_community(two[0]):
        for held in ((), (Estate,), (Building,)):
            with pytest.raises(FenceError):
                write(copying(*held), row)
        with pytest.raises(FenceError):
            write(copying(Estate, Building), row | {"community_id": two[1]})

        # Only its key stops it: the estate has a building of this name.
        with pytest.raises(IntegrityError, match=r"(?i)unique"):
            write(copying(Estate, Building), row)


def test_nothing_of_a_community_is_sent_as_if_it_were_everybodys(two):
    with tenancy.in_community(two[0]):
        for statement in (KEPT, update(Estate).values(name="零号苑"), text("DELETE FROM estate")):
            with pytest.raises(FenceError):
                send(statement, {"like": "%"})
