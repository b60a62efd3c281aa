"""Sessions that ended long ago are forgotten by the clock, some at a time; nobody is signed out by it."""

from datetime import timedelta

import pytest

from server.core import worker
from server.core.database import transaction
from server.extensions import db
from server.identity.models import LoginSession
from server.identity.service import sessions
from server.identity.service.sessions import BATCH, KEPT_FOR, LIFE
from server.kit.db import utc_now
from server.kit.ids import first_id_at
from tests import factories
from tests.support.counting import plans, statements

DAY = timedelta(days=1)


def began(person_id, ago, number=0):
    """A session that began so long ago, and ran for its whole life. Its id."""
    made = utc_now() - ago
    row = LoginSession(
        id=first_id_at(made) + number,
        digest=number.to_bytes(16) + int(ago.total_seconds()).to_bytes(16),
        person_id=person_id,
        created_at=made,
        expires_at=made + LIFE,
    )
    with transaction():
        db.session.add(row)
    return first_id_at(made) + number


def kept(session):
    session.expire_all()
    return set(session.scalars(db.select(LoginSession.id)).all())


@pytest.fixture
def caller():
    return factories.make_visitor()


def test_the_clock_forgets_what_ended_long_ago_and_nothing_else(session, caller):
    running = kept(session)
    old = began(caller.actor.person_id, LIFE + KEPT_FOR + DAY)
    ended = began(caller.actor.person_id, LIFE + KEPT_FOR - DAY)
    session.remove()
    worker.tick([])

    assert kept(session) == {*running, ended}
    assert old not in kept(session)
    assert caller.get("/me").status_code == 200


def test_a_long_session_is_kept_until_it_has_ended_for_long(session, caller):
    row = began(caller.actor.person_id, LIFE + KEPT_FOR + DAY)
    with transaction():
        session.execute(db.update(LoginSession).where(LoginSession.id == row).values(expires_at=utc_now()))

    assert sessions.forget_ended() == 0
    assert row in kept(session)


def test_many_go_in_batches(session, caller):
    made = first_id_at(utc_now() - LIFE - KEPT_FOR - DAY)
    past = utc_now() - KEPT_FOR - DAY
    with transaction():
        session.execute(
            db.insert(LoginSession),
            [
                {
                    "id": made + number,
                    "digest": number.to_bytes(32),
                    "person_id": caller.actor.person_id,
                    "created_at": past - LIFE,
                    "expires_at": past,
                }
                for number in range(BATCH + 1)
            ],
        )
    gone = []
    for _ in range(3):
        with transaction():
            gone.append(sessions.forget_ended())

    assert gone == [BATCH, 1, 0]


def test_with_nothing_to_forget_one_look_at_the_key_is_all(session, caller):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is read in SQLite's words")
    with transaction(), statements() as asked, plans() as found:
        assert sessions.forget_ended() == 0

    assert len(asked) == 1
    assert "SEARCH login_session USING INDEX" in found[0]
    assert "(id<?)" in found[0]
