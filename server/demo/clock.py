"""A clock that can be set, for the time the demo district is lived through.

The history of the district is told by calling the real routes one after another, each at its own moment.
Whatever judges a deadline or stamps a row then sees that moment, so nothing is dated afterwards: the hash
chains, the deadlines and the polls of the past are what they would have been. Both clocks of `kit.db` are
moved, the process's and the database's, and both go right again when the block ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Engine, event

from server.kit import db as kit_db

_strict = datetime.now


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
    """Both clocks follow the given one inside the block. NotImplementedError for other databases."""
    clock = Clock()
    hooks = _HOOKS.get(engine.dialect.name)
    if hooks is None:
        raise NotImplementedError(engine.dialect.name)
    listeners = [(name, make(clock)) for name, make in hooks.items()]
    engine.dispose()
    for name, listener in listeners:
        event.listen(engine, name, listener)
    kept = vars(kit_db)["datetime"]
    vars(kit_db)["datetime"] = type("_Set", (datetime,), {"now": staticmethod(clock.now)})
    try:
        yield clock
    finally:
        vars(kit_db)["datetime"] = kept
        for name, listener in listeners:
            event.remove(engine, name, listener)
        engine.dispose()


def _sqlite(clock: Clock) -> Any:
    """SQLite asks Python for `strftime`; connections made inside the block are dropped at its end."""

    def on_connect(connection: Any, _: Any) -> None:
        def strftime(form: str, _: str) -> str:
            now = clock.now(UTC)
            return now.strftime(form.replace("%f", f"{now.second:02d}.{now.microsecond // 1000:03d}"))

        connection.create_function("strftime", 2, strftime)

    return on_connect


_HOOKS: dict[str, dict[str, Any]] = {"sqlite": {"connect": _sqlite}}
