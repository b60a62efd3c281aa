"""A clock that can be set, for the time the demo district is lived through.

The history of the district is told by calling the real routes one after another, each at its own moment.
Whatever judges a deadline or stamps a row then sees that moment, so nothing is dated afterwards: the hash
chains, the deadlines and the polls of the past are what they would have been. Both clocks of `kit.db` are
moved, the process's and the database's, and both go right again when the block ends.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Engine, event

from server.kit import db as kit_db

_strict = datetime.now
_PREPARE: Mapping[str, tuple[str, ...]] = {
    "postgresql": (
        "CREATE SCHEMA demo_clock",
        "CREATE FUNCTION demo_clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS "
        "$$ SELECT pg_catalog.statement_timestamp() + current_setting('demo.shift')::interval $$",
    )
}
_CLEAR: Mapping[str, tuple[str, ...]] = {"postgresql": ("DROP SCHEMA IF EXISTS demo_clock CASCADE",)}


class Clock:
    """`shift`: how far from the real time. `start`: the real time at which the block began."""

    def __init__(self) -> None:
        self.shift = timedelta()
        self.start = kit_db.utc_now()

    def set(self, moment: datetime) -> None:
        """From now on it is `moment`, and time runs on from there."""
        self.shift = moment - _strict(moment.tzinfo)

    def now(self, tz: tzinfo | None = None) -> datetime:
        return _strict(tz) + self.shift


@contextmanager
def settable(engine: Engine) -> Iterator[Clock]:
    """Both clocks follow the given one inside the block. Nothing else may use this database meanwhile."""
    clock, kept = Clock(), vars(kit_db)["datetime"]
    listeners = _LISTENERS[engine.dialect.name](clock)
    _run(engine, _CLEAR)
    _run(engine, _PREPARE)
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    vars(kit_db)["datetime"] = type("SetDatetime", (datetime,), {"now": staticmethod(clock.now)})
    try:
        yield clock
    finally:
        vars(kit_db)["datetime"] = kept
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
        _run(engine, _CLEAR)


def _run(engine: Engine, statements: Mapping[str, tuple[str, ...]]) -> None:
    """What this database needs; then all connections are made anew, with or without the set clock."""
    if wanted := statements.get(engine.dialect.name):
        with engine.begin() as connection:
            for statement in wanted:
                connection.exec_driver_sql(statement)
    engine.dispose()


def _sqlite(clock: Clock) -> dict[str, Callable[..., None]]:
    """SQLite asks Python for `strftime`."""

    def strftime(form: str, _: str) -> str:
        now = clock.now(UTC)
        return now.strftime(form.replace("%f", f"{now.second:02d}.{now.microsecond // 1000:03d}"))

    def on_connect(connection: Any, _: Any) -> None:
        connection.create_function("strftime", 2, strftime)

    return {"connect": on_connect}


def _postgresql(clock: Clock) -> dict[str, Callable[..., None]]:
    """PostgreSQL finds our `statement_timestamp` before its own; each transaction is told the shift."""

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("SET search_path TO demo_clock, public, pg_catalog")
        microseconds = clock.shift // timedelta(microseconds=1)
        connection.exec_driver_sql(f"SET demo.shift TO '{microseconds} microseconds'")

    return {"begin": on_begin}


_LISTENERS = {"sqlite": _sqlite, "postgresql": _postgresql}
