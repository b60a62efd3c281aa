"""The declarative base, column types and SQL functions that mean the same on SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    TypeDecorator,
    bindparam,
    or_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import JSON

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: JSON that PostgreSQL can index.
#: None is SQL's NULL, not JSON's null: constraints ask for the one.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out; SQLite alone would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime would be stored as somebody's local time")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[StrEnum]):
    """An enum stored as its value in plain text; the CHECK beside it keeps the list closed."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        self.enum = enum
        # Looked up and not called: a list of twenty has sixty words, and a call takes ten times as long.
        self._members: dict[str | None, StrEnum | None] = {member.value: member for member in enum}
        self._members[None] = None
        super().__init__(max(len(member.value) for member in enum) + 8)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value).value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return self._members.__getitem__


def one_of(column: str, enum: type[StrEnum]) -> str:
    """The text of a CHECK that keeps a column inside its enum."""
    words = ", ".join(f"'{member.value}'" for member in enum)
    return f"{column} IN ({words})"


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: UTCDateTime,
        int: BigInteger,
        bytes: LargeBinary,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class db_now(FunctionElement[datetime]):  # noqa: N801 reads as the SQL function it is
    """The database's clock at this statement: the only clock that judges a deadline."""

    type = UTCDateTime()
    inherit_cache = True


@compiles(db_now)
def _db_now(element: Any, compiler: Any, **_: Any) -> str:
    # statement_timestamp() is STABLE, which Citus accepts where clock_timestamp() is refused.
    return "statement_timestamp()"


@compiles(db_now, "sqlite")
def _db_now_sqlite(element: Any, compiler: Any, **_: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


def unended(ends_at: Any, at: Any = None) -> ColumnElement[bool]:
    """What has no end, or one later than `at`: the database's clock, unless another moment is asked."""
    return or_(ends_at.is_(None), ends_at > (db_now() if at is None else at))


class _Ids(TypeDecorator[Iterable[int]]):
    """Any number of ids as one bound value: an array's text on PostgreSQL, a JSON array's elsewhere."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> str:
        inside = ",".join(map(str, value or ()))
        return f"{{{inside}}}" if dialect.name == "postgresql" else f"[{inside}]"


class among(FunctionElement[bool]):  # noqa: N801 reads as the SQL operator it is
    """`column IN (…)` of ids that are bound under `name`: one text, however many there are.

    An expanding IN is written anew for every run, and the database plans each number of ids apart.
    """

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, name: str) -> None:
        super().__init__(column, bindparam(name, type_=_Ids()))


@compiles(among)
def _among(element: Any, compiler: Any, **words: Any) -> str:
    column, given = (compiler.process(one, **words) for one in element.clauses)
    return f"{column} = ANY (CAST({given} AS BIGINT[]))"


@compiles(among, "sqlite")
def _among_sqlite(element: Any, compiler: Any, **words: Any) -> str:
    column, given = (compiler.process(one, **words) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({given}))"


def utc_now() -> datetime:
    """This process's clock: good for stamps, never for deadlines (use `db_now`)."""
    return datetime.now(UTC)


SmallId = SmallInteger
