"""An emergency and its roll call as JSON, for one reader."""

from collections.abc import Sequence
from typing import Any

from server.core import database, settings
from server.core.access import Actor, Permission
from server.emergency import guide, need_queries, policy, queries, roll_queries
from server.emergency.models import Emergency, EmergencyAnswer, EmergencyAnswerStep, State
from server.emergency.need_models import NeedState
from server.emergency.words import ANSWERS, VERBS, title
from server.kit.errors import ConflictError, NotFoundError
from server.kit.pagination import cut
from server.places import doors
from server.places import queries as places

Document = dict[str, Any]
STATES = {State.RUNNING: "进行中", State.ENDED: "已结束"}
SMALL = f"不足 {policy.FEWEST_HOMES} 户的楼栋合计"
_COUNTS = ("homes", "safe", "help", "away", "silent")


def page(actor: Actor, after: int | None, limit: int) -> Document:
    """All there were here, newest first."""
    rows, following = cut([_Row(*row) for row in queries.page(actor.visible_estates, after, limit)], limit)
    return {
        "items": [_card(row.emergency, row.estate) for row in rows],
        "next": following,
        "may_begin": Permission.EMERGENCY_SWITCH in actor.permissions,
        "most_hours": settings.value("emergency.hours"),
    }


class _Row:
    """One row of queries.page."""

    def __init__(self, emergency: Emergency, estate: str | None) -> None:
        self.id, self.emergency, self.estate = emergency.id, emergency, estate


def _card(emergency: Emergency, estate: str | None) -> Document:
    state = policy.state_at(emergency, database.now())
    over = emergency.ended_at or emergency.ends_at
    columns = ("id", "kind", "text", "is_drill", "begun_at", "ends_at")
    return {
        **{name: getattr(emergency, name) for name in columns},
        "title": title(emergency),
        "estate": {"id": emergency.estate_id, "name": estate} if emergency.estate_id else None,
        "state": state.value,
        "state_name": STATES[state],
        "ended_at": over if state is State.ENDED else None,
    }


def one(actor: Actor, emergency: Emergency) -> Document:
    """Everything the reader may know of one, and may do now."""
    estate = places.get_estate(emergency.estate_id) if emergency.estate_id else None
    counts = need_queries.counts(emergency.id)
    steps = queries.steps([emergency.id])
    return {
        "emergency": _card(emergency, estate.name if estate else None),
        "guide": guide.LINES[emergency.kind],
        "phones": [*emergency.phones, *guide.phones(emergency.kind)],
        "steps": [_step(row) for row in steps],
        "buildings": _figures(actor, emergency),
        "needs": {one.value: counts.get(one, 0) for one in (NeedState.OPEN, NeedState.TAKEN, NeedState.DONE)},
        "most_hours": settings.value("emergency.hours"),
        "mine": _mine(actor, emergency),
    }


def _step(row: Any) -> Document:
    columns = ("verb", "reason", "name", "org", "at", "ends_at")
    return {**{name: getattr(row, name) for name in columns}, "verb_name": VERBS[row.verb]}


def _mine(actor: Actor, emergency: Emergency) -> Document:
    volunteer = need_queries.volunteer_of(emergency.id, actor.person_id)
    state = policy.state_at(emergency, database.now())
    return {
        "verbs": policy.verbs(actor, state),
        "desk": _at_the_desk(actor, emergency),
        "may_help": bool(actor.members) and actor.adult and Permission.EMERGENCY_JOIN in actor.permissions,
        "volunteer": volunteer.skills if volunteer and volunteer.left_at is None else None,
        "homes": _own_homes(actor, emergency),
    }


def _at_the_desk(actor: Actor, emergency: Emergency) -> bool:
    return Permission.EMERGENCY_DESK in actor.permissions and policy.desk_reaches(actor, emergency) is None


def _own_homes(actor: Actor, emergency: Emergency) -> list[Document]:
    homes = sorted(policy.own_homes(actor, emergency))
    now = roll_queries.answers_of(emergency.id, homes) if homes else {}
    names = {one.home_id: doors.label(one.building, one.room) for one in actor.members}
    return [
        {
            "home_id": home,
            "door": names[home],
            "said": _said(now[home]) if home in now else None,
            "history": [_said(row) for row in roll_queries.history_of(emergency.id, home)],
        }
        for home in homes
    ]


def _said(row: EmergencyAnswer | EmergencyAnswerStep | Any) -> Document:
    columns = ("answer", "name", "org", "at")
    return {**{name: getattr(row, name) for name in columns}, "answer_name": ANSWERS[row.answer]}


def _figures(actor: Actor, emergency: Emergency) -> list[Document]:
    """The desk: every building it looks after. Another office: small ones in one sum. A neighbour: his."""
    if _at_the_desk(actor, emergency):
        return [_building(row) for row in roll_queries.buildings(emergency, policy.ground(actor))]
    if actor.offices:
        return _coarse([_building(row) for row in roll_queries.buildings(emergency, actor.visible_estates)])
    homes = policy.own_homes(actor, emergency)
    own = roll_queries.building_ids(homes) if homes else []
    return [_building(row) for row in roll_queries.buildings(emergency, None, own)] if own else []


def _building(row: Any) -> Document:
    said = {"homes": row.homes, "safe": row.safe, "help": row.help, "away": row.away}
    silent = row.homes - row.safe - row.help - row.away
    return {"id": row.id, "name": f"{row.estate} {row.building}", **said, "silent": silent}


def _coarse(buildings: Sequence[Document]) -> list[Document]:
    """So few homes in a building would say of each what it answered."""
    small = [one for one in buildings if one["homes"] < policy.FEWEST_HOMES]
    rest = [one for one in buildings if one["homes"] >= policy.FEWEST_HOMES]
    if not small:
        return rest
    total = {name: sum(one[name] for one in small) for name in _COUNTS}
    return [*rest, {"id": None, "name": SMALL, **total}]


def homes(actor: Actor, emergency: Emergency, building_id: int) -> Document:
    """Every home of a building with its answer, for those who knock at doors. NotFoundError: not theirs."""
    building = roll_queries.building(building_id)
    if building is None or emergency.estate_id not in (None, building.estate_id):
        raise NotFoundError
    if not policy.looks_after(actor, building.estate_id):
        raise NotFoundError
    if emergency.blanked_at is not None:
        raise ConflictError("各户的情况已经按期清除，只保留合计", code="removed")
    rows = roll_queries.homes_of(emergency, building_id)
    return {
        "title": title(emergency),
        "building": building.name,
        "items": [
            {
                "id": row.id,
                "room": row.room,
                "stairwell": policy.stairwell(row.room),
                "said": _said(row) if row.answer else None,
            }
            for row in rows
        ],
    }
