"""The routes A–H to a decision, as data: who decides, by which shares, in which mode. Pure.

Owners' routes carry the law's numbers as constants (ballots/civil_code). Numbers of the laws on residents'
and villagers' committees are settings: until the district office has filled them in, the route is shut.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from server.ballots import civil_code
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Mode
from server.deliberation.matters import Route
from server.places.models import CommunityKind


class Convener(StrEnum):
    """The body that the law lets call a meeting: whose members say so, by their role's name."""

    COMMITTEE = "committee"  # 居委会, 村委会
    OWNERS_COMMITTEE = "owners_committee"  # 业委会


#: A number of the law, or the key of the setting that holds it.
Asked: TypeAlias = Share | str

_MORE_THAN_HALF = Share.usual(1, 2)
_BOTH = frozenset(CommunityKind)
TOWN, VILLAGE = frozenset({CommunityKind.NEIGHBOURHOOD}), frozenset({CommunityKind.VILLAGE})


@dataclass(frozen=True)
class Way:
    """One route. who, modes: what may be chosen, the usual first; both empty where nobody votes.

    participation, approval: a constant, a setting's key, or None where nobody votes. fixed: the shares
    may not be raised by a proposal either. needs_law: the settings are numbers of a law. convener: who
    calls the meeting that decides; None where no meeting does. of_delegates: participation and approval
    of the delegates' meeting, where the whole meeting may decide by this route too.
    """

    route: Route
    title: str
    decided_by: str
    base: str | None
    who: tuple[Electorate, ...]
    modes: tuple[Mode, ...]
    participation: Asked | None
    approval: Asked | None
    basis: str
    version: str
    kinds: frozenset[CommunityKind] = _BOTH
    needs_law: bool = False
    fixed: bool = False
    convener: Convener | None = None
    of_delegates: tuple[Asked, Asked] | None = None

    def asks(self, who: Electorate) -> tuple[Asked | None, Asked | None]:
        """Participation and approval where these vote."""
        if self.of_delegates and who is Electorate.DELEGATES:
            return self.of_delegates
        return self.participation, self.approval

    def needs(self, *voters: Electorate) -> tuple[str, ...]:
        """The settings this route reads where these vote."""
        return tuple(asked for who in voters for asked in self.asks(who) if isinstance(asked, str))


_OWN_RULES, _OWN_VERSION = "本社区议事规则", "以开始表决时的议事规则为准"
_RESIDENTS = "《城市居民委员会组织法》（2025 年修订）"
_VILLAGERS = "《村民委员会组织法》（2025 年修订）"
_SINCE_2026 = "2026-01-01 起施行"
_ADULTS, _OWNERS, _DELEGATES = Electorate.ADULTS, Electorate.OWNERS, Electorate.DELEGATES


def _statutory(statute: civil_code.Statute) -> Way:
    rule = statute.rule
    return Way(
        Route(statute.route), statute.title, "业主大会", civil_code.OWNERS, (_OWNERS,), (Mode.NAMED,),
        rule.quorum, rule.majority, statute.cite, statute.version, fixed=True,
        convener=Convener.OWNERS_COMMITTEE,
    )  # fmt: skip


WAYS: Mapping[Route, Way] = {
    way.route: way
    for way in (
        Way(
            Route.CONSENSUS, "协商一致", "范围内的住户，公示期内有异议的很少即为一致", None, (), (),
            None, None, _OWN_RULES, _OWN_VERSION,
        ),
        Way(
            Route.OPINION, "意见表决", "范围内每户一票，供形成决定参考", "homes", (_ADULTS, _OWNERS),
            (Mode.NAMED, Mode.OPEN, Mode.SECRET),
            "route.B.participation", _MORE_THAN_HALF, _OWN_RULES, _OWN_VERSION,
        ),
        Way(
            Route.RESIDENTS, "居民会议", "居民会议，每户一票", "homes", (_ADULTS,),
            (Mode.NAMED, Mode.SECRET),
            "route.C.participation", "route.C.approval", _RESIDENTS, _SINCE_2026,
            kinds=TOWN, needs_law=True, fixed=True, convener=Convener.COMMITTEE,
        ),
        Way(
            Route.DELEGATES, "居民代表会议", "居民代表会议，每名代表一票", "homes", (_DELEGATES,),
            (Mode.NAMED,),
            "route.D.participation", "route.D.approval", _RESIDENTS, _SINCE_2026,
            kinds=TOWN, needs_law=True, fixed=True, convener=Convener.COMMITTEE,
        ),
        _statutory(civil_code.ROUTE_E),
        _statutory(civil_code.ROUTE_F),
        Way(
            Route.VILLAGERS, "村民会议、村民代表会议", "村民会议每户一票，或村民代表会议每名代表一票",
            "homes", (_ADULTS, _DELEGATES), (Mode.NAMED,),
            "route.G.participation", "route.G.approval", _VILLAGERS, _SINCE_2026,
            kinds=VILLAGE, needs_law=True, fixed=True, convener=Convener.COMMITTEE,
            of_delegates=("route.G.delegates.participation", "route.G.delegates.approval"),
        ),
        Way(
            Route.BUILDING, "楼栋表决", "这幢楼里每户一票", "homes", (_ADULTS, _OWNERS),
            (Mode.OPEN, Mode.NAMED),
            "route.H.participation", "route.H.approval", _OWN_RULES, _OWN_VERSION,
        ),
    )
}  # fmt: skip
