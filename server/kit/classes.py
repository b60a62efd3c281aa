"""What a column may hold at worst, declared on the column: `mapped_column(String(40), info=PERSONAL)`.

That data is graded is 数据安全法 21 (how: GB/T 43697-2024); the four classes are ours, the highest for what
个人信息保护法 28 calls sensitive and what opens it. docs/adr/0010-column-classes.md says what each may.
"""

from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, Numeric

from server.kit.db import UTCDateTime, Word


class DataClass(IntEnum):
    """The higher, the fewer may read it."""

    PUBLIC = 1  # anybody may read it: names of places, rules, hashes, decisions of office
    COMMUNITY = 2  # neighbours read it: what they write, and who wrote it as they are shown him
    PERSONAL = 3  # the person himself and who answers for the matter: rooms, masks, remarks on him
    SENSITIVE = 4  # sealed, or a digest: real names, numbers, health, secret choices, keys to a session


_KEY = "class"
PUBLIC: Final[dict[Any, Any]] = {_KEY: DataClass.PUBLIC}
COMMUNITY: Final[dict[Any, Any]] = {_KEY: DataClass.COMMUNITY}
PERSONAL: Final[dict[Any, Any]] = {_KEY: DataClass.PERSONAL}
SENSITIVE: Final[dict[Any, Any]] = {_KEY: DataClass.SENSITIVE}

#: Types that hold neither words nor bytes of anybody: COMMUNITY unless the column says otherwise.
_TELLING_LITTLE: Final = (Integer, Numeric, Boolean, Date, DateTime, UTCDateTime, Word)


class UndeclaredError(LookupError):
    """A column that can hold words or bytes says nothing of its class."""


def declared(column: Column[Any]) -> DataClass | None:
    """What the column itself says."""
    said = column.info.get(_KEY)
    return None if said is None else DataClass(said)


def class_of(column: Column[Any]) -> DataClass:
    """The class a column declares, else its type's. UndeclaredError when it has neither."""
    if (said := declared(column)) is not None:
        return said
    if isinstance(column.type, _TELLING_LITTLE):
        return DataClass.COMMUNITY
    raise UndeclaredError(f"{column.table.name}.{column.name}")
