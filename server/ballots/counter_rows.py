"""The rows of a named poll for who counts them: a page of them, and the court's sheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from server.ballots import counter_queries, counting, queries
from server.ballots.counter_models import Ground, RowsOpening
from server.ballots.counter_queries import PAGE
from server.ballots.models import Channel, Poll
from server.ballots.publication import exact

GROUND_NAMES: Mapping[Ground, str] = {
    Ground.COUNT: "点票",
    Ground.OBJECTION: "异议核对",
    Ground.COURT: "司法调取",
}
CHANNEL_NAMES: Mapping[Channel, str] = {
    Channel.PHONE: "手机",
    Channel.PAPER: "纸质票",
    Channel.PROXY: "受委托人",
}
#: How a row is checked against what was published of the poll (docs/adr/0007).
CHECK = (
    "每行的回执 = SHA-256(字节 00 加上该行 表决编号、户编号、选项编号、盐 的规范写法)，"
    "见 scripts/verify_poll；全部回执排序后的树根应等于票箱根，票箱根与公布的一致"
)
COLUMNS = (
    "户", "户编号", "面积（平方米）", "业主序号", "选择", "选项编号", "方式", "投票人", "盐", "回执",
)  # fmt: skip
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def page(poll: Poll, opening: RowsOpening, after: int) -> dict[str, Any]:
    rows = counter_queries.cast(poll.id, after, PAGE)
    labels = _labels(poll)
    items = [
        {
            "home_id": row.home_id,
            "label": row.label,
            "area_cm": row.area_cm,
            "head": row.head,
            "by": row.cast_name,
            "option": labels[counting.option_of(poll.id, row)[0]],
            "channel": row.channel,
        }
        for row in rows[:PAGE]
    ]
    following = str(rows[PAGE - 1].home_id) if len(rows) > PAGE else None
    return {"items": items, "next": following, "ends_at": opening.ends_at}


def sheet(poll: Poll, opening: RowsOpening, moment: datetime) -> str:
    """CSV with what it is, by whom it was opened, and the hashes it is checked by; then a row a ballot."""
    out = io.StringIO()
    out.write("\ufeff")  # or spreadsheets read Chinese as something else
    writer = csv.writer(out)
    for line in (*_head(poll, opening, moment), (), COLUMNS, *_body(poll)):
        writer.writerow([_plain(str(cell)) for cell in line])
    return out.getvalue()


def _head(poll: Poll, opening: RowsOpening, moment: datetime) -> Iterator[tuple[str, str]]:
    assert poll.counted is not None
    assert opening.confirmed_at is not None
    yield "表决编号", str(poll.id)
    yield "题目", poll.question
    yield "条款哈希", poll.terms_hash.hex()
    yield "名册根", poll.roll_root.hex()
    yield "票箱根", poll.counted["box_root"]
    yield "核验", CHECK
    yield "依据", f"{GROUND_NAMES[opening.ground]}：{opening.reason}"
    yield "申请", f"{opening.asked_org} {opening.asked_name} {exact(opening.asked_at)}"
    yield "确认", f"{opening.confirmed_org} {opening.confirmed_name} {exact(opening.confirmed_at)}"
    yield "导出时间", exact(moment)


def _body(poll: Poll) -> Iterator[tuple[Any, ...]]:
    labels = _labels(poll)
    for row in counter_queries.cast(poll.id):
        option, salt = counting.option_of(poll.id, row)
        area = f"{row.area_cm // 100}.{row.area_cm % 100:02d}"
        chosen = (labels[option], option, CHANNEL_NAMES[row.channel], row.cast_name)
        yield row.label, row.home_id, area, row.head, *chosen, salt.hex(), row.receipt.hex()


def _labels(poll: Poll) -> dict[int, str]:
    return {one.id: one.label for one in queries.options(poll.id)}


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
