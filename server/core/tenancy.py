"""The fence: a request reads and writes the rows of one community. Fails shut.

Every tenant table has the primary key (community_id, id), and every foreign key and unique
constraint starts with community_id, so that Citus can shard by it (docs/adr/0001-tenancy.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    Column,
    ForeignKeyConstraint,
    Insert,
    SmallInteger,
    Table,
    TextClause,
    bindparam,
    event,
)
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import operators, visitors

from server.kit.ids import new_id

_bound: ContextVar[int | None] = ContextVar("community", default=None)
_open: ContextVar[bool] = ContextVar("across_communities", default=False)


class FenceError(RuntimeError):
    """A statement would cross the fence. That is a bug, so it answers 500."""


class CommunityOwned:
    """Mixin: the row is born in the bound community, and invisible to all others."""

    @declared_attr
    def community_id(cls) -> Mapped[int]:
        return mapped_column(
            SmallInteger, primary_key=True, autoincrement=False, default=_bound.get, sort_order=-2
        )


class Identified:
    """Mixin of tenant tables whose rows have an id of their own (most)."""

    @declared_attr
    def id(cls) -> Mapped[int]:
        return mapped_column(primary_key=True, autoincrement=False, default=new_id, sort_order=-1)


def tenant_key(column: str, target: str, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A foreign key inside the community: (community_id, column) → target (community_id, id)."""
    return ForeignKeyConstraint(
        ["community_id", column], [f"{target}.community_id", f"{target}.id"], ondelete=ondelete
    )


def bound_community() -> int | None:
    return _bound.get()


@contextmanager
def in_community(community_id: int | None) -> Iterator[None]:
    """Everything inside reads and writes this community only."""
    token = _bound.set(community_id)
    try:
        yield
    finally:
        _bound.reset(token)


@contextmanager
def across_communities() -> Iterator[None]:
    """The only gate in the fence. tests/architecture lists who may open it."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def is_open() -> bool:
    """Whether the running code stands inside `across_communities`."""
    return _open.get()


#: One criterion for all statements and communities: whose rows it lets through is asked when it runs.
_HERE = bindparam("bound_community", callable_=_bound.get, type_=SmallInteger())
_OURS = with_loader_criteria(CommunityOwned, lambda model: model.community_id == _HERE, include_aliases=True)
#: Statement → the same, narrowed. One that a module keeps is looked through and narrowed once, which
#: saves half of what it costs (docs/performance.md); others leave with their last user.
_narrowed: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
#: Statement → does it name a tenant table. Asked of those that are not narrowed: INSERTs, global tables.
_touching: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()
#: INSERT → does what it selects name its community.
_holding: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def known(statement: Any) -> Any:
    """What of a kept SELECT may run now without asking the fence again; None: the fence has to be asked.

    Narrowed as the fence did it before; itself where the fence is open, or of global tables.
    """
    if _open.get():
        return statement
    if _bound.get() is not None and (narrowed := _narrowed.get(statement)) is not None:
        return narrowed
    return None if touches_community(statement) else statement


def fence(session: Any) -> None:
    if not event.contains(session, "do_orm_execute", _narrow):
        event.listen(session, "do_orm_execute", _narrow)
        event.listen(session, "before_flush", _refuse_foreign_rows)


def _narrow(state: ORMExecuteState) -> None:
    if _open.get() or state.is_column_load:
        return
    known = _narrowed.get(state.statement)
    if known is None and not touches_community(state.statement):
        return
    community_id = _bound.get()
    if community_id is None or not (state.is_orm_statement or _names_its_rows(state)):
        raise FenceError(str(state.statement))
    if state.is_insert:
        check_born_here(_named(state))
        return
    if known is None:
        known = _narrowed[state.statement] = state.statement.options(_OURS)
    state.statement = known


def touches_community(statement: Any) -> bool:
    """Does it name a tenant table anywhere? A text might."""
    # `state.all_mappers` names only the outermost entities: it misses tables inside
    # joins, EXISTS and subqueries, which would then leak.
    if isinstance(statement, TextClause):
        return True
    touches = _touching.get(statement)
    if touches is None:
        touches = _touching[statement] = any(
            isinstance(node, Table) and "community_id" in node.c for node in visitors.iterate(statement)
        )
    return touches


def holds_itself(insert: Insert) -> bool:
    """Does every tenant table that this INSERT selects from say of which community it may be read?"""
    holds = _holding.get(insert)
    if holds is None:
        nodes = [] if insert.select is None else list(visitors.iterate(insert.select))
        read = {node.name for node in nodes if isinstance(node, Table) and "community_id" in node.c}
        held = {
            node.left.table.name
            for node in nodes
            if isinstance(node, BinaryExpression)
            and node.operator is operators.eq
            and isinstance(node.left, Column)
            and node.left.name == "community_id"
            and isinstance(node.right, BindParameter)
        }
        holds = _holding[insert] = read <= held
    return holds


def _names_its_rows(state: ORMExecuteState) -> bool:
    """An INSERT of values needs no narrowing, so it may be one of the bare table; INSERT … SELECT may not."""
    statement: Any = state.statement
    return state.is_insert and statement.select is None


def _named(state: ORMExecuteState) -> set[Any]:
    """The communities that an INSERT names in its values; a bulk one in every row."""
    given: Any = state.parameters or {}
    named = {
        row["community_id"]
        for row in (given if isinstance(given, list) else [given])
        if "community_id" in row
    }
    if not named:
        statement: Any = state.statement
        params = statement.compile().params
        named = {value for key, value in params.items() if key.startswith("community_id")}
    return named


def check_born_here(named: set[Any]) -> None:
    """FenceError unless new rows name the bound community and no other."""
    if not _open.get() and (named != {_bound.get()} or None in named):
        raise FenceError(f"insert names {named}, bound to {_bound.get()}")


def _refuse_foreign_rows(session: Session, *_: object) -> None:
    if _open.get() or (community_id := _bound.get()) is None:
        return
    for row in session.new | session.dirty:
        if isinstance(row, CommunityOwned) and row.community_id not in (None, community_id):
            raise FenceError(repr(row))
