"""How a topic is to be decided, as its host proposes it and gate ③ fixes it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from server.ballots import civil_code
from server.ballots.arithmetic import Share
from server.ballots.models import Counted, Electorate, Mode, Weight
from server.ballots.service import Terms
from server.deliberation import matters, routes
from server.deliberation.matters import Matter, Route
from server.deliberation.models import Stake, Topic
from server.deliberation.routes import Resolved
from server.deliberation.ways import WAYS, Convener
from server.kit.errors import InvalidError
from server.kit.worktime import end_of_day, today
from server.places.models import CommunityKind

USUAL_OPTIONS = (("赞成", Weight.FOR), ("反对", Weight.AGAINST), ("弃权", Weight.ABSTAIN))


@dataclass(frozen=True)
class Rulebook:
    """What the community's own rules and the register say. cites: setting → the article it stands in.

    building: the building that the form chose (name, estate_id), if it is one the topic concerns.
    owners_sit: the estate has an owners' committee in office.
    """

    kind: CommunityKind
    settings: Mapping[str, Any]
    cites: Mapping[str, str]
    building: Any = None
    owners_sit: bool = False


def proposal_of(topic: Topic, form: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """The proposal as it is kept. InvalidError when the matter may not be decided so, or too much is left
    open; GateClosedError while a number of the law is missing."""
    route, matter = Route(form["route"]), Matter(form["matter"])
    choice = next(one for one in routes.choices(topic.stake, matter, book.kind) if one.route is route)
    if choice.why_not:
        raise InvalidError(choice.why_not, code="route_not_allowed", route=route.value)
    kept = {
        "matter": matter.value,
        "matter_name": matters.TITLES[matter],
        "route": route.value,
        "route_title": choice.title,
        "question": form["question"],
    }
    if route is Route.CONSENSUS:
        return {**kept, **_WITHOUT_BALLOT, "rule": _own_rule()}
    asked = routes.resolve(route, book.settings, form, book.cites)
    if asked.base == civil_code.OWNERS and topic.estate_id is None:
        raise InvalidError("业主大会以小区为单位，请由各小区分别提议题", code="owners_of_which_estate")
    called = {"convener": _convener(route, book)}
    return {**kept, **_ballot(topic.stake, form, book, asked), **_building(route, form, book), **called}


#: Route A asks nobody to vote: the same keys, empty, so that no reader needs two shapes.
_WITHOUT_BALLOT: Mapping[str, Any] = {
    "options": [], "days": None, "who": None, "mode": None, "base": None, "quorum": None, "pass": None,
    "building_id": None, "building": None, "building_estate_id": None, "convener": None,
}  # fmt: skip


def _own_rule() -> dict[str, str]:
    way = WAYS[Route.CONSENSUS]
    return {"route": way.route.value, "title": way.title, "cite": way.basis, "version": way.version}


def _ballot(stake: Stake, form: Mapping[str, Any], book: Rulebook, asked: Resolved) -> dict[str, Any]:
    least, days = book.settings[f"voting.days.{stake.value}"], form.get("days")
    if days is None or days < least:
        raise InvalidError(f"这类议题至少表决 {least} 天", code="ballot_too_short", least_days=least)
    return {
        "options": _options(form.get("options")),
        "days": days,
        "who": asked.who.value,
        "mode": asked.mode.value,
        "base": asked.base,
        "quorum": _words(asked.quorum),
        "pass": _words(asked.majority),
        "rule": asked.rule,
    }


def _convener(route: Route, book: Rulebook) -> dict[str, Any] | None:
    """Who has to call the meeting that decides. [prop] An estate without an owners' committee in office is
    called together by the residents' committee in its stead."""
    body = WAYS[route].convener
    if body is None:
        return None
    of_owners = body is Convener.OWNERS_COMMITTEE
    if of_owners and book.owners_sit:
        return {"body": body.value, "name": "业委会", "instead": False}
    name = "村委会" if book.kind is CommunityKind.VILLAGE else "居委会"
    return {"body": Convener.COMMITTEE.value, "name": name, "instead": of_owners}


def _words(share: Share) -> dict[str, Any]:
    return {"num": share.num, "den": share.den, "over": share.over, "text": share.text}


def _building(route: Route, form: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """One building decides by route H and by no other."""
    building_id = form.get("building_id")
    if route is Route.BUILDING and book.building is None:
        raise InvalidError("请选择由哪一幢楼的住户决定", code="building_required")
    if route is not Route.BUILDING and building_id is not None:
        raise InvalidError("只有楼栋表决才选楼栋", code="not_of_this_route")
    chosen = book.building
    return {
        "building_id": str(building_id) if chosen else None,
        "building": chosen.name if chosen else None,
        "building_estate_id": str(chosen.estate_id) if chosen else None,
    }


def _options(chosen: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    options = chosen or [{"label": label, "weight": weight.value} for label, weight in USUAL_OPTIONS]
    labels = {option["label"] for option in options}
    weights = {option["weight"] for option in options}
    if len(labels) != len(options) or Weight.FOR not in weights or len(weights) < 2:
        raise InvalidError("选项不能重复，且既要有赞成的、也要有不赞成的", code="bad_options")
    return options


def terms_of(topic: Topic, proposal: Mapping[str, Any], moment: datetime) -> Terms:
    """What ballots opens: the vote ends with the last minute of its last day."""
    quorum, majority = proposal["quorum"], proposal["pass"]
    return Terms(
        subject_id=topic.id,
        estate_id=int(proposal["building_estate_id"] or 0) or topic.estate_id,
        building_id=int(proposal["building_id"] or 0) or None,
        question=proposal["question"],
        options=tuple((one["label"], Weight(one["weight"])) for one in proposal["options"]),
        base=Counted(proposal["base"]),
        mode=Mode(proposal["mode"]),
        who=Electorate(proposal["who"]),
        quorum=Share(quorum["num"], quorum["den"], quorum["over"]),
        majority=Share(majority["num"], majority["den"], majority["over"]),
        closes_at=end_of_day(today(moment) + timedelta(days=proposal["days"])),
        rule=proposal["rule"],
    )
