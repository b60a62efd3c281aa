"""The empty workbook that a district office fills in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from server.kit.spreadsheet import OutCell, OutSheet, write_book
from server.places.register import COLUMNS, ESTATES, HOMES, REGIONS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template() -> bytes:
    """An empty workbook with the headings and example lines on each sheet."""
    examples: Mapping[str, Sequence[Sequence[OutCell]]] = {
        REGIONS: [
            ("330203000000", "海曙区", "区", None, None),
            ("330203001000", "月湖街道", "街镇", "330203000000", None),
            ("330203001001", "锦秋居委会", "社区", "330203001000", "居委"),
        ],
        ESTATES: [("330203001001", "锦秋花园", "商品房", "锦秋路 18 号", "否")],
        HOMES: [
            ("330203001001", "锦秋花园", "3号楼", "502室", Decimal("89.5"), "李秀英、王建国", None, None),
            ("330203001001", "锦秋花园", "3号楼", "602室", Decimal("89.5"), None, None, "锦秋置业有限公司"),
        ],
    }
    return write_book(
        [
            OutSheet(name, [column.title for column in columns], examples[name])
            for name, columns in COLUMNS.items()
        ]
    )
