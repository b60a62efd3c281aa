"""The district's register as a workbook: three sheets read into a plan, every wrong line named. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from server.kit import idcard, tables
from server.kit.bookguard import BookError
from server.kit.spreadsheet import Sheet, read_book
from server.kit.tables import Column, Kind, LineError, Record
from server.places import doors
from server.places.models import CommunityKind, Level

REGIONS, ESTATES, HOMES = "区划", "小区", "房屋"
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    REGIONS: (
        Column("code", "代码", required=True, aliases=("区划代码",)),
        Column("name", "名称", required=True),
        Column("level", "级别", required=True),
        Column("parent", "上级代码"),
        Column("kind", "类型"),
    ),
    ESTATES: (
        Column("community", "社区代码", required=True),
        Column("name", "名称", required=True, aliases=("小区", "小区名称")),
        Column("kind", "类型"),
        Column("address", "地址"),
        Column("delegated", "把关下放"),
    ),
    HOMES: (
        Column("community", "社区代码", required=True),
        Column("estate", "小区", required=True, aliases=("小区名称",)),
        Column("building", "楼栋", required=True),
        Column("room", "房号", required=True),
        Column("area", "面积", Kind.DECIMAL, required=True, aliases=("建筑面积",)),
        Column("owners", "业主姓名"),
        Column("numbers", "证件号码"),
        Column("developer", "未交付开发商", aliases=("开发商",)),
    ),
}
LEVELS = {"区": Level.DISTRICT, "街镇": Level.SUBDISTRICT, "社区": Level.COMMUNITY}
LEVEL_ALIASES = {"街道": "街镇", "镇": "街镇", "园区": "街镇", "居委": "社区", "村委": "社区", "居村": "社区"}
KINDS = {"居委": CommunityKind.NEIGHBOURHOOD, "村委": CommunityKind.VILLAGE}
#: How many digits of a code of this level say something; the rest are zeros.
DIGITS = {Level.DISTRICT: 6, Level.SUBDISTRICT: 9, Level.COMMUNITY: 12}
LARGEST_AREA = Decimal(100_000)
_SAID: Mapping[str, bool | None] = {"是": True, "有": True, "否": False, "无": False, "": None}
_NAMES = re.compile(r"[、,，;；/]")


@dataclass(frozen=True, slots=True)
class RegionLine:
    code: str
    name: str
    level: Level
    parent: str | None
    kind: CommunityKind | None


@dataclass(frozen=True, slots=True)
class EstateLine:
    """What is left blank (None) stays as it is where the estate is known."""

    community: str
    name: str
    kind: str | None
    address: str | None
    delegated: bool | None


@dataclass(frozen=True, slots=True)
class HomeLine:
    """`owners` are (name, number or None). `developer`: of a home not handed over, without owners."""

    community: str
    estate: str
    building: str
    room: str
    area_cm: int
    owners: tuple[tuple[str, str | None], ...] = field(repr=False)
    developer: str


@dataclass(frozen=True, slots=True)
class Line:
    """Where something stands in the workbook, for the errors found later."""

    sheet: str
    number: int

    def error(self, column: str, message: str) -> LineError:
        return LineError(self.sheet, self.number, column, message)


@dataclass
class Plan:
    """What a workbook asks for, by key, with the line of each; and what is wrong with the rest."""

    regions: dict[str, tuple[Line, RegionLine]] = field(default_factory=dict)
    estates: dict[tuple[str, str], tuple[Line, EstateLine]] = field(default_factory=dict)
    homes: dict[tuple[str, str, str, str], tuple[Line, HomeLine]] = field(default_factory=dict)
    errors: list[LineError] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {
            "regions": len(self.regions),
            "communities": sum(1 for _, one in self.regions.values() if one.kind),
            "estates": len(self.estates),
            "buildings": len({key[:3] for key in self.homes}),
            "homes": len(self.homes),
            "owners": sum(len(one.owners) for _, one in self.homes.values()),
        }


class _Wrong(Exception):
    """A cell says something impossible: its column and the sentence for it."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def read(data: bytes) -> Plan:
    """The plan of a workbook. What cannot be read at all is one error without a line."""
    plan = Plan()
    try:
        sheets = read_book(data)
    except BookError as error:
        plan.errors.append(LineError("", 0, "", str(error)))
        return plan
    for name, read_line in _READERS.items():
        for sheet in (one for one in sheets if name in one.name):
            _read_sheet(plan, sheet, name, read_line)
    if not plan.errors and not (plan.regions or plan.estates or plan.homes):
        plan.errors.append(LineError("", 0, "", f"没有找到“{REGIONS}”“{ESTATES}”“{HOMES}”中的任何一张表"))
    return plan


