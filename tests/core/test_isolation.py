"""The fixtures themselves: a test that could see another's rows would prove nothing."""

from sqlalchemy import func, select

from server.core import tenancy
from server.places.models import Estate
from tests.factories import make_community, make_estate


def estates(session):
    with tenancy.across_communities():
        return session.scalar(select(func.count()).select_from(Estate))


def test_what_one_test_writes(session):
    make_estate(make_community())

    assert estates(session) == 1


def test_the_next_one_does_not_see(session):
    assert estates(session) == 0


def test_a_request_sees_what_the_test_wrote_and_the_test_sees_what_the_request_wrote(neighbour):
    caller = neighbour()

    assert caller.get("/me").status_code == 200
    assert caller.delete("/sessions/current").status_code == 204
    assert caller.get("/me").status_code == 401
