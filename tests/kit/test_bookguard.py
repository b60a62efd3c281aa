"""Workbooks that lie about their size, and broken ones: refused before a parser sees them."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.kit.bookguard import LIMITS, BookError, Limits, repack
from server.kit.spreadsheet import OutSheet, read_book, write_book
from tests.kit.books import HEAD, MAIN, cell, pack, parts

GOOD = pack(parts(f'<row r="1">{cell("A1", "楼栋")}{cell("B1", "房号")}</row>'))


def _names(data: bytes) -> set[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return set(archive.namelist())


class TestGoodBooks:
    def test_a_small_book_passes(self):
        assert read_book(GOOD)[0].header == ("楼栋", "房号")

    def test_parts_that_nobody_needs_are_left_out(self):
        data = pack(
            parts("") | {"xl/vbaProject.bin": b"MZ", "xl/media/image1.png": bytes(10), "../evil": "x"}
        )

        assert _names(repack(data)) == set(parts(""))

    def test_a_book_without_shared_strings_passes(self):
        contents = parts(f'<row r="1">{cell("A1", "楼栋")}</row>')
        del contents["xl/sharedStrings.xml"]

        assert read_book(pack(contents))[0].header == ("楼栋",)

    def test_cells_and_rows_without_a_reference_are_counted_on(self):
        data = pack(parts("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))

        assert repack(data, Limits(rows=1, columns=2))
        with pytest.raises(BookError, match="超过 1 列"):
            repack(data, Limits(columns=1))
        with pytest.raises(BookError, match="超过 0 行"):
            repack(data, Limits(rows=0))

    def test_empty_cells_far_out_that_only_carry_colour_are_no_reason_to_refuse(self):
        rows = f'<row r="1">{cell("A1", "楼栋")}<c r="XFD1" s="1"/></row><row r="1048576"/>'

        assert repack(pack(parts(rows)))


class TestBombs:
    def test_too_many_bytes_are_refused(self):
        with pytest.raises(BookError, match="MB"):
            repack(GOOD, Limits(file_bytes=len(GOOD) - 1))

    def test_a_part_that_inflates_a_thousandfold_is_refused(self):
        data = pack(parts(" " * 30_000_000))

        assert len(data) < 100_000
        with pytest.raises(BookError, match="展开后过大"):
            repack(data)

    def test_many_parts_that_together_are_too_much_are_refused(self):
        sheet = f"{HEAD}<worksheet {MAIN}>{' ' * 600_000}</worksheet>"
        data = pack(parts("") | {f"xl/worksheets/sheet{n}.xml": sheet for n in range(2, 7)})

        assert repack(data)
        with pytest.raises(BookError, match="展开后过大"):
            repack(data, Limits(inflated_bytes=2_000_000))

    def test_a_part_that_declares_less_than_it_holds_is_never_handed_on_whole(self):
        data = bytearray(pack(parts(" " * 500_000)))
        true, false = struct.pack("<I", _size_of_sheet(bytes(data))), struct.pack("<I", 100)

        with pytest.raises(BookError, match="已损坏"):
            repack(bytes(data).replace(true, false))

    @pytest.mark.parametrize("place", ["XFD1", "xfd1", "AO1"])
    def test_a_lonely_cell_in_the_last_column_is_refused(self, place):
        with pytest.raises(BookError, match="超过 40 列"):
            repack(pack(parts(f'<row r="1">{cell(place, "x")}</row>')))

    def test_a_lonely_cell_in_the_last_row_is_refused(self):
        rows = f'<row r="1">{cell("A1", "x")}</row><row r="1048576">{cell("A1048576", "x")}</row>'

        with pytest.raises(BookError, match="超过 200000 行"):
            repack(pack(parts(rows)))

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
    def test_a_far_cell_does_not_hide_in_spelling_or_encoding(self, encoding):
        contents = parts("<row r='1'><x:c xmlns:x='y' r = '&#88;FD1'><v>1</v></x:c></row>")
        sheet = contents["xl/worksheets/sheet1.xml"].replace('"UTF-8"', f'"{encoding}"')

        with pytest.raises(BookError, match="超过 40 列"):
            repack(pack(contents | {"xl/worksheets/sheet1.xml": sheet.encode(encoding)}))

    def test_a_far_cell_does_not_hide_in_another_part(self):
        contents = parts("", target="styles.xml")
        styles = (
            f'{HEAD}<worksheet {MAIN}><sheetData><row r="1">{cell("XFD1", "x")}</row></sheetData></worksheet>'
        )

        with pytest.raises(BookError, match="超过 40 列"):
            repack(pack(contents | {"xl/styles.xml": styles}))

    def test_one_long_string_shown_by_many_cells_is_refused(self):
        strings = f"<si><t>{'长' * 30_000}</t></si>"
        rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2_100))

        with pytest.raises(BookError, match="文字过多"):
            repack(pack(parts(rows, strings)))
        assert repack(pack(parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings)))

    def test_entities_are_refused(self):
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
        contents = parts("<row><c><v>&b;</v></c></row>")
        sheet = contents["xl/worksheets/sheet1.xml"].replace(HEAD, HEAD + bomb)

        with pytest.raises(BookError, match="不允许的定义"):
            repack(pack(contents | {"xl/worksheets/sheet1.xml": sheet}))


#: Made once: a book carries the time it was made, and examples must not differ by that.
BOOK = write_book([OutSheet("房屋", ["楼栋", "面积"], [["1", 89], ["2", 90]])])


class TestBroken:
    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), b"a,b\n1,2"]
    )
    def test_what_is_no_zip_is_refused(self, data):
        with pytest.raises(BookError, match="另存为"):
            repack(data)

    def test_a_zip_without_sheets_is_refused(self):
        with pytest.raises(BookError, match="没有工作表"):
            repack(pack({"readme.txt": "x"}))

    @pytest.mark.parametrize(
        "rows",
        [
            "<row>",
            '<row r="x"/>',
            '<row><c r="1A"><v>1</v></c></row>',
            '<row><c t="s"><v>7</v></c></row>',
            '<row><c t="s"><v>x</v></c></row>',
            f'<row><c t="s"><v>{"9" * 5000}</v></c></row>',
        ],
    )
    def test_xml_that_makes_no_sense_is_refused(self, rows):
        with pytest.raises(BookError, match="已损坏"):
            repack(pack(parts(rows)))

    def test_a_part_that_occurs_twice_is_refused(self):
        target = BytesIO(GOOD)
        with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("xl/workbook.xml", "<workbook/>")

        with pytest.raises(BookError, match="出现两次"):
            repack(target.getvalue())

    def test_a_book_with_a_password_is_refused(self):
        data = bytearray(GOOD)
        for place in _places_of(b"PK\x03\x04", GOOD):
            data[place + 6] |= 1
        for place in _places_of(b"PK\x01\x02", GOOD):
            data[place + 8] |= 1

        with pytest.raises(BookError, match="密码"):
            repack(bytes(data))

    @given(st.data())
    @settings(max_examples=80, deadline=None)
    def test_damage_is_either_survived_or_refused(self, drawn):
        data = bytearray(BOOK)
        for _ in range(drawn.draw(st.integers(1, 6))):
            data[drawn.draw(st.integers(0, len(data) - 1))] = drawn.draw(st.integers(0, 255))
        try:
            sheets = read_book(bytes(data))
        except BookError:
            return
        assert len(sheets) <= 1


def _places_of(mark: bytes, data: bytes) -> list[int]:
    return [place for place in range(len(data)) if data.startswith(mark, place)]


def _size_of_sheet(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.getinfo("xl/worksheets/sheet1.xml").file_size


def test_the_limits_are_those_of_the_upload_rules():
    assert (LIMITS.file_bytes, LIMITS.rows, LIMITS.columns) == (10 * 1024 * 1024, 200_000, 40)
