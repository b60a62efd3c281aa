"""Whose party organisation holds the gates of one estate's topics: the community's, or the estate's branch.

The community's secretary hands them down and takes them back, with a reason that the audit keeps. A topic
at a gate is decided by whom it came to, so nothing changes hands while one waits. One exception: a
branch that has no secretary any more decides nothing, and its gates can be taken back, clocks running on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.core import audit, outbox
from server.core.access import Actor, Permission, denial, enforce
from server.deliberation import delegation_queries as queries
from server.deliberation import keepers, service
from server.deliberation.events import GatesMoved
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.kit.errors import GateClosedError
from server.kit.ids import new_id
from server.places import queries as places
from server.places.models import Estate

LEAST_REASON = 10


class Verb(StrEnum):
    HAND_DOWN = "hand_down"
    TAKE_BACK = "take_back"


@dataclass(frozen=True)
class Unit:
    """An estate with what its gates depend on."""

    estate: Estate
    branch: bool
    waiting: tuple[Topic, ...]

    @property
    def verb(self) -> Verb:
        """The one step there is now."""
        return Verb.TAKE_BACK if self.estate.gates_delegated else Verb.HAND_DOWN

    @property
    def shut(self) -> str | None:
        """Why nothing can change hands at the moment."""
        if not self.branch:
            return None if self.verb is Verb.TAKE_BACK else "这个小区的党支部还没有书记，不能下放"
        if self.waiting:
            return f"这个小区有 {len(self.waiting)} 个议题正在等把关，办完以后再改"
        return None


def overview(actor: Actor) -> list[dict[str, Any]]:
    """Every estate with who holds its gates, and what the caller may change about it."""
    branches, waiting = queries.branches(_here(actor)), _by_estate()
    units = [Unit(one, one.id in branches, waiting.get(one.id, ())) for one in places.estates()]
    return [_view(actor, one) for one in units]


def take_step(actor: Actor, estate: Estate, verb: Verb, reason: str) -> dict[str, Any]:
    """Hand the gates down or take them back. GateClosedError while a condition of it is not met."""
    enforce(actor, Permission.SETTING_CHANGE, estate)
    row = queries.estate_to_change(estate.id)
    unit = Unit(row, row.id in queries.branches(row.community_id), _by_estate().get(row.id, ()))
    if verb is not unit.verb:
        raise GateClosedError("刚才已经改过了，请刷新后再看")
    if unit.shut:
        raise GateClosedError(unit.shut)
    row.gates_delegated = verb is Verb.HAND_DOWN
    audit.record(actor, f"gates.{verb}", row.id, estate=row.name, reason=reason)
    outbox.emit(GatesMoved(row.id, verb.value, new_id()))
    for topic in unit.waiting:
        service.touch(topic, actor)
        keepers.tell_if_missing(Matter(topic, row.gates_delegated))
    return _view(actor, Unit(row, unit.branch, unit.waiting))


def _by_estate() -> Mapping[int, tuple[Topic, ...]]:
    waiting: dict[int, tuple[Topic, ...]] = {}
    for topic in queries.at_a_gate():
        assert topic.estate_id is not None
        waiting[topic.estate_id] = (*waiting.get(topic.estate_id, ()), topic)
    return waiting


def _view(actor: Actor, unit: Unit) -> dict[str, Any]:
    allowed = denial(actor, Permission.SETTING_CHANGE, unit.estate) is None
    return {
        "estate_id": unit.estate.id,
        "estate": unit.estate.name,
        "delegated": unit.estate.gates_delegated,
        "verbs": [unit.verb.value] if allowed and unit.shut is None else [],
        "shut": unit.shut if allowed else None,
    }


def _here(actor: Actor) -> int:
    assert actor.community_id is not None
    return actor.community_id
