"""Rows of a sheet as typed records, with errors that a person can find and mend.

Errors name sheet, line and column but never repeat the cell, which may hold personal data.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from server.kit.spreadsheet import Cell, Row, Sheet, unguarded

Value = str | Decimal | int | None

MAX_ERRORS = 500
# Excel keeps fifteen digits of a number: beyond them an ID or card number is already spoilt.
_EXACT = 10**15
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE]-[0-9]{1,2})?")


class Kind(StrEnum):
    TEXT = "text"
    DECIMAL = "decimal"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Column:
    """A column we look for: ``key`` in the result, ``title`` on screen, other headings it may have."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong and where; ``column`` is the title, or empty for the whole line."""

    sheet: str
    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One good line: a value (or None) for each column key."""

    line: int
    values: dict[str, Value] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """The good lines of a sheet, and the errors of the others (at most ``MAX_ERRORS``)."""

    records: tuple[Record, ...]
    errors: tuple[LineError, ...]


def read_table(sheet: Sheet, columns: Sequence[Column]) -> Table:
    """The rows of ``sheet`` converted column by column; headings may be aliases, in any order."""
    places, errors = _places(sheet, columns)
    records: list[Record] = []
    for row in [] if errors else sheet.rows:
        values: dict[str, Value] = {}
        found = len(errors)
        for column in columns:
            try:
                values[column.key] = _value(row, places.get(column.key), column)
            except _Wrong as wrong:
                errors.append(LineError(sheet.name, row.line, column.title, str(wrong)))
        if len(errors) == found:
            records.append(Record(row.line, values))
        if len(errors) >= MAX_ERRORS:
            errors[MAX_ERRORS - 1 :] = [LineError(sheet.name, row.line, "", "错误过多，其后的行没有检查")]
            break
    return Table(tuple(records), tuple(errors))


class _Wrong(Exception):
    """A cell cannot be read as its column wants; the message is for the person."""


def _places(sheet: Sheet, columns: Sequence[Column]) -> tuple[dict[str, int], list[LineError]]:
    names = [_heading(name) for name in sheet.header]
    places: dict[str, int] = {}
    errors: list[LineError] = []
    for column in columns:
        known = {_heading(name) for name in (column.title, *column.aliases)}
        found = [place for place, name in enumerate(names) if name in known]
        if len(found) > 1:
            message = f"有 {len(found)} 列都是“{column.title}”，请只保留一列"
            errors.append(LineError(sheet.name, sheet.header_line, column.title, message))
        elif found:
            places[column.key] = found[0]
        elif column.required:
            message = f"缺少“{column.title}”这一列，请对照模板补上"
            errors.append(LineError(sheet.name, sheet.header_line, column.title, message))
    return places, errors


def _heading(name: str) -> str:
    """建筑面积（㎡）* and 建筑面积 are one heading."""
    plain = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"[\s*::]+", "", plain).casefold()


def _value(row: Row, place: int | None, column: Column) -> Value:
    text = "" if place is None or place >= len(row.cells) else _text(row.cells[place])
    if text:
        return _CONVERTERS[column.kind](text)
    if column.required:
        raise _Wrong(f"“{column.title}”没有填写")
    return None


def _text(cell: Cell) -> str:
    """A cell as a person reads it in the sheet."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    if isinstance(cell, int | float):
        if not abs(cell) < _EXACT:  # also what is not a number at all
            raise _Wrong("数字过长，Excel 已丢失末尾几位，请将这一列设为文本格式后重新填写")
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return unguarded(str(cell).strip())


def _decimal(text: str) -> Decimal:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not _NUMBER.fullmatch(plain):
        raise _Wrong("应填写数字，不带单位")
    return Decimal(plain)


def _integer(text: str) -> int:
    number = _decimal(text)
    if number != number.to_integral_value():
        raise _Wrong("应填写整数")
    return int(number)


_CONVERTERS: dict[Kind, Callable[[str], Value]] = {
    Kind.TEXT: str,
    Kind.DECIMAL: _decimal,
    Kind.INTEGER: _integer,
}
