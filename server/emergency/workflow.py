"""The life of an emergency and of a need. Pure: no database, no request, no clock."""

from dataclasses import dataclass
from enum import StrEnum

from server.emergency.models import State, Verb
from server.emergency.need_models import NeedState, NeedVerb
from server.kit.workflow import Step, Workflow


class Party(StrEnum):
    """Who takes a step, by his relation to it (policy.py says what each must be)."""

    STREET = "emergency:street"
    MACHINE = "emergency:machine"
    HOME = "emergency:home"
    VOLUNTEER = "emergency:volunteer"
    TAKER = "emergency:taker"
    DESK = "emergency:desk"


_RUNNING = frozenset({State.RUNNING})
#: Nothing leads out of an end: what begins again is a new one.
EMERGENCIES: Workflow[State, None] = Workflow(
    (
        Step(Verb.EXTEND, Party.STREET, _RUNNING, State.RUNNING),
        Step(Verb.END, Party.STREET, _RUNNING, State.ENDED),
        Step(Verb.GIVE_WAY, Party.MACHINE, _RUNNING, State.ENDED),
        Step(Verb.EXPIRE, Party.MACHINE, _RUNNING, State.ENDED),
    )
)


@dataclass(frozen=True)
class Facts:
    """`running`: the emergency is on. `helps`: the caller (of DISPATCH: who is sent) is signed on here.
    `own`: it is the caller's (or that helper's) own home's need."""

    running: bool = True
    helps: bool = True
    own: bool = False


def while_on(facts: Facts) -> str | None:
    return None if facts.running else "应急已经结束，不再派新的活"


def by_a_helper(facts: Facts) -> str | None:
    return None if facts.helps else "请先报名做志愿者"


def for_others(facts: Facts) -> str | None:
    return "这是志愿者自己家的需求，请由其他邻居帮忙" if facts.own else None


_S = NeedState
_OPEN, _TAKEN = frozenset({_S.OPEN}), frozenset({_S.TAKEN})
_GIVEN = (while_on, by_a_helper, for_others)
NEEDS: Workflow[NeedState, Facts] = Workflow(
    (
        Step(NeedVerb.TAKE, Party.VOLUNTEER, _OPEN, _S.TAKEN, _GIVEN),
        Step(NeedVerb.DISPATCH, Party.DESK, _OPEN, _S.TAKEN, _GIVEN),
        Step(NeedVerb.RELEASE, Party.TAKER, _TAKEN, _S.OPEN),
        Step(NeedVerb.RECALL, Party.DESK, _TAKEN, _S.OPEN),
        Step(NeedVerb.FINISH, Party.TAKER, _TAKEN, _S.DONE),
        Step(NeedVerb.SETTLE, Party.DESK, _OPEN | _TAKEN, _S.DONE),
        Step(NeedVerb.CANCEL, Party.HOME, _OPEN | _TAKEN, _S.CANCELLED),
    )
)
