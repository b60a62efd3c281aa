"""How a topic moves. Pure: the table says which verb, who, from where, to where, and when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast

from server.core.access import Permission
from server.deliberation.models import TextCheck, TopicState
from server.kit.workflow import Step, Workflow

MOST_RETURNS = 2
MOST_OPEN_TOPICS = 3


class Verb(StrEnum):
    SUBMIT = "submit"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    BOUNCE = "bounce"
    ADMIT = "admit"
    RETURN = "return"
    DECLINE = "decline"
    MERGE = "merge"
    TRANSFER = "transfer"
    PLAN = "plan"
    OPEN_DISCUSSION = "open_discussion"
    RETURN_PLAN = "return_plan"
    PAUSE = "pause"
    RESUME = "resume"
    TERMINATE = "terminate"
    SUMMARISE = "summarise"
    ROUTE = "route"
    OPEN_BALLOT = "open_ballot"
    RETURN_ROUTE = "return_route"
    CLOSE = "close"
    CERTIFY = "certify"
    CERTIFY_NOT_PASSED = "certify_not_passed"
    CERTIFY_NO_QUORUM = "certify_no_quorum"


#: One button, 「确认计票结果」; the count decides which of the rows it is, never the person.
CERTIFYING = {
    "passed": Verb.CERTIFY,
    "not_passed": Verb.CERTIFY_NOT_PASSED,
    "no_quorum": Verb.CERTIFY_NO_QUORUM,
}


class Nobody(StrEnum):
    """Stands where a permission would: no role is granted it, only the clock and the check step so."""

    CLOCK = "clock"


@dataclass(frozen=True)
class Facts:
    """All that a guard may look at, fetched once.

    open_topics: the author's own, this one not counted. ends_on: last day of the planned discussion.
    outcome: of the counted poll, or None.
    """

    text_check: TextCheck = TextCheck.PASSED
    returns: int = 0
    open_topics: int = 0
    today: date = date.min
    ends_on: date | None = None
    outcome: str | None = None


def not_too_many(facts: Facts) -> str | None:
    if facts.open_topics < MOST_OPEN_TOPICS:
        return None
    return f"您已有 {facts.open_topics} 个议题在办，请等其中一个办结后再提交"


def text_checked(facts: Facts) -> str | None:
    return "文字正在做内容检查，请稍后再办" if facts.text_check is TextCheck.CHECKING else None


def may_return_again(facts: Facts) -> str | None:
    return None if facts.returns < MOST_RETURNS else f"已经退回过 {MOST_RETURNS} 次，这次请立题或不予立题"


def discussion_over(facts: Facts) -> str | None:
    if facts.ends_on is None or facts.today >= facts.ends_on:
        return None
    return f"协商到 {facts.ends_on.month}月{facts.ends_on.day}日 结束，届时再发布纪要"


@dataclass(frozen=True)
class OutcomeIs:
    """A guard: open only for this outcome of the count."""

    outcome: str

    def __call__(self, facts: Facts) -> str | None:
        return None if facts.outcome == self.outcome else "计票结果不是这一项"


S = TopicState
AUTHOR, GATE, HOST = Permission.TOPIC_PROPOSE, Permission.TOPIC_GATE, Permission.TOPIC_HOST
CLOCK = Nobody.CLOCK


def _of(*states: TopicState) -> frozenset[TopicState]:
    return frozenset(states)


PENDING1 = _of(S.GATE1_PENDING)
UNDER_WAY = _of(S.ADMITTED, S.GATE2_PENDING, S.DISCUSSING, S.PAUSED, S.SUMMARISED, S.GATE3_PENDING)

WORKFLOW: Workflow[TopicState, Facts] = Workflow(
    [
        Step(Verb.SUBMIT, AUTHOR, _of(S.DRAFT, S.RETURNED), S.GATE1_PENDING, (not_too_many,)),
        Step(Verb.REVISE, AUTHOR, _of(S.DRAFT), S.DRAFT),
        Step(Verb.REVISE, AUTHOR, _of(S.RETURNED), S.RETURNED),
        Step(
            Verb.WITHDRAW,
            AUTHOR,
            _of(S.DRAFT, S.RETURNED, S.GATE1_PENDING, S.ADMITTED, S.GATE2_PENDING),
            S.WITHDRAWN,
        ),
        Step(Verb.BOUNCE, CLOCK, PENDING1, S.DRAFT),
        Step(Verb.ADMIT, GATE, PENDING1, S.ADMITTED, (text_checked,)),
        Step(Verb.RETURN, GATE, PENDING1, S.RETURNED, (text_checked, may_return_again)),
        Step(Verb.DECLINE, GATE, PENDING1, S.DECLINED, (text_checked,)),
        Step(Verb.MERGE, GATE, PENDING1, S.MERGED, (text_checked,)),
        Step(Verb.TRANSFER, GATE, PENDING1, S.TRANSFERRED, (text_checked,)),
        Step(Verb.PLAN, HOST, _of(S.ADMITTED), S.GATE2_PENDING),
        Step(Verb.OPEN_DISCUSSION, GATE, _of(S.GATE2_PENDING), S.DISCUSSING),
        Step(Verb.RETURN_PLAN, GATE, _of(S.GATE2_PENDING), S.ADMITTED),
        Step(Verb.PAUSE, GATE, _of(S.DISCUSSING), S.PAUSED),
        Step(Verb.RESUME, GATE, _of(S.PAUSED), S.DISCUSSING),
        Step(Verb.TERMINATE, GATE, UNDER_WAY, S.TERMINATED),
        Step(Verb.SUMMARISE, HOST, _of(S.DISCUSSING), S.SUMMARISED, (discussion_over,)),
        Step(Verb.ROUTE, HOST, _of(S.SUMMARISED), S.GATE3_PENDING),
        Step(Verb.OPEN_BALLOT, GATE, _of(S.GATE3_PENDING), S.VOTING),
        Step(Verb.RETURN_ROUTE, GATE, _of(S.GATE3_PENDING), S.SUMMARISED),
        Step(Verb.CLOSE, CLOCK, _of(S.VOTING), S.TALLIED),
        Step(Verb.CERTIFY, GATE, _of(S.TALLIED), S.DECIDED, (OutcomeIs("passed"),)),
        Step(Verb.CERTIFY_NOT_PASSED, GATE, _of(S.TALLIED), S.NOT_PASSED, (OutcomeIs("not_passed"),)),
        Step(Verb.CERTIFY_NO_QUORUM, GATE, _of(S.TALLIED), S.NO_QUORUM, (OutcomeIs("no_quorum"),)),
    ]
)


def permission_of(verb: Verb) -> Permission:
    """Who may ever take this step: asked before the state, so that a stranger learns nothing of it.

    `Nobody` is answered as it is: no actor has it among his permissions.
    """
    return cast(Permission, next(step.who for step in WORKFLOW.steps if step.verb is verb))
