"""A database per test process, and a quick way to empty it.

The application commits for real in its tests, on its own connections, so there is no outer transaction to
roll back. Instead every statement is watched, and after a test only the tables it wrote are emptied.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event, inspect, make_url, select, text

WRITTEN = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
KEPT = {"alembic_version"}
# A sweep ignores foreign keys (everything that was written goes) and does not wait long for a transaction
# that a test left open. SQLite needs neither: it checks no foreign key unless told to, and gives up itself.
SWEEPER = {"postgresql": {"options": "-c session_replication_role=replica -c lock_timeout=10s"}}


@contextmanager
def own_database(server: str, name: str) -> Iterator[str]:
    """Create database `name` on the PostgreSQL at URL `server`; yields its URL; drops it afterwards."""
    address = make_url(server)
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        admin.dispose()


class Broom:
    """Knows which tables were written since the last sweep, and empties them.

    engine: the application's, on a freshly migrated database; its statements are watched from now on.
    metadata: the models. Rows that the migrations made are put back by every sweep.
    """

    def __init__(self, engine: Engine, metadata: MetaData) -> None:
        own = create_engine(engine.url, connect_args=SWEEPER.get(engine.dialect.name, {}))
        self.connection = own.connect()
        self.models = metadata.tables
        self.tables = set(inspect(self.connection).get_table_names()) - KEPT
        self.original = {name: rows for name in self.tables if (rows := self._rows(name))}
        self.connection.rollback()
        self.written: set[str] = set()
        event.listen(engine, "before_cursor_execute", self._watch)

    def _watch(self, _c: Any, _k: Any, statement: str, _p: Any, _x: Any, _m: bool) -> None:
        # Most do, and looking through them all took up to a twentieth of a test's time.
        if not statement.startswith("SELECT"):
            self.written.update(WRITTEN.findall(statement))

    def sweep(self) -> None:
        """Bring every table that was written since the last sweep back to what the migrations left."""
        names = sorted(self.written & self.tables)
        self.written.clear()
        if not names:
            return
        with self.connection.begin():
            for name in names:
                self.connection.execute(text(f'DELETE FROM "{name}"'))
                if name in self.original:
                    self.connection.execute(self.models[name].insert(), self.original[name])

    def close(self) -> None:
        self.connection.close()
        self.connection.engine.dispose()

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a modelled table; search indexes and the like are derived and start empty."""
        if name not in self.models or not self.connection.scalar(text(f'SELECT 1 FROM "{name}" LIMIT 1')):
            return []
        return [dict(row) for row in self.connection.execute(select(self.models[name])).mappings()]
