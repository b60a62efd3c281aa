"""Civil Code Art. 278: what the owners decide together, and by which of its two rules. Pure.

Text and numbers as in force since 2021-01-01 (PRC Civil Code, Art. 278; 「以上」 includes the number
itself by Art. 1259). Nothing here is a setting: no community may ask less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.ballots.arithmetic import Share
from server.ballots.statute import BASES, Rule

CITE = "《民法典》第二百七十八条"
VERSION = "2021-01-01 起施行"
OWNERS = "owners"


class Matter(StrEnum):
    """The nine items, in the order of the article."""

    MEETING_RULES = "meeting_rules"
    COVENANT = "covenant"
    COMMITTEE = "committee"
    MANAGER = "manager"
    USE_FUND = "use_fund"
    RAISE_FUND = "raise_fund"
    REBUILD = "rebuild"
    COMMON_PARTS = "common_parts"
    OTHER = "other"


TEXTS: Mapping[Matter, str] = {
    Matter.MEETING_RULES: "制定和修改业主大会议事规则",
    Matter.COVENANT: "制定和修改管理规约",
    Matter.COMMITTEE: "选举业主委员会或者更换业主委员会成员",
    Matter.MANAGER: "选聘和解聘物业服务企业或者其他管理人",
    Matter.USE_FUND: "使用建筑物及其附属设施的维修资金",
    Matter.RAISE_FUND: "筹集建筑物及其附属设施的维修资金",
    Matter.REBUILD: "改建、重建建筑物及其附属设施",
    Matter.COMMON_PARTS: "改变共有部分的用途或者利用共有部分从事经营活动",
    Matter.OTHER: "有关共有和共同管理权利的其他重大事项",
}
ITEMS: Mapping[Matter, str] = {
    matter: f"第（{numeral}）项" for matter, numeral in zip(Matter, "一二三四五六七八九", strict=True)
}
#: Items (六) to (八): three quarters of those who took part.
STRICT = frozenset({Matter.RAISE_FUND, Matter.REBUILD, Matter.COMMON_PARTS})


@dataclass(frozen=True)
class Statute:
    """A rule of the law with its source."""

    route: str
    title: str
    rule: Rule
    cite: str = CITE
    version: str = VERSION

    def cited(self, matter: Matter) -> dict[str, Any]:
        """What a poll freezes beside its shares."""
        return {
            "route": self.route,
            "title": self.title,
            "cite": f"{self.cite}{ITEMS[matter]}",
            "version": self.version,
        }


_TWO_THIRDS = Share.usual(2, 3)
ROUTE_E = Statute("E", "业主大会（一般事项）", Rule(_TWO_THIRDS, Share.usual(1, 2), BASES[OWNERS]))
ROUTE_F = Statute("F", "业主大会（重大事项）", Rule(_TWO_THIRDS, Share.usual(3, 4), BASES[OWNERS]))


def statute_for(matter: Matter) -> Statute:
    """Which of the two rules the law asks for this matter."""
    return ROUTE_F if matter in STRICT else ROUTE_E
