"""The days of a year's announcement as a CSV (`day,working,name`), every wrong line named. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

MOST_LINES, MOST_NAME = 800, 40
#: Column → the heading it may have instead.
TITLES = {"day": "日期", "working": "上班", "name": "名称"}
WORDS = {
    **dict.fromkeys(("1", "true", "是", "上班", "班"), True),
    **dict.fromkeys(("0", "false", "否", "休息", "休"), False),
}
#: Excel makes 2027/1/1 of 2027-01-01.
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


@dataclass
class Plan:
    """day → (worked, name), and (line, sentence) of everything that is wrong."""

    days: dict[date, tuple[bool, str]] = field(default_factory=dict)
    errors: list[tuple[int, str]] = field(default_factory=list)


def read(data: bytes) -> Plan:
    """The plan of a file. A file without a good line has an error too."""
    plan = Plan()
    lines = csv.reader(_text(data).splitlines())
    header = [cell.strip() for cell in next(lines, [])]
    places = {key: _place(header, key, title) for key, title in TITLES.items()}
    if missing := [title for key, title in TITLES.items() if places[key] is None]:
        plan.errors.append((1, f"缺少这几列：{'、'.join(missing)}（{'、'.join(TITLES)}）"))
        return plan
    for number, line in enumerate(lines, start=2):
        if number > MOST_LINES:
            plan.errors.append((number, f"最多 {MOST_LINES} 行，其后的没有检查"))
            break
        cells = {
            key: line[at].strip() if at is not None and at < len(line) else "" for key, at in places.items()
        }
        if any(cells.values()):
            plan.errors += [(number, sentence) for sentence in _take(plan, cells)]
    if not (plan.days or plan.errors):
        plan.errors.append((1, "文件里没有日子"))
    return plan


def _text(data: bytes) -> str:
    """Excel writes a CSV in the code page of a Chinese Windows; everybody else in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _place(header: list[str], key: str, title: str) -> int | None:
    return next((at for at, name in enumerate(header) if name.lower() in (key, title)), None)


def _take(plan: Plan, cells: dict[str, str]) -> Iterator[str]:
    """Put the line into the plan, or say everything that keeps it out."""
    day, working, name = _day(cells["day"]), WORDS.get(cells["working"].lower()), cells["name"]
    if day is None:
        yield "日期应写成 2027-01-01 的样子"
    elif day in plan.days:
        yield "这一天前面已经有了"
    if working is None:
        yield "上班应填“是”或“否”"
    if not 0 < len(name) <= MOST_NAME:
        yield f"名称应为 1 到 {MOST_NAME} 个字"
    elif day and day not in plan.days and working is not None:
        plan.days[day] = (working, name)


def _day(text: str) -> date | None:
    if not (found := _DAY.fullmatch(text)):
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
