"""The set clock: both clocks follow it, and both go right again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from server.demo.clock import settable
from server.extensions import db
from server.kit.db import db_now, utc_now

LONG_AGO = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
NEAR = timedelta(seconds=5)


def clocks() -> list[datetime]:
    db.session.remove()
    shown = [utc_now(), db.session.scalar(select(db_now()))]
    db.session.remove()  # nobody holds a connection when the clock is put right
    return shown


def fail_long_ago() -> None:
    with settable(db.engine) as clock:
        clock.set(LONG_AGO)
        clocks()
        raise RuntimeError


@pytest.mark.usefixtures("session")
def test_inside_the_block_both_clocks_show_the_set_time():
    with settable(db.engine) as clock:
        clock.set(LONG_AGO)
        shown = clocks()
        clock.set(LONG_AGO + timedelta(days=9))
        later = clocks()
    assert all(abs(one - LONG_AGO) < NEAR for one in shown)
    assert all(abs(one - LONG_AGO - timedelta(days=9)) < NEAR for one in later)


@pytest.mark.usefixtures("session")
def test_after_the_block_both_clocks_are_right_even_when_it_failed():
    with pytest.raises(RuntimeError):
        fail_long_ago()
    now = datetime.now(UTC)
    assert all(abs(one - now) < NEAR for one in clocks())


@pytest.mark.usefixtures("session")
def test_time_runs_on_from_the_set_moment():
    with settable(db.engine) as clock:
        clock.set(LONG_AGO)
        first, second = clocks()[0], clocks()[0]
    assert first < second
