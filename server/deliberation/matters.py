"""事项类型: what a topic is about, and up to which stake each route may decide it. Pure.

The reviewed table is docs/decision-routes.md; a test reads every cell of it.
"""

from collections.abc import Mapping
from enum import StrEnum

from server.ballots import civil_code
from server.deliberation.models import Stake


class Route(StrEnum):
    """The ways to a decision, by their letters in the rules (product.md §2.5)."""

    CONSENSUS = "A"
    OPINION = "B"
    RESIDENTS = "C"
    DELEGATES = "D"
    OWNERS = "E"
    OWNERS_STRICT = "F"
    VILLAGERS = "G"
    BUILDING = "H"


class Matter(StrEnum):
    """Six matters of residents, and the nine of owners under the same keys as in ballots/civil_code."""

    DAILY = "daily"
    BUILDING = "building"
    SMALL_WORKS = "small_works"
    PUBLIC_MONEY = "public_money"
    RESIDENTS_COVENANT = "residents_covenant"
    RESIDENTS_MAJOR = "residents_major"
    MEETING_RULES = "meeting_rules"
    COVENANT = "covenant"
    COMMITTEE = "committee"
    MANAGER = "manager"
    USE_FUND = "use_fund"
    RAISE_FUND = "raise_fund"
    REBUILD = "rebuild"
    COMMON_PARTS = "common_parts"
    OTHER = "other"

    @property
    def statutory(self) -> civil_code.Matter | None:
        """The item of Art. 278, when it is one."""
        return civil_code.Matter(self) if self.value in _OF_OWNERS else None


_OF_OWNERS = frozenset(matter.value for matter in civil_code.Matter)

TITLES: Mapping[Matter, str] = {
    Matter.DAILY: "日常公共事务（环境、秩序、活动）",
    Matter.BUILDING: "一幢楼、一个门栋内部的事",
    Matter.SMALL_WORKS: "小修小改和便民设施（不动用维修资金，不改变共有部分用途）",
    Matter.PUBLIC_MONEY: "使用社区公益资金、微基金",
    Matter.RESIDENTS_COVENANT: "居民公约、村规民约",
    Matter.RESIDENTS_MAJOR: "涉及全体居民利益的重大事项",
    **{Matter(one): text for one, text in civil_code.TEXTS.items()},
}

R, S = Route, Stake
_MEETINGS = {R.RESIDENTS: S.MAJOR, R.DELEGATES: S.MAJOR, R.VILLAGERS: S.MAJOR}
#: matter → route → the highest stake at which that route may decide it. What is missing may not.
REACH: Mapping[Matter, Mapping[Route, Stake]] = {
    Matter.DAILY: {R.CONSENSUS: S.NORMAL, R.OPINION: S.NORMAL, **_MEETINGS},
    Matter.BUILDING: {R.CONSENSUS: S.NORMAL, R.BUILDING: S.MAJOR},
    Matter.SMALL_WORKS: {R.CONSENSUS: S.LIGHT, R.OPINION: S.NORMAL, **_MEETINGS},
    Matter.PUBLIC_MONEY: {R.CONSENSUS: S.LIGHT, R.OPINION: S.NORMAL, **_MEETINGS},
    # Adopted by the whole meeting; delegates do not stand in for it.
    Matter.RESIDENTS_COVENANT: {R.RESIDENTS: S.MAJOR, R.VILLAGERS: S.MAJOR},
    Matter.RESIDENTS_MAJOR: _MEETINGS,
    **{Matter(one): {Route(civil_code.statute_for(one).route): S.MAJOR} for one in civil_code.Matter},
}
#: From light to heavy.
ORDER = tuple(Stake)
