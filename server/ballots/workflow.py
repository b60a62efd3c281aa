"""The life of a poll. Pure."""

from enum import StrEnum

from server.ballots.models import PollState
from server.core.access import Permission
from server.kit.workflow import Step, Workflow


class Verb(StrEnum):
    CLOSE = "close"
    CERTIFY = "certify"


class Nobody(StrEnum):
    """Stands where a permission would: no role is granted it, only the clock takes this step."""

    CLOCK = "clock"


class Facts:
    """A poll's steps ask nothing but its state; the times are judged in the statement."""


WORKFLOW: Workflow[PollState, Facts] = Workflow(
    [
        Step(Verb.CLOSE, Nobody.CLOCK, frozenset({PollState.OPEN}), PollState.CLOSED),
        Step(Verb.CERTIFY, Permission.TOPIC_GATE, frozenset({PollState.CLOSED}), PollState.CERTIFIED),
    ]
)
