"""One request, one transaction: returning commits, raising rolls back, nobody else commits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from itertools import repeat
from typing import Any

import orjson
import structlog
from flask import Flask, current_app
from sqlalchemy import Connection, Engine, bindparam, event, insert, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from server.core import ready, tenancy, wall
from server.core.wire import Command, redis_errors
from server.extensions import db
from server.kit.db import db_now

log = structlog.get_logger()
_CLOCK = select(db_now())
#: What Redis is to be told, if anything.
Errands = Sequence[Command] | None
AfterCommit = Callable[[], Errands]


def engine_options(url: str) -> dict[str, Any]:
    """Pool and driver options for this database."""
    # An error names its statement, never what was bound into it.
    # The driver parses JSON with json.loads, which took 60 µs of a list of 20 cards; orjson takes 2.
    common: dict[str, Any] = {"hide_parameters": True, "json_deserializer": orjson.loads}
    if url.startswith("sqlite"):
        return common | {"connect_args": {"check_same_thread": False, "timeout": 8}}
    return common | {"pool_size": 8, "max_overflow": 8}


def bind(app: Flask) -> None:
    """Listeners of this application's engine and of its sessions."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _tune_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)
        else:
            wall.bind(db.engine)
    tenancy.fence(db.session)


def _tune_sqlite(connection: Any, _: Any) -> None:
    # The driver's own transactions start too late: two readers that then write lose updates.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=8000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("sqlite_write", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def begin_read() -> None:
    """Tell the database that this request only reads: no write lock, no transaction to close."""
    engine = db.session.get_bind()
    if not isinstance(engine, Engine) or db.session().in_transaction():
        return
    if engine.dialect.name == "sqlite":
        db.session.connection(execution_options={"sqlite_write": False})
    else:
        db.session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})


@contextmanager
def transaction() -> Iterator[Session]:
    """The only place that commits. What was promised for later runs after the commit."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop("after_commit", None)
        raise
    _keep_promises(session)


def _keep_promises(session: Session) -> None:
    """What was promised for after the commit; all that Redis is to be told of it travels at once."""
    promises = session.info.pop("after_commit", {})
    errands = [command for run in promises.values() for command in run() or ()]
    if not errands:
        return
    try:
        current_app.extensions["traveller"].ask(*errands)
    except redis_errors() as error:
        log.warning("redis_not_told", error=type(error).__name__)


def rows(statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
    """Rows of a SELECT of columns that a module keeps, at a fraction of what the session takes for it.

    Only the first run on a tenant's tables goes through the session and its fence, which then knows the
    statement narrowed.
    """
    if (narrowed := tenancy.known(statement)) is None:
        return db.session.execute(statement, values).all()
    return ready.run(_connection(), narrowed, values)


def now() -> datetime:
    """The database's clock, which judges every deadline."""
    moment: datetime = rows(_CLOCK, {})[0][0]
    return moment


def send(statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
    """Run a kept statement that writes past the session too: on global tables, or inside the open gate.

    The rows it returns, if it does. FenceError when it names a tenant's elsewhere.
    """
    if not tenancy.is_open() and tenancy.touches_community(statement):
        raise tenancy.FenceError(str(statement))
    return ready.run(_connection(), statement, values)


def write(statement: Any, values: Mapping[str, Any]) -> Sequence[Any]:
    """Run a kept INSERT past the session too; the rows it returns, if it does.

    FenceError unless `values` name the bound community and all that it selects from is held to one.
    """
    tenancy.check_born_here({values["community_id"]})
    if not tenancy.holds_itself(statement):
        raise tenancy.FenceError(str(statement))
    return ready.run(_connection(), statement, values)


def _connection() -> Connection:
    session = db.session()
    session.flush()  # as the session itself does first
    return session.connection()


def insert_into(model: Any) -> Any:
    """An INSERT that knows ON CONFLICT, which both databases have and SQLAlchemy keeps per dialect."""
    return insert_of(db.session.get_bind().dialect.name, model)


def insert_of(dialect: str, model: Any) -> Any:
    """The same for a statement that is kept: one per dialect."""
    return (pg_insert if dialect == "postgresql" else sqlite_insert)(model)


def put(row: Any) -> None:
    """INSERT this new tenant row at once, past the unit of work, at a fraction of its cost.

    For a row that nobody changes. What is not set on it gets the column's default in the database alone.
    """
    put_values(type(row), vars(row))


def put_values(model: Any, given: Mapping[str, Any]) -> None:
    """The same for a row of which no object is needed. What `given` names beside columns is passed over."""
    statement, defaults = _born(model)
    values = {
        name: given[name] if name in given else default() if default else None
        for name, default in defaults.items()
    }
    write(statement, values)


@cache
def _born(model: Any) -> tuple[Any, dict[str, Callable[[], Any] | None]]:
    """The INSERT of a whole row, and of each column what makes its default."""
    columns = model.__table__.columns
    statement = insert(model.__table__).values({one.key: bindparam(one.key) for one in columns})
    return statement, {one.key: _default_of(one) for one in columns}


def _default_of(column: Any) -> Callable[[], Any] | None:
    """What makes it; None where a column has none. ValueError for one that SQL itself would have to make."""
    default = column.default
    if default is None:
        return None
    if default.is_callable:
        # SQLAlchemy made of every one a function of the execution's context, which ours do not look at.
        return partial(default.arg, None)
    if not default.is_scalar:
        raise ValueError(f"{column} has a default that only a statement can make")
    return partial(next, repeat(default.arg))


def after_commit(key: str, run: AfterCommit) -> None:
    """Run once after this transaction committed; the same key twice is one run. Must not raise.

    The commands that `run` returns go to Redis in one trip with all others; each may arrive twice or never.
    """
    db.session().info.setdefault("after_commit", {})[key] = run
