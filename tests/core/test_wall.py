"""The second wall: what slips past the fence still meets one community's rows alone, or none."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import ProgrammingError

from server.core import tenancy
from server.core.database import rows, transaction
from server.extensions import db
from server.places.models import Estate
from tests.factories import make_community, make_estate, make_member
from tests.support.roles import granted

pytestmark = pytest.mark.postgres
_KEPT = select(Estate.name)
READ = "SELECT name FROM estate ORDER BY name"
WRITTEN = "INSERT INTO chain_head (community_id, name, seq, hash) VALUES ({}, 'wall', 0, '')"


@pytest.fixture
def two(session):
    """Two communities with an estate each: their ids."""
    east, west = make_community(), make_community()
    make_estate(east, "东苑")
    make_estate(west, "西苑")
    ids = east.id, west.id
    session.remove()
    return ids


@pytest.fixture
def walled(app, session, two, worker_id):
    """The application meets PostgreSQL as a deployment's role: the two ids."""
    with granted(app, f"walled_{worker_id}"):
        yield two
        session.remove()


def past_the_fence(statement=READ):
    """What the driver answers, which no fence of ours hears."""
    done = db.session.connection().exec_driver_sql(statement)
    return [row[0] for row in done] if done.returns_rows else done.rowcount


def test_a_statement_past_the_fence_meets_its_own_community_alone(walled):
    for community_id, name in zip(walled, ("东苑", "西苑"), strict=True):
        with tenancy.in_community(community_id):
            assert past_the_fence() == [name]


def test_without_the_wall_it_meets_everybody(two):
    with tenancy.in_community(two[0]):
        assert past_the_fence() == ["东苑", "西苑"]


def test_in_no_community_there_is_nothing_and_behind_the_open_gate_everything(walled):
    assert past_the_fence() == []
    with tenancy.in_community(30_000):
        assert past_the_fence() == []
    with tenancy.across_communities():
        assert past_the_fence() == ["东苑", "西苑"]
    assert past_the_fence() == []


def test_nothing_is_written_into_another_community(walled):
    east, west = walled
    with tenancy.in_community(east):
        assert past_the_fence("UPDATE estate SET name = '北苑' WHERE name = '西苑'") == 0
        assert past_the_fence("DELETE FROM estate WHERE name = '西苑'") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            past_the_fence(WRITTEN.format(west))
        db.session.rollback()
        with pytest.raises(ProgrammingError, match="row-level security"), db.session.begin_nested():
            past_the_fence(WRITTEN.format(west))
        assert past_the_fence(WRITTEN.format(east)) == 1


def test_what_a_rollback_took_back_is_said_again(walled):
    east, west = walled
    with tenancy.in_community(east):
        db.session.rollback()
        assert past_the_fence() == ["东苑"]
        inner = db.session.begin_nested()
        with tenancy.in_community(west):
            assert past_the_fence() == ["西苑"]
        inner.rollback()
        assert past_the_fence() == ["东苑"]
        db.session.rollback()
        assert past_the_fence() == ["东苑"]


def test_a_kept_statement_is_told_where_it_stands_each_time(walled):
    for _ in range(3):
        for community_id, name in zip(walled, ("东苑", "西苑"), strict=True):
            with tenancy.in_community(community_id), transaction():
                assert [row.name for row in rows(_KEPT, {})] == [name]


def test_with_the_fence_taken_away_the_wall_stands(walled):
    event.remove(db.session, "do_orm_execute", tenancy._narrow)
    try:
        with tenancy.in_community(walled[0]):
            assert db.session.scalars(select(Estate.name)).all() == ["东苑"]
    finally:
        event.listen(db.session, "do_orm_execute", tenancy._narrow)


def test_people_of_two_communities_are_served_by_the_same_connections(app, session, worker_id):
    people = [make_member(make_community()) for _ in range(2)]
    homes = {person.actor.community_id: person for person in people}
    session.remove()
    with granted(app, f"walled_{worker_id}"):
        for _ in range(3):
            for here, person in homes.items():
                listed = person.get("boards/nearby/posts")
                assert (listed.status_code, listed.json["items"]) == (200, [])
                for there in homes.keys() - {here}:
                    assert person.get(f"/communities/{there}/home").status_code == 404
        session.remove()
