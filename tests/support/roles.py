"""PostgreSQL as a deployment meets it: one role owns the tables, another runs the application."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, event

from server.cli import register
from server.core import tenancy, wall
from server.extensions import db

Run = Callable[..., None]


def printed(app: Flask, role: str) -> list[str]:
    """What `flask db-grants` prints for this role, line by line."""
    if "db-grants" not in app.cli.commands:  # type: ignore[attr-defined]
        register(app)
    ended = app.test_cli_runner().invoke(args=["db-grants", role])
    assert ended.exit_code == 0, ended.output
    return ended.output.splitlines()


@contextmanager
def granted(app: Flask, role: str) -> Iterator[Run]:
    """Inside, the application is a role that was given what `db-grants` prints, and nothing else.

    Yields what runs statements as the owner of the tables. PostgreSQL only.
    """
    with app.app_context():
        engine = db.engine
    owner = create_engine(engine.url)

    def run(*statements: str) -> None:
        with owner.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def become(connection: Any, _: Any) -> None:
        connection.execute(f'SET ROLE "{role}"')
        connection.commit()  # or the pool's rollback would take it back

    run(f'DROP ROLE IF EXISTS "{role}"', f'CREATE ROLE "{role}"', *printed(app, role))
    event.listen(engine, "connect", become)
    engine.dispose()
    try:
        yield run
    finally:
        event.remove(engine, "connect", become)
        with app.app_context():
            db.session.remove()
        engine.dispose()
        run(f'DROP OWNED BY "{role}"', f'DROP ROLE "{role}"')
        owner.dispose()


@contextmanager
def looking_back(app: Flask) -> Iterator[None]:
    """Inside, what runs in no community sees every row, as a test does that looks at what it made before.

    The wall shows nothing there.
    """

    def look(connection: Any, *_: Any) -> None:
        if tenancy.bound_community() is None and not tenancy.is_open():
            held: Any = connection.connection.dbapi_connection
            held.execute("SELECT set_config(%s, %s, false)", (wall.SETTING, wall.EVERYWHERE))
            connection.info["stands"] = wall.EVERYWHERE

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", look)
