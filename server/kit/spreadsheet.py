"""Workbooks in and out: .xlsx read into rows, and written so that no cell can act as a formula.

Line numbers are those Excel shows at the left. What the columns mean is tables.py's business; what a
hostile file may not do is bookguard.py's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from server.kit.bookguard import LIMITS, BookError, Limits, repack

Cell = str | int | float | bool | date | datetime | time | timedelta
OutCell = str | int | Decimal | date | datetime | None

# Spreadsheet programs run what begins so, also after a detour through CSV.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n|%＝＋－＠]")
_GUARDED = re.compile(r"''*[=+\-@\t\r\n|%＝＋－＠]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LONGEST_CELL = 32_000
_LONGEST_NAME = 28
_EXACT = 10**15
_LEAD_ROWS = 10
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line; ``line`` counts from 1 as Excel does."""

    line: int
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet read: its heading (at ``header_line``) and the filled rows below it."""

    name: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutSheet:
    """One sheet to write: a heading and rows of plain values."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[OutCell]] = field(repr=False)


def read_book(data: bytes, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Every sheet that holds something. Raises ``BookError`` for what is no safe .xlsx."""
    safe = repack(data, limits)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(safe)) as book:
            sheets = [_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise BookError("文件已损坏，请用 Excel 或 WPS 另存为 .xlsx 后再上传") from error
    return tuple(sheet for sheet in sheets if sheet)


def _sheet(source: CalamineSheet) -> Sheet | None:
    rows = list(_filled(source))
    if not rows:
        return None
    # A title in one merged cell often stands above the heading.
    lead = rows[:_LEAD_ROWS]
    head = next((place for place, row in enumerate(lead) if sum(map(_is_filled, row.cells)) > 1), 0)
    header = tuple(str(cell).strip() for cell in rows[head].cells)
    return Sheet(source.name, header, rows[head].line, tuple(rows[head + 1 :]))


def _filled(source: CalamineSheet) -> Iterator[Row]:
    for line, cells in enumerate(source.to_python(skip_empty_area=False), start=1):
        if any(map(_is_filled, cells)):
            yield Row(line, tuple(cells))


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def write_book(sheets: Sequence[OutSheet]) -> bytes:
    """An .xlsx with a frozen, bold heading on each sheet. Every text is written as text.

    A text that a spreadsheet program might run gets an apostrophe in front; ``unguarded`` takes it off.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, sheet in enumerate(sheets, start=1):
            page = book.add_worksheet(_sheet_name(sheet.name, number))
            page.freeze_panes(1, 0)
            for column, title in enumerate(sheet.header):
                page.write_string(0, column, _guarded(title), bold)
                page.set_column(column, column, max(10, 2 * len(title) + 4))
            for line, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    _write(page, (line, column), cell, days)
    return target.getvalue()


def unguarded(text: str) -> str:
    """The text without the apostrophe that ``write_book`` put before it."""
    return text[1:] if _GUARDED.match(text) else text


def _write(page: Any, place: tuple[int, int], cell: OutCell, days: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        page.write_string(*place, cell.isoformat(sep=" ", timespec="minutes"))
    elif isinstance(cell, date):
        page.write_datetime(*place, datetime.combine(cell, time.min), days)
    elif isinstance(cell, int | Decimal) and abs(Decimal(cell)) < _EXACT:
        page.write_number(*place, cell)
    else:
        # Also numbers of more digits than a spreadsheet keeps.
        page.write_string(*place, _guarded(str(cell)))


def _guarded(text: str) -> str:
    short = text[:_LONGEST_CELL]
    return "'" + short if _DANGEROUS.match(short) else short


def _sheet_name(name: str, number: int) -> str:
    plain = _FORBIDDEN_IN_NAMES.sub(" ", name).strip()[:_LONGEST_NAME]
    return f"{number} {plain}".strip()
