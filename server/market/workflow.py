"""How an item finds a new home. Pure: no database, no request, no clock.

First come, first served: the first request reserves, later ones queue, and whoever steps back makes
room for the next (`pass_on`).
"""

from dataclasses import dataclass
from enum import StrEnum

from server.kit.workflow import Step, Workflow
from server.market.models import RequestState, State


class Verb(StrEnum):
    PASS = "pass"
    HOLD = "hold"
    REJECT = "reject"
    ADMIT = "admit"
    REFUSE = "refuse"
    REQUEST = "request"
    LEAVE = "leave"
    CANCEL = "cancel"
    RELEASE = "release"
    PASS_ON = "pass_on"
    HAND_OVER = "hand_over"
    RECEIVE = "receive"
    SETTLE = "settle"
    THANK = "thank"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """Who takes a step, by his relation to the item (policy.py says what each must be)."""

    MACHINE = "market:machine"  # the content check, the queue and the clock
    CLERK = "market:clerk"
    GIVER = "market:giver"
    NEIGHBOUR = "market:neighbour"
    HOLDER = "market:holder"


@dataclass(frozen=True)
class Facts:
    """`request`: the state of the caller's own request. `thanked`: he said thanks already."""

    request: RequestState | None = None
    thanked: bool = False


def asks_for_the_first_time(facts: Facts) -> str | None:
    live = facts.request in (RequestState.WAITING, RequestState.HOLDING)
    return "您已经申请过了，请等消息" if live else None


def waits(facts: Facts) -> str | None:
    return None if facts.request is RequestState.WAITING else "您不在排队"


def not_thanked(facts: Facts) -> str | None:
    return "您已经感谢过了" if facts.thanked else None


CHECKING, OFFERED = frozenset({State.CHECKING}), frozenset({State.OFFERED})
RESERVED, HELD = frozenset({State.RESERVED}), frozenset({State.HELD})
HANDED_OVER, RECEIVED = frozenset({State.HANDED_OVER}), frozenset({State.RECEIVED})
UNSETTLED = CHECKING | OFFERED | RESERVED | HELD | frozenset({State.REFUSED})

ITEMS: Workflow[State, Facts] = Workflow(
    (
        Step(Verb.PASS, Party.MACHINE, CHECKING, State.OFFERED),
        Step(Verb.HOLD, Party.MACHINE, CHECKING, State.HELD),
        Step(Verb.REJECT, Party.MACHINE, CHECKING, State.REFUSED),
        Step(Verb.ADMIT, Party.CLERK, HELD, State.OFFERED),
        Step(Verb.REFUSE, Party.CLERK, HELD | OFFERED | RESERVED, State.REFUSED),
        Step(Verb.REQUEST, Party.NEIGHBOUR, OFFERED, State.RESERVED),
        Step(Verb.REQUEST, Party.NEIGHBOUR, RESERVED, State.RESERVED, (asks_for_the_first_time,)),
        Step(Verb.LEAVE, Party.NEIGHBOUR, RESERVED, State.RESERVED, (waits,)),
        Step(Verb.CANCEL, Party.HOLDER, RESERVED, State.OFFERED),
        Step(Verb.RELEASE, Party.GIVER, RESERVED, State.OFFERED),
        Step(Verb.PASS_ON, Party.MACHINE, OFFERED, State.RESERVED),
        Step(Verb.HAND_OVER, Party.GIVER, RESERVED, State.HANDED_OVER),
        Step(Verb.RECEIVE, Party.HOLDER, HANDED_OVER, State.RECEIVED),
        Step(Verb.SETTLE, Party.MACHINE, HANDED_OVER, State.RECEIVED),
        Step(Verb.THANK, Party.HOLDER, RECEIVED, State.RECEIVED, (not_thanked,)),
        Step(Verb.WITHDRAW, Party.GIVER, UNSETTLED, State.WITHDRAWN),
    )
)
LEAST_REASON = 5