def _read_sheet(plan: Plan, sheet: Sheet, name: str, read_line: Callable[..., tuple[Any, Any]]) -> None:
    table = tables.read_table(sheet, COLUMNS[name])
    plan.errors += table.errors
    kinds: dict[str, dict[Any, Any]] = {
        REGIONS: plan.regions,
        ESTATES: plan.estates,
        HOMES: plan.homes,
    }
    kept = kinds[name]
    for record in table.records:
        line = Line(sheet.name, record.line)
        try:
            key, value = read_line(record)
        except _Wrong as wrong:
            plan.errors.append(line.error(wrong.column, wrong.message))
            continue
        if key in kept:
            plan.errors.append(line.error("", f"与第 {kept[key][0].number} 行重复"))
        else:
            kept[key] = (line, value)


def _region(record: Record) -> tuple[str, RegionLine]:
    code = doors.tidy(_text(record, "code"))
    word = _text(record, "level")
    level = LEVELS.get(LEVEL_ALIASES.get(word, word))
    if level is None:
        raise _Wrong("级别", "级别应为：区、街镇、社区")
    if not re.fullmatch(r"[0-9]{12}", code) or set(code[DIGITS[level] :]) - {"0"}:
        raise _Wrong("代码", f"应为 12 位区划代码，{word}的代码第 {DIGITS[level]} 位以后都是 0")
    parent = doors.tidy(_text(record, "parent")) or None
    if (level is Level.DISTRICT) != (parent is None):
        raise _Wrong("上级代码", "区没有上级，街镇和社区要写上级代码")
    kind = KINDS.get(_text(record, "kind") or word)
    if level is Level.COMMUNITY and kind is None:
        raise _Wrong("类型", "社区的类型应为：居委、村委")
    return code, RegionLine(
        code, _name(record, "name", 40), level, parent, kind if level is Level.COMMUNITY else None
    )


def _estate(record: Record) -> tuple[tuple[str, str], EstateLine]:
    word = _text(record, "delegated")
    if word not in _SAID:
        raise _Wrong("把关下放", "应填“是”或“否”")
    community, name = doors.tidy(_text(record, "community")), _name(record, "name", 40)
    kind, address = _text(record, "kind"), _text(record, "address")
    if len(kind) > 16 or len(address) > 120:
        raise _Wrong("类型" if len(kind) > 16 else "地址", "文字太长")
    return (community, name), EstateLine(community, name, kind or None, address or None, _SAID[word])


def _home(record: Record) -> tuple[tuple[str, str, str, str], HomeLine]:
    community, estate = doors.tidy(_text(record, "community")), _name(record, "estate", 40)
    building, room = doors.tidy(_name(record, "building", 24)), doors.tidy(_name(record, "room", 24))
    area = record.values["area"]
    if not isinstance(area, Decimal) or not 0 < area < LARGEST_AREA or area != round(area, 2):
        raise _Wrong("面积", "面积应为大于 0 的平方米数，最多两位小数")
    owners = tuple(_owners(_text(record, "owners"), _text(record, "numbers")))
    developer = doors.tidy(_name(record, "developer", 60))
    if developer and owners:
        raise _Wrong("未交付开发商", "已有业主的房屋不填开发商；未交付的房屋不填业主")
    key = (community, estate, doors.building_key(building), doors.room_key(room))
    return key, HomeLine(community, estate, building, room, int(area * 100), owners, developer)


def _owners(names: str, numbers: str) -> Iterator[tuple[str, str | None]]:
    people = [" ".join(one.split()) for one in _NAMES.split(names) if one.strip()]
    cards = [one.strip() for one in _NAMES.split(numbers) if one.strip()]
    if cards and len(cards) != len(people):
        raise _Wrong("证件号码", f"有 {len(people)} 位业主，却有 {len(cards)} 个号码；不全时请都留空")
    for place, name in enumerate(people):
        if len(name) > 40:
            raise _Wrong("业主姓名", "姓名太长，多位业主之间用顿号分开")
        yield name, _number(cards[place]) if cards else None


def _number(text: str) -> str:
    try:
        return idcard.parse(text).number
    except idcard.IdCardError as error:
        raise _Wrong("证件号码", str(error)) from None


def _text(record: Record, key: str) -> str:
    return str(record.values[key] or "").strip()


def _name(record: Record, key: str, most: int) -> str:
    text = _text(record, key)
    if len(text) > most:
        titles = [column.title for sheet in COLUMNS.values() for column in sheet if column.key == key]
        raise _Wrong(titles[0], f"最多 {most} 个字")
    return text


_READERS: Mapping[str, Callable[[Record], tuple[Any, Any]]] = {
    REGIONS: _region,
    ESTATES: _estate,
    HOMES: _home,
}
