"""Many at once: one need has one taker, one home one answer, one community one emergency."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from server.core import tenancy
from server.emergency.models import EmergencyAnswer, EmergencyAnswerStep, EmergencyVolunteer
from server.extensions import db
from tests.emergency import naive
from tests.factories import make_home, make_member
from tests.support.callers import Caller

THREADS = 12


def at_once(work, subjects):
    """Run `work` on every subject, in threads that all start together."""
    # What the test has read must not hold the database while the threads write.
    db.session.rollback()
    together = Barrier(min(THREADS, len(subjects)))

    def run(pair):
        if pair[0] < together.parties:
            together.wait()
        return work(pair[1])

    with ThreadPoolExecutor(together.parties) as pool:
        return list(pool.map(run, enumerate(subjects)))


@pytest.fixture
def helpers(app, town, begin, sign_on):
    """An emergency and many who signed on, each with a client of his own."""
    emergency, home = begin(), make_home(town.east)
    people = [make_member(town.community, home=home) for _ in range(24)]
    for one in people:
        sign_on(emergency, one)
    return emergency, [Caller(app.test_client(), one.token, one.actor) for one in people]


@pytest.mark.slow
def test_of_24_helpers_exactly_one_takes_the_need(town, helpers, need):
    emergency, callers = helpers
    url = f"emergency-needs/{need(emergency)}/steps"

    answers = at_once(lambda one: one.post(url, json={"verb": "take"}).status_code, callers)

    assert sorted(answers) == [200] + [409] * 23


def test_the_naive_taking_promises_it_to_all_of_them(app, town, helpers, need):
    emergency, _ = helpers
    need_id, here, together = int(need(emergency)), town.here, Barrier(4)
    with tenancy.in_community(here):
        ids = list(db.session.scalars(select(EmergencyVolunteer.id).limit(4)))

    def take(volunteer_id):
        with app.app_context():
            return naive.take(here, volunteer_id, need_id, together)

    assert at_once(take, ids).count(True) > 1


@pytest.mark.slow
def test_a_hundred_answers_at_once_leave_one_row_for_the_home(app, town, begin):
    emergency, here = begin(), town.here
    form = {"home_id": str(town.homes[0].id), "answer": "safe"}
    token, actor = town.resident.token, town.resident.actor
    callers = [Caller(app.test_client(), token, actor) for _ in range(100)]
    app.config["SETTINGS"], kept = _unlimited(app), app.config["SETTINGS"]

    answers = at_once(
        lambda one: one.post(f"emergencies/{emergency}/answers", json=form).status_code, callers
    )

    app.config["SETTINGS"] = kept
    assert set(answers) == {200}
    with tenancy.in_community(here):
        assert db.session.scalar(select(func.count()).select_from(EmergencyAnswer)) == 1
        assert db.session.scalar(select(func.count()).select_from(EmergencyAnswerStep)) == 100


def _unlimited(app):
    from dataclasses import replace

    return replace(app.config["SETTINGS"], limits=False)


def test_of_eight_who_begin_one_at_once_exactly_one_does(app, town):
    callers = [Caller(app.test_client(), town.street.token, town.street.actor) for _ in range(8)]
    form = {"kind": "gas", "text": "管道漏气，请撤离", "is_drill": False}

    answers = at_once(lambda one: one.post("emergencies", json=form).status_code, callers)

    assert sorted(answers) == [201] + [409] * 7
