"""The routes as the host's form draws them: which may be taken, why another not, what each asks of a vote."""

from collections.abc import Mapping
from typing import Any

from server.ballots.arithmetic import Share
from server.ballots.models import Electorate
from server.deliberation import agenda_queries, matters, routes
from server.deliberation.decision_effects import rulebook
from server.deliberation.matters import Matter, Route
from server.deliberation.models import Topic
from server.deliberation.proposals import Rulebook
from server.deliberation.settings import SETTINGS
from server.deliberation.ways import WAYS, Asked, Way

_TITLES = {setting.key: setting.title for setting in SETTINGS}


def of(topic: Topic, matter: Matter) -> dict[str, Any]:
    """`matters`: what it may be about. `items`: every route, for this matter and this topic's stake."""
    book = rulebook(topic)
    found = routes.choices(topic.stake, matter, book.kind)
    return {
        "matter": matter.value,
        "matters": [{"code": one.value, "name": matters.TITLES[one]} for one in Matter],
        "least_days": book.settings[f"voting.days.{topic.stake.value}"],
        "consensus_days": book.settings["consensus.days"],
        "consensus_percent": book.settings["consensus.percent"],
        "buildings": _buildings(topic),
        "items": [_card(choice, matter, book) for choice in found],
    }


def _card(choice: routes.Choice, matter: Matter, book: Rulebook) -> dict[str, Any]:
    way = WAYS[choice.route]
    missing = [key for key in choice.needs if book.settings[key] is None]
    voters = [_voters(way, who, book) for who in routes.electorates(way, matter)]
    return {
        "route": choice.route.value,
        "title": way.title,
        "decided_by": way.decided_by,
        "allowed": choice.allowed,
        "why_not": choice.why_not,
        "shut": None if any(one["shut"] is None for one in voters) or not voters else voters[0]["shut"],
        "missing": [{"key": key, "title": _TITLES[key]} for key in missing],
        "ballot": way.base is not None,
        "base": way.base,
        "voters": voters,
        "modes": [one.value for one in way.modes],
        "fixed": way.fixed,
        "basis": way.basis,
        "version": way.version,
        "building": choice.route is Route.BUILDING,
    }


def _voters(way: Way, who: Electorate, book: Rulebook) -> dict[str, Any]:
    participation, approval = way.asks(who)
    return {
        "who": who.value,
        "participation": _share(participation, book.settings),
        "approval": _share(approval, book.settings),
        "shut": routes.shut(way, who, book.settings),
    }


def _share(asked: Asked | None, settings: Mapping[str, Any]) -> dict[str, Any] | None:
    value = settings[asked] if isinstance(asked, str) else asked
    if value is None:
        return None
    share = value if isinstance(value, Share) else Share(value["num"], value["den"], value["over"])
    return {"num": share.num, "den": share.den, "over": share.over, "text": share.text}


def _buildings(topic: Topic) -> list[dict[str, str]]:
    found = agenda_queries.buildings(topic.estate_id)
    return [{"id": str(row.id), "name": row.name, "estate": row.estate} for row in found]
