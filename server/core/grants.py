"""What the application's role may do in PostgreSQL: what was written once is refused by the database itself.

Made from the models: a frozen table is read and added to, and its named columns may be changed; every other
table is worked on freely. Of the communities' tables it is shown one community at a time (wall.py). The role
owns no table and is no superuser: those are bound by no grant and stand behind no wall.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql

from server.core import wall
from server.kit.db import Base
from server.kit.frozen import Frozen, frozen

_name = postgresql.dialect().identifier_preparer.quote_identifier  # type: ignore[no-untyped-call]


def statements(role: str) -> Iterator[str]:
    """SQL that gives `role` exactly this, whatever it had before. To be run by the owner of the tables."""
    promises = {one.model.__table__.name: one for one in frozen()}  # type: ignore[attr-defined]
    for table in sorted(Base.metadata.tables):
        yield from _give(table, _allowed(promises.get(table)), role)
    # Which schema it meets, the application only asks.
    yield from _give("alembic_version", "SELECT", role)
    for table in wall.tables():
        yield from wall.policy(_name(table))


def _give(table: str, allowed: str, role: str) -> Iterator[str]:
    yield f"REVOKE ALL ON {_name(table)} FROM {_name(role)};"
    yield f"GRANT {allowed} ON {_name(table)} TO {_name(role)};"


def _allowed(promise: Frozen | None) -> str:
    if promise is None:
        return "SELECT, INSERT, UPDATE, DELETE"
    columns: Any = inspect(promise.model).columns
    changing = ", ".join(_name(columns[attribute].name) for attribute in sorted(promise.but))
    return ", ".join(
        ["SELECT", "INSERT", *([f"UPDATE ({changing})"] if changing else []), *["DELETE"] * promise.emptied]
    )
