"""The way of an application, as a table."""

from dataclasses import dataclass
from enum import StrEnum

from server.identity.models_enrolment import ApplicationState
from server.kit.workflow import Step, Workflow

S = ApplicationState


class Verb(StrEnum):
    VERIFY = "verify"
    FAIL = "fail"
    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"


class By(StrEnum):
    """Whose step it is; policy.why_not says who that is."""

    CLOCK = "clock"
    COMMITTEE = "committee"
    APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at."""

    home_id: int | None = None


def home_is_known(facts: Facts) -> str | None:
    return None if facts.home_id else "请先在房屋名册中选定这一户，再通过"


def _step(verb: Verb, by: By, sources: set[S], target: S) -> Step[S, Facts]:
    guards = (home_is_known,) if verb is Verb.APPROVE else ()
    return Step(verb, by, frozenset(sources), target, guards)


WORKFLOW: Workflow[S, Facts] = Workflow(
    [
        _step(Verb.VERIFY, By.CLOCK, {S.APPLIED}, S.VERIFIED),
        _step(Verb.FAIL, By.CLOCK, {S.APPLIED}, S.RETURNED),
        _step(Verb.APPROVE, By.COMMITTEE, {S.VERIFIED}, S.APPROVED),
        _step(Verb.RETURN, By.COMMITTEE, {S.VERIFIED}, S.RETURNED),
        _step(Verb.REFUSE, By.COMMITTEE, {S.VERIFIED}, S.REFUSED),
        _step(Verb.RESUBMIT, By.APPLICANT, {S.RETURNED}, S.APPLIED),
        _step(Verb.WITHDRAW, By.APPLICANT, {S.APPLIED, S.VERIFIED, S.RETURNED}, S.WITHDRAWN),
    ]
)
#: Where an application ends: its sealed form is dropped there.
ENDS = frozenset({S.APPROVED, S.REFUSED, S.WITHDRAWN})
