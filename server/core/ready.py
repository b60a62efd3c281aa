"""Kept statements, handed to PostgreSQL's driver itself.

SQLAlchemy writes such a statement once, and how values go in and columns come out is looked up once; from
then on running it is the driver's work alone, half of what a Connection takes (docs/performance.md).
Whoever listens to statements hears every one.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Error
from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

_Convert = Callable[[Any], Any]
#: A kept cursor keeps what converts its columns, and its rows: with more rows than these it is let go.
_HELD = 200
_ready: WeakKeyDictionary[Any, "Ready"] = WeakKeyDictionary()


def run(connection: Connection, statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
    """All rows of a statement that its module keeps; none of a write that returns none.

    Errors are those of SQLAlchemy.
    """
    if connection.dialect.driver != "psycopg":
        found = connection.execute(statement, values)
        return found.all() if found.returns_rows else ()
    if (ready := _ready.get(statement)) is None:
        ready = _ready[statement] = Ready(statement, values, connection.dialect)
    return ready.run(connection, values)


class Ready:
    """One statement as the driver takes it, and its rows as named tuples."""

    def __init__(self, statement: Any, values: Mapping[str, Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if compiled.insert_prefetch or compiled.update_prefetch:
            raise ValueError(f"what a column's default would fill in is not known here: {statement}")
        # What an IN holds from the start is spread out here; ids that come with each run are `among`.
        spread = compiled.construct_expanded_state(values)
        self._text: str = spread.statement
        self._same: dict[str, Any] = {}
        self._asked: list[tuple[str, str, _Convert | None]] = []
        self._called: list[tuple[str, Callable[[], Any]]] = []
        for name, value in spread.parameters.items():
            bind = compiled.binds.get(name)
            convert = _inward(bind.type, dialect) if bind is not None else spread.processors.get(name)
            if bind is not None and bind.callable:
                self._called.append((name, bind.callable))
            elif bind is not None and bind.key in values:
                self._asked.append((name, bind.key, convert))
            else:
                self._same[name] = convert(value) if convert else value
        self._columns = list(statement.exported_columns)
        names = [str(one.key) for one in self._columns]
        row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # its names are the statement's
        self._row: Callable[[Sequence[Any]], Any] = row._make
        self._made: list[tuple[int, _Convert]] | None = None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows. KeyError when a value is missing."""
        given = dict(self._same)
        for name, key, convert in self._asked:
            given[name] = convert(values[key]) if convert else values[key]
        for name, ask in self._called:
            given[name] = ask()
        return [self._row(self._converted(row)) for row in self._fetched(connection, given)]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        cells = list(row)
        for place, make in self._made or ():
            cells[place] = make(cells[place])
        return cells

    def _fetched(self, connection: Connection, given: dict[str, Any]) -> Sequence[Any]:
        held = connection.connection
        driver: Any = held.dbapi_connection
        dialect: Any = connection.dialect
        try:
            if (cursors := held.info.get("cursors")) is None:
                cursors = held.info["cursors"] = WeakKeyDictionary()
            if (cursor := cursors.get(self)) is None:
                cursor = cursors[self] = driver.cursor()
            for heard in connection.dispatch.before_cursor_execute:
                heard(connection, cursor, self._text, given, None, False)
            cursor.execute(self._text, given, prepare=True)
            if self._made is None:
                self._made = self._makers(cursor.description or (), dialect)
            found = cursor.fetchall() if self._columns else ()
            if len(found) > _HELD:
                del cursors[self]
            return found
        except Error as error:
            # As a Connection says and does it: the statement without its values, and what is lost is lost.
            if dialect.is_disconnect(error, driver, None):
                connection.invalidate(error)
            raise DBAPIError.instance(
                self._text, given, error, Error, hide_parameters=True, dialect=dialect
            ) from error

    def _makers(self, described: Sequence[Any], dialect: Dialect) -> list[tuple[int, _Convert]]:
        """Place → what makes our value of the driver's. Of some types that depends on what was sent."""
        sent = zip(self._columns, described, strict=True)
        makers = (
            (place, _outward(one.type, dialect, as_sent[1])) for place, (one, as_sent) in enumerate(sent)
        )
        return [(place, make) for place, make in makers if make]


def _inward(kind: Any, dialect: Dialect) -> _Convert | None:
    found: _Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _outward(kind: Any, dialect: Dialect, sent: int) -> _Convert | None:
    found: _Convert | None = kind.dialect_impl(dialect).result_processor(dialect, sent)
    return found
