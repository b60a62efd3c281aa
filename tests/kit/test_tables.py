"""Rows become records, or errors that say where and what."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from server.kit.spreadsheet import Row, Sheet
from server.kit.tables import MAX_ERRORS, Column, Kind, LineError, read_table

BUILDING = Column("building", "楼栋", required=True, aliases=("幢号", "楼号"))
AREA = Column("area", "建筑面积", Kind.DECIMAL)
FLOORS = Column("floors", "层数", Kind.INTEGER)


def _sheet(header: list[str], *rows: list[object]) -> Sheet:
    lines = [Row(line, tuple(cells)) for line, cells in enumerate(rows, start=2)]
    return Sheet("房屋", tuple(header), 1, tuple(lines))


def _one(column: Column, cell: object) -> object:
    """What one cell becomes: its value, or the message of its error."""
    table = read_table(_sheet([column.title], [cell]), [column])
    return table.errors[0].message if table.errors else table.records[0].values[column.key]


def test_columns_are_found_in_any_order_and_by_any_of_their_names():
    sheet = _sheet([" 层 数 ", "建筑面积（㎡）*", "幢号："], [6.0, "89.50", 3.0])
    (record,) = read_table(sheet, [BUILDING, AREA, FLOORS]).records

    assert record.line == 2
    assert record.values == {"building": "3", "area": Decimal("89.50"), "floors": 6}


def test_a_column_that_may_be_missing_gives_none():
    assert read_table(_sheet(["楼栋"], ["1"]), [BUILDING, AREA]).records[0].values["area"] is None


def test_a_row_that_ends_early_gives_none():
    assert read_table(_sheet(["楼栋", "层数"], ["1"]), [BUILDING, FLOORS]).records[0].values["floors"] is None


def test_a_missing_required_column_is_one_error_and_no_rows_are_read():
    table = read_table(_sheet(["房号"], ["101"], ["102"]), [BUILDING])

    assert table.records == ()
    assert table.errors == (LineError("房屋", 1, "楼栋", "缺少“楼栋”这一列，请对照模板补上"),)


def test_two_columns_of_one_meaning_are_an_error():
    table = read_table(_sheet(["楼栋", "幢号"], ["1", "2"]), [BUILDING])

    assert [error.message for error in table.errors] == ["有 2 列都是“楼栋”，请只保留一列"]


def test_each_wrong_cell_is_an_error_and_good_lines_stay():
    sheet = _sheet(["楼栋", "层数"], ["1", 6.0], ["", "六"], ["2", 5.0])
    table = read_table(sheet, [BUILDING, FLOORS])

    assert [record.line for record in table.records] == [2, 4]
    assert [(error.line, error.column, error.message) for error in table.errors] == [
        (3, "楼栋", "“楼栋”没有填写"),
        (3, "层数", "应填写数字，不带单位"),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  幸福小区 ", "幸福小区"),
        (13812341111.0, "13812341111"),
        (13812341111, "13812341111"),
        (0.5, "0.5"),
        (-3.0, "-3"),
        (True, "是"),
        (False, "否"),
        (datetime(2026, 11, 20), "2026-11-20"),
        (datetime(2026, 11, 20, 14, 2), "2026-11-20 14:02:00"),
        (date(2026, 11, 20), "2026-11-20"),
        ("'=1", "=1"),
        ("", None),
        ("   ", None),
    ],
)
def test_a_cell_reads_as_a_person_reads_it(cell, text):
    assert _one(Column("name", "名称"), cell) == text


@pytest.mark.parametrize("cell", [310104199003070018.0, 1e15, -1e15, 1e300, float("inf"), float("nan")])
def test_a_number_that_excel_has_spoilt_is_an_error(cell):
    assert "数字过长" in str(_one(Column("number", "证件号码"), cell))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (89.5, Decimal("89.5")),
        ("1,089.50", Decimal("1089.50")),
        ("８９．５", Decimal("89.5")),
        ("-3", Decimal("-3")),
        (1e-07, Decimal("1E-7")),
    ],
)
def test_decimals_are_read_exactly(cell, number):
    assert _one(AREA, cell) == number


@pytest.mark.parametrize(
    "cell", ["89.5㎡", "约90", "NaN", "Infinity", "1e999", "--1", "1.2.3", "0x10", "1" * 16, "9e99"]
)
def test_what_is_no_plain_number_is_an_error(cell):
    assert _one(AREA, cell) == "应填写数字，不带单位"


@pytest.mark.parametrize(("cell", "result"), [(6.0, 6), ("6", 6), ("6.0", 6), (6.5, "应填写整数")])
def test_integers_are_whole(cell, result):
    assert _one(FLOORS, cell) == result


def test_errors_never_repeat_the_cell():
    sheet = _sheet(["楼栋", "层数"], ["1", "王芳13812341111"])
    (error,) = read_table(sheet, [BUILDING, FLOORS]).errors

    assert "王芳" not in repr(error)
    assert "王芳" not in repr(read_table(_sheet(["楼栋"], ["王芳"]), [BUILDING]).records)


def test_after_many_errors_reading_stops_and_says_so():
    sheet = _sheet(["楼栋"], *([""] for _ in range(MAX_ERRORS + 50)))
    errors = read_table(sheet, [BUILDING]).errors

    assert len(errors) == MAX_ERRORS
    assert errors[-1].message == "错误过多，其后的行没有检查"
