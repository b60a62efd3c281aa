"""The district's register as the workbook that a district office would hand in."""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from server.demo import content
from server.demo.persons import Neighbour, id_number
from server.kit.spreadsheet import OutCell, OutSheet, write_book

Door = tuple[str, str, str]
HEADS = {
    "区划": ("代码", "名称", "级别", "上级代码", "类型"),
    "小区": ("社区代码", "名称", "类型", "地址", "把关下放"),
    "房屋": ("社区代码", "小区", "楼栋", "房号", "面积", "业主姓名", "证件号码", "未交付开发商"),
}
OLDEST_YEAR, YOUNGEST_YEAR = 1945, 1990


def workbook(people: Mapping[str, Neighbour]) -> bytes:
    """The three sheets. Where a named person is the owner, the roll says so; elsewhere somebody invented."""
    district = content.read("district")
    regions: list[tuple[OutCell, ...]] = [
        (one["code"], one["name"], one["level"], one.get("parent"), one.get("kind"))
        for one in district["regions"]
    ]
    estates: list[tuple[OutCell, ...]] = [
        (one["community"], one["name"], one["kind"], one["address"], "是" if one["delegated"] else "否")
        for one in district["estates"]
    ]
    rows = {
        "区划": regions,
        "小区": estates,
        "房屋": [*_homes(district, people)],
    }
    return write_book([OutSheet(name, HEADS[name], rows[name]) for name in HEADS])


def doors(estate: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(building, room, area) of every home: 「3号楼 502」, in a village 「东宅1组 3号」."""
    for building in estate["buildings"]:
        for floor in range(1, estate["floors"] + 1):
            for door in range(1, estate["doors"] + 1):
                room = f"{door}号" if estate["kind"] == "村" else f"{floor}{door:02d}"
                yield building, room, estate["areas"][(door - 1) % len(estate["areas"])]


def quiet_people(people: Mapping[str, Neighbour]) -> list[Neighbour]:
    """Neighbours who own a home and vote, and are not heard of otherwise; one for a free home each."""
    taken = {one.home for one in people.values()}
    district = content.read("district")
    bought = (*district["also_owns"].values(), *district["undelivered"].values())
    taken |= {tuple(home) for homes in bought for home in homes}
    found: list[Neighbour] = []
    for estate in content.read("district")["estates"]:
        wanted = content.read("district")["quiet"].get(estate["name"], 0)
        free = [(estate["name"], *door[:2]) for door in doors(estate)]
        for home in [one for one in free if one not in taken][:wanted]:
            found.append(_quiet(home, len(found)))
    return found


def _quiet(home: Door, place: int) -> Neighbour:
    name, number = _invented(home)
    return Neighbour(f"zhuhu-{place + 1}", name, number, f"1990000{3000 + place:04d}", home)


def _homes(district: Mapping[str, Any], people: Mapping[str, Neighbour]) -> Iterator[tuple[OutCell, ...]]:
    owners = _owners(district, people)
    developers = {tuple(home): name for name, homes in district["undelivered"].items() for home in homes}
    for estate in district["estates"]:
        for building, room, area in doors(estate):
            home = (estate["name"], building, room)
            if home in developers:
                yield estate["community"], *home, Decimal(area), None, None, developers[home]
                continue
            named = owners.get(home) or [_invented(home)]
            names, numbers = "、".join(one for one, _ in named), "、".join(one for _, one in named)
            yield estate["community"], *home, Decimal(area), names, numbers, None


def _owners(
    district: Mapping[str, Any], people: Mapping[str, Neighbour]
) -> dict[Door, list[tuple[str, str]]]:
    """home → (name, number) of its owners, where somebody named has a part in it."""
    found: dict[Door, list[tuple[str, str]]] = {}
    for one in people.values():
        own = [one.home] if one.home and one.relation == "owner" else []
        more = [tuple(home) for home in district["also_owns"].get(one.key, ())]
        for home in (*own, *more):
            known = found.setdefault(home, [])
            if (one.name, one.number) not in known:
                known.append((one.name, one.number))
    for home in map(tuple, district["co_owners"]):
        found[home].append(_invented(home))
    return found


def _invented(home: Door) -> tuple[str, str]:
    """Name and number of a home's owner nobody meets; the same for the same home."""
    dice, district = random.Random("".join(home)), content.read("district")
    name = dice.choice(district["surnames"]) + dice.choice(district["given"])
    year = dice.randint(OLDEST_YEAR, YOUNGEST_YEAR)
    return name, id_number(year, 450 + dice.randrange(4500), dice.choice("mf"))
