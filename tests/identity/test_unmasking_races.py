"""Two looks at once, with one left for today: one is answered, the other told that the day is full."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.identity.models_unmasking import Unmasking
from server.identity.service.unmasking import MOST_A_DAY
from tests import factories
from tests.identity import naive
from tests.identity.enrol import apply
from tests.identity.test_unmasking import look, looked
from tests.support.callers import Caller

AT_ONCE = 6


@pytest.fixture
def last_look(community, deliver, session):
    """(a clerk with one look left for today, the path of an application)."""
    clerk = factories.make_member(community, Role.COMMITTEE)
    sent = apply(factories.make_visitor(), factories.make_estate(community))
    deliver()
    looked(session, clerk, MOST_A_DAY - 1)
    return clerk, f"applications/{sent['id']}"


def at_once(work):
    with transaction():
        """The test's own session must hold no lock meanwhile."""
    start = Barrier(AT_ONCE)

    def run():
        start.wait(20)
        return work()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(contextvars.Context().run, run) for _ in range(AT_ONCE)]
    return [one.result() for one in running]


def count(session, community):
    with tenancy.in_community(community.id):
        return session.scalar(select(func.count()).select_from(Unmasking))


def test_of_many_looks_at_once_no_more_than_the_day_allows_are_answered(app, community, session, last_look):
    clerk, path = last_look

    def one():
        return look(Caller(app.test_client(), clerk.token, clerk.actor), path).status_code

    assert sorted(at_once(one)) == [200] + [429] * (AT_ONCE - 1)
    assert count(session, community) == MOST_A_DAY


def test_who_counts_before_he_locks_answers_more(app, community, session, last_look):
    """The naive twin."""
    clerk, here, together = last_look[0].actor, community.id, Barrier(AT_ONCE)

    def one():
        with app.app_context(), tenancy.in_community(here):
            return naive.unmask(clerk, lambda: together.wait(20))

    assert at_once(one) == [True] * AT_ONCE
    assert count(session, community) > MOST_A_DAY
