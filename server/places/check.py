"""Whether the lines of a register fit each other, what is stored, and the office that brings them."""

from collections.abc import Iterator

from server.core.access import Actor
from server.core.regions import subtree
from server.kit.tables import LineError
from server.places import queries
from server.places.models import Level
from server.places.register import DIGITS, Plan, RegionLine

ABOVE = {Level.COMMUNITY: Level.SUBDISTRICT, Level.SUBDISTRICT: Level.DISTRICT}


def problems(plan: Plan, actor: Actor) -> list[LineError]:
    """Every line that cannot be stored; empty when all can."""
    return [*_regions(plan), *_estates(plan), *_homes(plan), *_out_of_reach(plan, actor)]


def _regions(plan: Plan) -> Iterator[LineError]:
    asked = set(plan.regions) | {one.parent for _, one in plan.regions.values() if one.parent}
    stored = queries.regions(asked)
    for line, one in plan.regions.values():
        if (known := stored.get(one.code)) and known.level is not one.level:
            yield line.error("级别", "与系统中这个代码的级别不同")
        if one.parent is None:
            continue
        above = plan.regions.get(one.parent)
        level = above[1].level if above else getattr(stored.get(one.parent), "level", None)
        if level is not ABOVE[one.level] or not _is_below(one):
            yield line.error("上级代码", "上级代码不存在，或不是它的上一级")


def _is_below(one: RegionLine) -> bool:
    digits = DIGITS[ABOVE[one.level]]
    return one.parent is not None and one.parent[:digits] == one.code[:digits]


def _estates(plan: Plan) -> Iterator[LineError]:
    known = _communities(plan, {code for code, _ in plan.estates})
    for (code, _), (line, _one) in plan.estates.items():
        if code not in known:
            yield line.error("社区代码", "没有这个社区")


def _homes(plan: Plan) -> Iterator[LineError]:
    codes = {key[0] for key in plan.homes}
    known = _communities(plan, codes)
    stored = queries.estate_keys(codes)
    for (code, estate, _, _), (line, _one) in plan.homes.items():
        if code not in known:
            yield line.error("社区代码", "没有这个社区")
        elif (code, estate) not in plan.estates and (code, estate) not in stored:
            yield line.error("小区", "这个社区没有这个小区，请先在“小区”表中登记")


def _communities(plan: Plan, codes: set[str]) -> set[str]:
    in_plan = {code for code, (_, one) in plan.regions.items() if one.kind}
    return in_plan | {one.region_code for one in queries.communities_of_codes(codes - in_plan)}


def _out_of_reach(plan: Plan, actor: Actor) -> Iterator[LineError]:
    """An office imports what lies below its own 区划 code; the command line has no such bound."""
    reach = tuple(subtree(duty.region) for duty in actor.duties)
    if not reach:
        return
    for code, (line, _) in plan.regions.items():
        if not code.startswith(reach):
            yield line.error("代码", "不在您单位的辖区内")
    for key, (line, _one) in [*plan.estates.items(), *plan.homes.items()]:
        if not key[0].startswith(reach):
            yield line.error("社区代码", "不在您单位的辖区内")
