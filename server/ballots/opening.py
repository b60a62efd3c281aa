"""The roll as it stands when a poll opens: who is on it, with what area, as which head."""

import calendar
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.ballots import roll, roll_queries
from server.ballots.models import Counted, Electorate, Mode
from server.ballots.settings import SECRET_LEAST
from server.core import settings
from server.kit.errors import InvalidError
from server.kit.worktime import end_of_day, today

#: From the opening to the last possible close, extension included.
LONGEST_MONTHS = 3


@dataclass(frozen=True)
class Place:
    """One home on the roll. voter_id: the delegate who votes here, where delegates do."""

    home_id: int
    label: str
    area_cm: int
    head: int
    voter_id: int | None = None


def places(estate_id: int | None, building_id: int | None, who: Electorate, base: Counted) -> list[Place]:
    """The roll. InvalidError when nobody could vote, or nobody could say who does."""
    homes = roll_queries.homes_of(estate_id, building_id)
    if not homes:
        raise InvalidError("名册里还没有可以投票的房屋，请先导入房屋名册", code="empty_roll")
    if who is Electorate.DELEGATES:
        return _of_delegates(homes, roll_queries.delegates(estate_id))
    numbers = roll.heads(_owners(homes, estate_id)) if base is Counted.OWNERS else range(1, len(homes) + 1)
    return [
        Place(home.id, label(home), home.area_cm, head) for home, head in zip(homes, numbers, strict=True)
    ]


def least_voters(mode: Mode) -> int:
    """How many must at least take part, by the community's 议事规则: in a secret poll, and in no other."""
    return int(settings.value(SECRET_LEAST)) if mode is Mode.SECRET else 0


def check_hides(roll_: Sequence[Place], least: int) -> None:
    """InvalidError when so few could vote that the sums would tell who chose what."""
    if len(roll_) < least:
        words = f"无记名表决的名册上至少要有 {least} 户，这次只有 {len(roll_)} 户，看结果就能猜到谁选了什么。"
        raise InvalidError(f"{words}请退回，改为记名或公开表决", code="too_few_for_secret")


def label(home: Any) -> str:
    return f"{home.estate} {home.building} {home.room}"


def _owners(homes: Sequence[Any], estate_id: int | None) -> list[Hashable | None]:
    """Whose each home is: its developer until it is handed over, else all its owners together.

    An owner whom the register names without a number cannot be told from his namesake: his home is a
    head of its own.
    """
    found: defaultdict[int, list[bytes | None]] = defaultdict(list)
    for row in roll_queries.owner_indexes(estate_id):
        found[row.home_id].append(row.number_index)
    owned: list[Hashable | None] = []
    for home in homes:
        numbers = found.get(home.id, [])
        if home.developer:
            owned.append(("developer", home.developer))
        else:
            owned.append(frozenset(numbers) if numbers and None not in numbers else None)
    if all(one is None for one in owned) and not found:
        raise InvalidError("业主名册里还没有业主，请先导入业主名册，再开始业主表决", code="no_owner_roll")
    return owned


def _of_delegates(homes: Sequence[Any], members: Sequence[Any]) -> list[Place]:
    """One home for each delegate; who has several votes for the first that is no other delegate's."""
    known = {home.id: home for home in homes}
    lives: defaultdict[int, list[int]] = defaultdict(list)
    for row in members:
        if row.home_id in known:
            lives[row.person_id].append(row.home_id)
    if not lives:
        raise InvalidError("还没有登记居民代表，请先登记再开始代表表决", code="empty_roll")
    taken: dict[int, int] = {}
    for person, doors in sorted(lives.items(), key=lambda one: len(one[1])):
        free = next((door for door in doors if door not in taken), None)
        if free is None:
            words = "有两位居民代表登记在同一户，请先核对代表名单"
            raise InvalidError(words, code="delegates_share_a_home")
        taken[free] = person
    return [
        Place(home_id, label(known[home_id]), known[home_id].area_cm, head, taken[home_id])
        for head, home_id in enumerate(sorted(taken), start=1)
    ]


def last_close(opens_at: datetime) -> datetime:
    """The last moment at which a poll opened then may close."""
    first = today(opens_at)
    year, month = divmod(first.year * 12 + first.month - 1 + LONGEST_MONTHS, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return end_of_day(date(year, month + 1, day))
