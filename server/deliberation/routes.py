"""Which route to a decision a topic may take, and what it then asks of the vote. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from server.ballots import civil_code
from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Mode
from server.deliberation.matters import ORDER, REACH, Matter, Route
from server.deliberation.models import Stake
from server.deliberation.settings import SETTINGS
from server.deliberation.ways import TOWN, WAYS, Asked, Way
from server.kit.errors import GateClosedError, InvalidError
from server.places.models import CommunityKind

_TITLES = {setting.key: setting.title for setting in SETTINGS}


@dataclass(frozen=True)
class Choice:
    """Whether a topic may take this route, or why not. needs: settings to be filled before it opens."""

    route: Route
    title: str
    allowed: bool
    why_not: str | None
    needs: tuple[str, ...]


def choices(stake: Stake, matter: Matter, kind: CommunityKind) -> list[Choice]:
    """Every route, in the order of the letters."""
    found = []
    for way in WAYS.values():
        why_not = _why_not(way, stake, matter, kind)
        needs = way.needs(*electorates(way, matter)) if way.needs_law else ()
        found.append(Choice(way.route, way.title, why_not is None, why_not, needs))
    return found


def electorates(way: Way, matter: Matter) -> tuple[Electorate, ...]:
    """Who may be asked of this matter, the usual first. Villagers adopt their covenant themselves."""
    whole = matter is Matter.RESIDENTS_COVENANT
    return tuple(one for one in way.who if not (whole and one is Electorate.DELEGATES))


def shut(way: Way, who: Electorate, settings: Mapping[str, Any]) -> str | None:
    """Which numbers of the law must be filled in before these may vote; None when they may."""
    empty = [f"“{_TITLES[key]}”" for key in way.needs(who) if settings[key] is None]
    return f"请区社建办先核定{'、'.join(empty)}" if empty else None


def _why_not(way: Way, stake: Stake, matter: Matter, kind: CommunityKind) -> str | None:
    if kind not in way.kinds:
        return "村里的事由村民会议或村民代表会议定" if way.kinds == TOWN else "只有村民委员会用这种方式"
    reach = REACH[matter]
    if way.route not in reach:
        return _belongs(way, matter)
    if ORDER.index(stake) > ORDER.index(reach[way.route]):
        return f"{way.title}只用于较轻的事，这件事请换更严格的方式"
    return None


def _belongs(way: Way, matter: Matter) -> str:
    """Whose the matter is instead."""
    if item := matter.statutory:
        cited = civil_code.statute_for(item).cited(item)
        return f"{cited['cite']}规定由业主共同决定，请用{cited['title']}"
    if way.base == civil_code.OWNERS:
        return "这不是业主共同决定的法定事项"
    if matter is Matter.BUILDING:
        return "只涉及一幢楼，由这幢楼的住户定"
    if way.route is Route.BUILDING:
        return "不止涉及一幢楼，不能由一幢楼的住户定"
    if matter is Matter.RESIDENTS_COVENANT and way.route is Route.DELEGATES:
        return "居民公约由居民会议定，代表会议不能代替"
    return "这件事要由居民会议或村民会议这样的会议定"


class Resolved(NamedTuple):
    """What ballots needs to open the poll."""

    base: str
    who: Electorate
    mode: Mode
    quorum: Share
    majority: Share
    rule: dict[str, Any]


def resolve(
    route: Route,
    settings: Mapping[str, Any],
    form: Mapping[str, Any],
    cites: Mapping[str, str] | None = None,
) -> Resolved:
    """Fill the route's numbers in. `form`: matter, and if chosen who, mode, quorum, pass ({num, den, over}).

    `cites`: setting key → the article the district office named. InvalidError: not this route's to
    choose, or less than it asks. GateClosedError `law_number_missing`: a number of the law is not filled.
    """
    way = WAYS[route]
    if way.base is None:
        raise InvalidError(f"{way.title}不需要表决", code="no_ballot")
    matter = Matter(form["matter"])
    if route not in REACH[matter]:
        raise InvalidError(_belongs(way, matter), code="not_of_this_route")
    who = _chosen(form.get("who"), electorates(way, matter), "投票的人")
    if words := shut(way, who, settings):
        raise GateClosedError(words, code="law_number_missing")
    mode = _chosen(form.get("mode"), way.modes, "表决的方式")
    quorum, majority = (_share(asked, settings) for asked in way.asks(who))
    quorum = _asked(way, quorum, form.get("quorum"), "参与要求")
    majority = _asked(way, majority, form.get("pass"), "通过要求")
    return Resolved(way.base, who, mode, quorum, majority, _rule(way, who, matter, cites or {}))


def _chosen(wanted: str | None, offered: tuple[Any, ...], what: str) -> Any:
    if wanted is None:
        return offered[0]
    if wanted not in [one.value for one in offered]:
        raise InvalidError(f"这种决定方式不能这样选{what}", code="not_of_this_route")
    return next(one for one in offered if one.value == wanted)


def _share(asked: Asked | None, settings: Mapping[str, Any]) -> Share:
    assert asked is not None
    if isinstance(asked, Share):
        return asked
    value = settings[asked]
    return Share(value["num"], value["den"], value["over"])


def _asked(way: Way, least: Share, wanted: Mapping[str, Any] | None, what: str) -> Share:
    """A community may ask more of itself than its own rules do, never other numbers than the law's."""
    if wanted is None:
        return least
    try:
        share = Share.usual(wanted["num"], wanted["den"])
        share = share if wanted.get("over") is None else Share(share.num, share.den, wanted["over"])
    except ValueError:
        raise InvalidError("比例应大于零，且不超过全部", code="not_a_share") from None
    same = share.at_least(least) and least.at_least(share)
    if way.fixed and not same:
        raise InvalidError(f"{way.title}的{what}由法律规定为{least.text}，不能改", code="fixed_by_law")
    if not share.at_least(least):
        raise InvalidError(f"{way.title}的{what}不能低于{least.text}", code="share_too_low")
    return share


def _rule(way: Way, who: Electorate, matter: Matter, cites: Mapping[str, str]) -> dict[str, Any]:
    if (item := matter.statutory) and way.base == civil_code.OWNERS:
        return civil_code.statute_for(item).cited(item)
    named = dict.fromkeys(cites[key] for key in way.needs(who) if key in cites)
    return {
        "route": way.route.value,
        "title": way.title,
        "cite": "；".join(named) or way.basis,
        "version": way.version,
    }
