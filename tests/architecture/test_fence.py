"""No shape of query crosses from one community to another."""

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, update

from server.core import tenancy
from server.identity.models import Person
from server.places.models import Community, Estate, Home
from tests.architecture.tree import modules

SHAPES = {
    "entity": select(Estate.id),
    "column": select(Estate.name),
    "count": select(func.count()).select_from(Estate).having(func.count() > 0),
    "exists": select(Community.id).where(exists().where(Estate.community_id == Community.id)),
    "in": select(Community.id).where(Community.id.in_(select(Estate.community_id))),
    "join": select(Community.id).join(Estate, Estate.community_id == Community.id),
    "subquery": select(select(Estate.id).subquery().c.id),
    "scalar subquery": select(Community.id).where(
        select(func.count()).select_from(Estate).scalar_subquery() > 0
    ),
    "union": select(Estate.id).union_all(select(Home.id)),
    "cte": select(select(Estate.id).cte("found").c.id),
}  # fmt: skip

#: Who may look across communities, and why.
ACROSS = {
    "core/blueprint.py": "asks whose token it is before there is a community",
    "core/worker.py": "takes what is due in any community",
    "places/queries.py": "names the estates of several communities for one person",
    "identity/api.py": "shows a person all his communities",
    "identity/standing.py": "a person's standing in all his communities",
    "identity/overview.py": "shows a person all his communities",
    "identity/queries.py": "where a person lives, lived or wished to live",
    "identity/queries_enrolment.py": "one person's applications in all communities",
    "identity/copy_queries.py": "a person's offices in all communities, for his own copy",
    "identity/queries_closing.py": "where a person who leaves ever stood",
    "identity/queries_unmasking.py": "who looked at one person's data, in all communities",
    "identity/sandbox.py": "lists the demo people of all communities",
    "oversight/copy_queries.py": "compares the ledgers below an office with the district's copies",
}


@pytest.fixture
def elsewhere(session):
    """Bound to a second community, with an estate in the first."""
    from tests.factories import make_community, make_estate

    one, other = make_community(), make_community()
    make_estate(one)
    ids = one.id, other.id
    session.commit()
    session.expunge_all()
    with tenancy.in_community(ids[1]):
        yield ids[0]


@pytest.mark.usefixtures("elsewhere")
class TestFromAnotherCommunity:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_a_read_finds_nothing(self, session, shape):
        assert session.execute(SHAPES[shape]).all() == []

    @pytest.mark.parametrize(
        "write", [update(Estate).values(name="改"), delete(Estate)], ids=["update", "delete"]
    )
    def test_a_bulk_write_touches_nothing(self, session, write):
        assert session.execute(write).rowcount == 0

    @pytest.mark.parametrize(
        "raw", [select(Estate.__table__), text("select * from estate")], ids=["core", "text"]
    )
    def test_raw_sql_is_refused(self, session, raw):
        with pytest.raises(tenancy.FenceError):
            session.execute(raw)

    def test_a_foreign_row_is_not_inserted(self, session, elsewhere):
        with pytest.raises(tenancy.FenceError):
            session.execute(insert(Estate).values(community_id=elsewhere, id=1, name="别处"))

    def test_a_foreign_row_is_not_flushed(self, session, elsewhere):
        session.add(Estate(community_id=elsewhere, name="别处"))
        with pytest.raises(tenancy.FenceError):
            session.flush()


@pytest.mark.parametrize("shape", SHAPES)
def test_unbound_fails_shut(session, shape):
    with pytest.raises(tenancy.FenceError):
        session.execute(SHAPES[shape])


def test_global_tables_are_read_without_a_community(session):
    assert session.execute(select(Person.id)).all() == []


def test_few_may_open_the_gate_and_each_is_named():
    opening = {
        f"{path.parent.name}/{path.name}"
        for path in modules()
        if "across_communities()" in path.read_text(encoding="utf-8") and path.name != "tenancy.py"
    }
    assert opening == set(ACROSS)
