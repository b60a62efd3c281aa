"""Counts what a read or write costs: SQL statements, and round trips to Redis."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from sqlalchemy import event

from server.core import wire
from server.extensions import db

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent inside the block, without BEGIN and PRAGMA. Needs an application context."""
    sent: list[str] = []

    def note(_c: Any, _k: Any, statement: str, _p: Any, _x: Any, _m: bool) -> None:
        if statement.lstrip().upper().startswith(COUNTED):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@contextmanager
def plans() -> Iterator[list[str]]:
    """How SQLite runs each SELECT sent inside the block: its query plan in one line per statement."""
    found: list[str] = []

    def explain(_c: Any, cursor: Any, statement: str, parameters: Any, _x: Any, _m: bool) -> None:
        if statement.startswith("SELECT"):
            rows = cursor.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
            found.append(" / ".join(row[3] for row in rows))

    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)


@contextmanager
def redis_trips(monkeypatch: Any) -> Iterator[list[str]]:
    """One entry for each round trip to Redis inside the block: a pipeline is one, a command is one.

    What server.core.wire sends together is a pipeline too.
    """
    made: list[str] = []
    pipeline, command = redis.client.Pipeline.execute, redis.Redis.execute_command
    exchange = wire._exchange

    def execute(self: Any, *args: Any, **words: Any) -> Any:
        made.append("pipeline")
        return pipeline(self, *args, **words)

    def execute_command(self: Any, *args: Any, **words: Any) -> Any:
        made.append(str(args[0]))
        return command(self, *args, **words)

    def travel(*args: Any) -> Any:
        made.append("pipeline")
        return exchange(*args)

    with monkeypatch.context() as patch:
        patch.setattr(wire, "_exchange", travel)
        patch.setattr(redis.client.Pipeline, "execute", execute)
        patch.setattr(redis.Redis, "execute_command", execute_command)
        yield made
