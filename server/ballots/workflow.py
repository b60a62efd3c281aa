"""The life of a poll. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from server.ballots.models import PollState
from server.core.access import Permission
from server.kit.workflow import Step, Workflow


class Verb(StrEnum):
    CLOSE = "close"
    CONFIRM = "confirm"
    CERTIFY = "certify"
    EXTEND = "extend"
    ANNUL = "annul"


class Nobody(StrEnum):
    """Stands where a permission would: no role is granted it, only the clock takes this step."""

    CLOCK = "clock"


@dataclass(frozen=True)
class Facts:
    """without_quorum: too few took part. extended: once already."""

    without_quorum: bool = False
    extended: bool = False


def _may_be_extended(facts: Facts) -> str | None:
    if facts.extended:
        return "表决已经延长过一次，不能再延长"
    return None if facts.without_quorum else "只有参与没有达到要求的表决可以延长"


_S = PollState
_COUNTED = frozenset({_S.CLOSED, _S.CONFIRMED, _S.CERTIFIED})
WORKFLOW: Workflow[PollState, Facts] = Workflow(
    [
        Step(Verb.CLOSE, Nobody.CLOCK, frozenset({_S.OPEN}), _S.CLOSED),
        Step(Verb.CONFIRM, Permission.COUNT_CONFIRM, frozenset({_S.CLOSED}), _S.CONFIRMED),
        Step(Verb.CERTIFY, Permission.TOPIC_GATE, frozenset({_S.CONFIRMED}), _S.CERTIFIED),
        # That too few took part is confirmed and certified before anybody asks for more days.
        Step(Verb.EXTEND, Permission.TOPIC_HOST, _COUNTED, _S.OPEN, (_may_be_extended,)),
        Step(Verb.ANNUL, Permission.TOPIC_SUPERVISE, frozenset({_S.CLOSED, _S.CONFIRMED}), _S.ANNULLED),
    ]
)
