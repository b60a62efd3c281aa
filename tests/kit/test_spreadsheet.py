"""Workbooks read and written: headings, line numbers, and texts that must stay texts."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.kit.bookguard import BookError
from server.kit.spreadsheet import OutSheet, read_book, unguarded, write_book
from tests.kit.books import cell, pack, parts

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])


def _book(header: list[str], *rows: list[object]) -> bytes:
    return write_book([OutSheet("房屋", header, rows)])


class TestRead:
    def test_it_gives_each_row_with_the_line_number_excel_shows(self):
        (sheet,) = read_book(_book(["楼栋", "房号"], ["1", "101"], [None, None], ["2", "201"]))

        assert (sheet.name, sheet.header, sheet.header_line) == ("1 房屋", ("楼栋", "房号"), 1)
        assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("1", "101")), (4, ("2", "201"))]

    def test_a_title_above_the_heading_is_passed_over(self):
        (sheet,) = read_book(_book(["幸福小区房屋名册"], [], ["楼栋", "房号"], ["1", "101"]))

        assert (sheet.header, sheet.header_line) == (("楼栋", "房号"), 3)
        assert [row.line for row in sheet.rows] == [4]

    def test_line_numbers_hold_when_the_sheet_begins_further_down(self):
        rows = f'<row r="5">{cell("B5", "楼栋")}{cell("C5", "房号")}</row><row r="9">{cell("B9", "1")}</row>'
        (sheet,) = read_book(pack(parts(rows)))

        assert sheet.header_line == 5
        assert sheet.header == ("", "楼栋", "房号")
        assert [row.line for row in sheet.rows] == [9]

    def test_empty_sheets_are_left_out(self):
        data = write_book([OutSheet("空", [], []), OutSheet("小区", ["名称"], [["幸福小区"]])])

        assert [sheet.name for sheet in read_book(data)] == ["2 小区"]

    def test_a_sheet_of_one_column_has_its_first_row_as_heading(self):
        (sheet,) = read_book(_book(["名称"], ["幸福小区"], ["阳光小区"]))

        assert sheet.header == ("名称",)
        assert len(sheet.rows) == 2

    def test_a_book_whose_sheet_is_missing_is_refused(self):
        contents = parts("", target="worksheets/sheet9.xml")

        with pytest.raises(BookError, match="另存为"):
            read_book(pack(contents))

    def test_no_cell_shows_in_the_repr(self):
        (sheet,) = read_book(_book(["业主姓名", "电话"], ["王芳", "13812341111"]))

        assert "王芳" not in repr(sheet)
        assert "王芳" not in repr(sheet.rows[0])


class TestWrite:
    @given(st.lists(st.text(LETTERS, max_size=40), min_size=2, max_size=4))
    @settings(max_examples=50, deadline=None)
    def test_texts_come_back_as_they_were(self, texts):
        (sheet,) = read_book(_book(["甲", "乙", "丙", "丁"], texts, ["末行", "x"]))
        read = [unguarded(str(text)) for text in sheet.rows[0].cells]

        if any(text.strip() for text in texts):
            assert read[: len(texts)] == texts

    @pytest.mark.parametrize(
        "text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "|calc", "'=1"]
    )
    def test_what_a_program_might_run_gets_an_apostrophe(self, text):
        (sheet,) = read_book(_book(["甲", "乙"], [text, "x"]))
        shown = sheet.rows[0].cells[0]

        assert shown == "'" + text
        assert unguarded(str(shown)) == text

    @pytest.mark.parametrize("text", ["", "王芳", "1幢-2", "'引号", "https://example.com", "00123"])
    def test_ordinary_texts_are_not_touched(self, text):
        assert unguarded(text) == text
        (sheet,) = read_book(_book(["甲", "乙"], [text, "x"]))

        assert sheet.rows[0].cells[0] == text

    def test_a_heading_is_guarded_too(self):
        assert read_book(_book(["=HYPERLINK()", "乙"]))[0].header[0] == "'=HYPERLINK()"

    def test_the_file_holds_no_formula_and_no_link(self):
        data = _book(["甲", "乙"], ["=1+1", "https://example.com"], ["{=1}", "mailto:a@b.c"])
        with zipfile.ZipFile(BytesIO(data)) as archive:
            xml = archive.read("xl/worksheets/sheet1.xml")

        assert b"<f>" not in xml
        assert b"hyperlink" not in xml

    def test_numbers_dates_and_long_numbers_come_out_right(self):
        at = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
        row = [3, Decimal("89.5"), date(2026, 11, 20), at, 10**15, None, 2**62]
        (sheet,) = read_book(_book(list("甲乙丙丁戊己庚"), row))

        assert sheet.rows[0].cells == (
            3.0,
            89.5,
            date(2026, 11, 20),
            "2026-11-20 14:02+00:00",
            str(10**15),
            "",
            str(2**62),
        )

    def test_sheet_names_are_made_legal_and_different(self):
        data = write_book(
            [OutSheet(name, ["甲", "乙"], []) for name in ["a/b:[c]", "长" * 60, "长" * 60, ""]]
        )

        assert [sheet.name for sheet in read_book(data)] == [
            "1 a b  c",
            "2 " + "长" * 28,
            "3 " + "长" * 28,
            "4",
        ]

    def test_a_text_longer_than_a_cell_is_cut_and_not_dropped(self):
        (sheet,) = read_book(_book(["甲", "乙"], ["长" * 40_000, "x"]))

        assert len(str(sheet.rows[0].cells[0])) == 32_000
