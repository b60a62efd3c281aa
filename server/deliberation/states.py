"""Where a topic can stand (product.md §2.2, T0–T19), and what each state promises of its row."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint


class TopicState(StrEnum):
    """The seven steps and three gates, and the side exits."""

    DRAFT = "draft"
    SECONDING = "seconding"  # 附议中, where the community asks for it
    GATE1_PENDING = "gate1_pending"  # 待把关①: onto the agenda
    RETURNED = "returned"
    DECLINED = "declined"
    ADMITTED = "admitted"
    GATE2_PENDING = "gate2_pending"  # 待把关②: the discussion plan
    DISCUSSING = "discussing"
    PAUSED = "paused"
    SUMMARISED = "summarised"
    GATE3_PENDING = "gate3_pending"  # 待把关③: question and route
    VOTING = "voting"
    TALLIED = "tallied"
    DECIDED = "decided"
    NOT_PASSED = "not_passed"
    NO_QUORUM = "no_quorum"
    PROJECT = "project"
    IMPLEMENTING = "implementing"
    EVALUATING = "evaluating"
    COVENANT_DRAFT = "covenant_draft"
    COVENANT_VOTE = "covenant_vote"
    COVENANT_IN_FORCE = "covenant_in_force"
    CLOSED = "closed"
    MERGED = "merged"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


S = TopicState

#: On the way to a decision: what counts against the author's open topics.
TO_DECISION = (
    S.SECONDING, S.GATE1_PENDING, S.ADMITTED, S.GATE2_PENDING, S.DISCUSSING, S.PAUSED, S.SUMMARISED,
    S.GATE3_PENDING, S.VOTING, S.TALLIED,
)  # fmt: skip
#: From the call for support until the discussion begins.
SECONDABLE = (S.SECONDING, S.GATE1_PENDING, S.ADMITTED, S.GATE2_PENDING)
#: After the decision somebody still has a day by which to act.
CARRYING_OUT = (S.DECIDED, S.PROJECT, S.IMPLEMENTING, S.EVALUATING, S.COVENANT_VOTE)
#: States in which somebody must act by `due_at`.
CLOCKED = (*TO_DECISION, *CARRYING_OUT)
#: What waits for the gatekeeper: the three gates, a pause to end, a count to confirm.
AT_THE_GATE = (S.GATE1_PENDING, S.GATE2_PENDING, S.PAUSED, S.GATE3_PENDING, S.TALLIED)
#: What waits for its host: a plan, the minutes, a way to decide, what follows from the decision.
AT_THE_HOST = (S.ADMITTED, S.DISCUSSING, S.SUMMARISED, S.DECIDED)
#: A covenant is written and voted on before the gatekeeper is asked: he is once its host hands the draft in,
#: and once its vote is counted (`Topic.at_gate`).
COVENANT_GATE = (S.COVENANT_DRAFT, S.COVENANT_VOTE)
#: Where a gatekeeper may have to stand back, and another be named.
KEPT = (*AT_THE_GATE, *COVENANT_GATE)
AFTER_DECISION = (*CARRYING_OUT, S.COVENANT_DRAFT, S.COVENANT_IN_FORCE, S.CLOSED)

_BEFORE_ADMISSION = (S.DRAFT, S.SECONDING, S.GATE1_PENDING, S.RETURNED, S.DECLINED)
_SIDE_EXITS = (S.MERGED, S.TRANSFERRED, S.WITHDRAWN)
_BALLOTED = (S.VOTING, S.TALLIED, S.NOT_PASSED, S.NO_QUORUM)
_ROUTED = (S.GATE3_PENDING, *_BALLOTED, *AFTER_DECISION)
_SUMMED = (S.SUMMARISED, *_ROUTED)
_PLANNED = (S.GATE2_PENDING, S.DISCUSSING, S.PAUSED, *_SUMMED)


def waits(topic: Any) -> bool:
    """Whether the topic (or a row of it) waits for who holds its gate."""
    return topic.state in AT_THE_GATE or topic.at_gate


def _in(*states: TopicState) -> str:
    return "state IN (" + ", ".join(f"'{state.value}'" for state in states) + ")"


def promises() -> tuple[CheckConstraint, ...]:
    """What the database holds every topic to, whoever writes the row."""
    counted = f"{_in(S.TALLIED)} OR ({_in(S.COVENANT_VOTE)} AND at_gate)"
    said = {
        "clock_runs_when_awaited": f"({_in(*CLOCKED)} OR at_gate) = (due_at IS NOT NULL)",
        "a_covenant_is_put_to_the_gate": f"NOT at_gate OR {_in(*COVENANT_GATE)}",
        "submitted_once": f"{_in(S.DRAFT, S.WITHDRAWN)} OR submitted_at IS NOT NULL",
        "admitted_by_gate": f"{_in(*_BEFORE_ADMISSION, *_SIDE_EXITS)} OR admitted_at IS NOT NULL",
        "not_admitted_before_gate": f"NOT ({_in(*_BEFORE_ADMISSION)}) OR admitted_at IS NULL",
        "planned": f"NOT ({_in(*_PLANNED)}) OR plan IS NOT NULL",
        "summarised": f"NOT ({_in(*_SUMMED)}) OR summary IS NOT NULL",
        "routed": f"NOT ({_in(*_ROUTED)}) OR (proposal IS NOT NULL AND route IS NOT NULL)",
        "balloted": f"NOT ({_in(*_BALLOTED)}) OR poll_id IS NOT NULL",
        # Only by consent of all (route A) is anything decided without a ballot.
        "decided_by_somebody": f"NOT ({_in(*AFTER_DECISION)}) OR poll_id IS NOT NULL OR route = 'A'",
        "covenant_put_to_vote": f"NOT ({_in(S.COVENANT_VOTE)}) OR covenant_poll_id IS NOT NULL",
        "covenant_ballot_proposed": f"NOT ({_in(S.COVENANT_VOTE)} OR {_in(S.COVENANT_DRAFT)} AND at_gate)"
        " OR covenant_proposal IS NOT NULL",
        "merged_into": "(state = 'merged') = (target_id IS NOT NULL)",
        "challenged_while_counted": f"challenge IS NULL OR {counted}",
    }
    return tuple(CheckConstraint(sql, name=name) for name, sql in said.items())
