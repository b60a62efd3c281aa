"""Rules on one emergency, one home, one need. Each answers a reason or None."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from server.core import access
from server.core.access import GRANTS, Actor, Permission, Role, Rules
from server.emergency.models import Emergency, EmergencyVolunteer, State
from server.emergency.need_models import EmergencyNeed
from server.emergency.workflow import EMERGENCIES, NEEDS, Facts, Party
from server.kit.errors import ForbiddenError
from server.kit.workflow import Step

#: An office above the communities learns of a building only with this many homes, smaller ones together.
FEWEST_HOMES = 10
_STAIRWELL = re.compile(r"^([0-9A-Za-z一二三四五六七八九十]+(?:单元|梯|门洞))")


class Case(NamedTuple):
    """A need with what decides who may do what: its home's estate and whether the emergency is on.

    volunteer: the caller's own row here, signed on or not.
    """

    need: EmergencyNeed
    estate_id: int
    running: bool
    volunteer: EmergencyVolunteer | None = None


def state_at(emergency: Emergency, now: datetime) -> State:
    """By the clock of the database, whether or not anybody has written the end down yet."""
    over = emergency.ended_at is not None or emergency.ends_at <= now
    return State.ENDED if over else State.RUNNING


def sees(actor: Actor, emergency: Emergency) -> bool:
    visible = actor.visible_estates
    return emergency.estate_id is None or visible is None or emergency.estate_id in visible


def ground(actor: Actor) -> frozenset[int] | None:
    """The estates whose homes the actor's offices look after; None: all of the community."""
    reached = {duty.estate_id for duty in actor.offices if Permission.EMERGENCY_DESK in GRANTS[duty.role]}
    return None if None in reached else frozenset(one for one in reached if one is not None)


def looks_after(actor: Actor, estate_id: int) -> bool:
    if Permission.EMERGENCY_DESK not in actor.permissions:
        return False
    reached = ground(actor)
    return reached is None or estate_id in reached


def own_homes(actor: Actor, emergency: Emergency) -> frozenset[int]:
    """Homes the actor lives in that it is about. Who lives away has no door to knock at here."""
    return frozenset(
        one.home_id
        for one in actor.members
        if one.role is not Role.AWAY and emergency.estate_id in (None, one.estate_id)
    )


def desk_reaches(actor: Actor, emergency: Any) -> str | None:
    """The desk of one estate has no business in another's emergency."""
    reached = ground(actor)
    if reached is None or emergency.estate_id is None or emergency.estate_id in reached:
        return None
    return "这次应急不涉及您负责的小区"


RULES: Rules = {Permission.EMERGENCY_DESK: (desk_reaches,)}


def stairwell(room: str) -> str:
    """「2单元」 of 「2单元302」; empty where the doors are numbered without one."""
    found = _STAIRWELL.match(room)
    return found[1] if found else ""


def _home(actor: Actor, case: Case) -> str | None:
    own = case.need.asker_id == actor.person_id or case.need.home_id in actor.home_ids
    return None if own else "只有提出需求的住户可以取消"


def _taker(_: Actor, case: Case) -> str | None:
    mine = case.volunteer is not None and case.need.taker_id == case.volunteer.id
    return None if mine else "这条需求现在不是您在办"


def _desk(actor: Actor, case: Case) -> str | None:
    return None if looks_after(actor, case.estate_id) else "这户不在您负责的小区"


def _anybody(_: Actor, __: Case) -> str | None:
    return None


PARTIES: Mapping[str, tuple[Permission, Callable[[Actor, Case], str | None]]] = {
    Party.VOLUNTEER: (Permission.EMERGENCY_JOIN, _anybody),
    Party.TAKER: (Permission.EMERGENCY_JOIN, _taker),
    Party.HOME: (Permission.EMERGENCY_JOIN, _home),
    Party.DESK: (Permission.EMERGENCY_DESK, _desk),
}


def denial(actor: Actor, step: Step[Any, Any], case: Case) -> str | None:
    permission, relation = PARTIES[step.who]
    return access.denial(actor, permission) or relation(actor, case)


def enforce(actor: Actor, step: Step[Any, Any], case: Case) -> None:
    if reason := denial(actor, step, case):
        raise ForbiddenError(reason, verb=step.verb)


def facts_of(case: Case, helper: EmergencyVolunteer | None, helper_homes: Iterable[int]) -> Facts:
    """`helper`: who would see to it."""
    helps = helper is not None and helper.left_at is None
    return Facts(case.running, helps, case.need.home_id in set(helper_homes))


def need_verbs(actor: Actor, case: Case) -> list[str]:
    """What the actor may do with it now. Whom to send is asked when he sends somebody."""
    facts, sent = facts_of(case, case.volunteer, actor.home_ids), Facts(case.running)
    return [
        str(step.verb)
        for step in NEEDS.steps_from(case.need.state)
        if denial(actor, step, case) is None and step.shut(sent if step.who is Party.DESK else facts) is None
    ]


def reads_words(actor: Actor, case: Case) -> bool:
    """What was written and which door it is: the home itself, who sees to it now, and the desk."""
    taking = case.need.taker_id is not None and _taker(actor, case) is None and case.need.state == "taken"
    return taking or case.need.home_id in actor.home_ids or looks_after(actor, case.estate_id)


def verbs(actor: Actor, state: State) -> list[str]:
    """What the actor may do with an emergency in this state."""
    if Permission.EMERGENCY_SWITCH not in actor.permissions:
        return []
    return [str(step.verb) for step in EMERGENCIES.steps_from(state) if step.who is Party.STREET]
