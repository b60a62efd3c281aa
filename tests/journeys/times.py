"""Time passes: a test in a browser cannot wait for days, so what is written moves to where waiting would
put it. The CHECKs of the database hold here too."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any


def in_the_database(town: Any, statement: str, *values: Any) -> None:
    connection = sqlite3.connect(town.folder / "shequtong.db", timeout=10)
    with connection:
        assert connection.execute(statement, values).rowcount == 1
    connection.close()


def stored(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def day(ahead: int = 0) -> str:
    """A date in Shanghai."""
    return (datetime.now(UTC) + timedelta(hours=8, days=ahead)).date().isoformat()


def the_days_of_talk_pass(town: Any, topic: str) -> None:
    moved = "UPDATE topic SET plan = json_set(plan, '$.starts_on', ?, '$.ends_on', ?) WHERE id = ?"
    in_the_database(town, moved, day(-7), day(-1), int(topic))


def the_notice_passes(town: Any, topic: str) -> None:
    in_the_database(town, "UPDATE topic SET public_until = ? WHERE id = ?", day(-1), int(topic))


def the_ballot_is_told(town: Any, topic: str) -> None:
    told = stored(datetime.now(UTC) - timedelta(days=1))
    in_the_database(town, "UPDATE topic SET state_at = ? WHERE id = ?", told, int(topic))


def the_poll_ends(town: Any) -> None:
    """Of the one poll that is open; an extended one keeps its first close before its last."""
    now = datetime.now(UTC)
    began, first, last = (stored(now - timedelta(days=days)) for days in (9, 8, 1))
    moved = (
        "UPDATE poll SET opens_at = ?, first_closes_at = ?,"
        " closes_at = CASE WHEN extended_at IS NULL THEN ? ELSE ? END WHERE state = 'open'"
    )
    in_the_database(town, moved, began, first, first, last)
