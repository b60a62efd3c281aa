"""The second wall: PostgreSQL itself shows the application one community's rows.

The fence (tenancy.py) narrows what the application asks; row-level security lets nothing else through should
a statement slip past it. It binds a role that owns no table (grants.py prints the policies); who owns them,
and SQLite, has the fence alone. Source: PostgreSQL's manual, "Row Security Policies".
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, event

from server.core import tenancy
from server.kit.db import Base

#: The session's setting that the policies look at: an id, `*` where the fence is open, nothing anywhere else.
SETTING = "sqt.community"
EVERYWHERE = "*"
#: Said inside a transaction that has failed as well, where nothing else may be said.
_TOUCHES_NO_ROW = ("SAVEPOINT ", "ROLLBACK TO ", "RELEASE ")
_ACTIVE = "SELECT row_security_active(oid) FROM pg_class WHERE oid = to_regclass('outbox_message')"


def tables() -> list[str]:
    """Every table whose rows belong to a community."""
    owned = (mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, tenancy.CommunityOwned))
    return sorted({mapper.local_table.name for mapper in owned})  # type: ignore[attr-defined]


def policy(table: str) -> Iterator[str]:
    """SQL that puts the wall round one table (a quoted name), whatever stood there before."""
    # Asked for each row: as a subquery, asked once, it cost a page of small tables more (docs/performance).
    asked = f"current_setting('{SETTING}', true)"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
    yield f"DROP POLICY IF EXISTS community ON {table};"
    yield f"CREATE POLICY community ON {table} USING ({asked} IN (community_id::text, '{EVERYWHERE}'));"


def bind(engine: Engine) -> None:
    """Tell each connection of this PostgreSQL where it stands before it is asked anything."""
    event.listen(engine, "before_cursor_execute", _stand)
    event.listen(engine, "rollback", _forget)
    event.listen(engine, "rollback_savepoint", _forget)
    event.listen(engine, "reset", _forget_returned)


def _stand(connection: Connection, _: Any, statement: str, *__: Any) -> None:
    if statement.startswith(_TOUCHES_NO_ROW):
        return
    info = connection.info
    if (walled := info.get("walled")) is None:
        driver = _driver(connection)
        walled = info["walled"] = bool((driver.execute(_ACTIVE).fetchone() or (False,))[0])
    if not walled:
        return
    here = EVERYWHERE if tenancy.is_open() else str(tenancy.bound_community() or "")
    if info.get("stands") != here:
        _driver(connection).execute("SELECT set_config(%s, %s, false)", (SETTING, here), prepare=True)
        info["stands"] = here


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _forget(connection: Connection, *_: Any) -> None:
    """A rollback takes the setting back as well."""
    if not connection.invalidated:
        connection.info.pop("stands", None)


def _forget_returned(_: Any, record: Any, state: Any) -> None:
    """So does the pool's own, for a connection that comes back in the middle of something."""
    if not state.transaction_was_reset:
        record.info.pop("stands", None)
