"""How a topic moves. Pure: the table says which verb, who, from where, to where, and when."""

from dataclasses import replace
from enum import StrEnum
from typing import TypeAlias, cast

from server.core.access import Permission
from server.deliberation import decision_guards as d
from server.deliberation import guards as g
from server.deliberation.covenants import guards as c
from server.deliberation.decision_guards import OutcomeIs
from server.deliberation.guards import Facts, Guard
from server.deliberation.states import COVENANT_GATE, KEPT, TopicState
from server.deliberation.verbs import BUTTON, HANDED_IN, Verb
from server.kit.workflow import Step, Workflow

__all__ = ("BUTTON", "HANDED_IN", "Verb")


class Nobody(StrEnum):
    """Stands where a permission would: no role is granted it, only the clock and the check step so."""

    CLOCK = "clock"


S, V = TopicState, Verb
Row: TypeAlias = Step[TopicState, Facts]
AUTHOR, GATE, HOST = Permission.TOPIC_PROPOSE, Permission.TOPIC_GATE, Permission.TOPIC_HOST
SECONDER, SECOND_HAND = Permission.TOPIC_SECOND, Permission.TOPIC_COUNTERSIGN
STREET, LEAD, CONVENER = Permission.TOPIC_SUPERVISE, Permission.PROJECT_LEAD, Permission.TOPIC_CONVENE
CLOCK = Nobody.CLOCK
#: Who judges a topic may not be party to it.
JUDGES = frozenset({GATE, SECOND_HAND})


def _of(*states: TopicState) -> frozenset[TopicState]:
    return frozenset(states)


def _staying(verb: Verb, who: StrEnum, states: tuple[TopicState, ...], *guards: Guard) -> list[Row]:
    """Steps that leave a record and not the state."""
    return [Step(verb, who, _of(state), state, guards) for state in states]


PENDING1 = _of(S.GATE1_PENDING)
CHECKED = (g.text_checked, g.no_signature_awaited)
#: Before the discussion the text is still its author's to take back.
RETRACTABLE = _of(S.DRAFT, S.SECONDING, S.RETURNED, S.GATE1_PENDING, S.ADMITTED, S.GATE2_PENDING)
ADOPTABLE = (g.stood_behind_it, g.adoption_open)
COUNTED = (d.count_confirmed, d.not_challenged)
UNCHALLENGED = (d.not_challenged, d.first_challenge)
WON, FELL, TOO_FEW = OutcomeIs("passed"), OutcomeIs("not_passed"), OutcomeIs("no_quorum")
LOST = OutcomeIs("not_passed", "no_quorum")
#: A covenant's vote stays in one state when it is counted: there its outcome says that it is.
TOLD = OutcomeIs("passed", "not_passed", "no_quorum")
ANNOUNCED = (c.announced, *COUNTED)

ONTO_THE_AGENDA = [
    Step(V.SUBMIT, AUTHOR, _of(S.DRAFT, S.RETURNED), S.GATE1_PENDING, (g.not_too_many,)),
    Step(V.CALL, AUTHOR, _of(S.DRAFT), S.SECONDING, (g.not_too_many, g.seconds_asked)),
    Step(V.SECONDED, CLOCK, _of(S.SECONDING), S.GATE1_PENDING),
    Step(V.REVISE, AUTHOR, _of(S.DRAFT), S.DRAFT),
    Step(V.REVISE, AUTHOR, _of(S.RETURNED), S.RETURNED),
    Step(V.WITHDRAW, AUTHOR, RETRACTABLE, S.WITHDRAWN),
    Step(V.ADOPT, SECONDER, _of(S.WITHDRAWN), S.GATE1_PENDING, (*ADOPTABLE, g.never_admitted)),
    Step(V.ADOPT_ADMITTED, SECONDER, _of(S.WITHDRAWN), S.ADMITTED, (*ADOPTABLE, g.once_admitted)),
    Step(V.BOUNCE, CLOCK, _of(S.SECONDING, S.GATE1_PENDING), S.DRAFT),
    Step(V.ADMIT, GATE, PENDING1, S.ADMITTED, CHECKED),
    Step(V.RETURN, GATE, PENDING1, S.RETURNED, (*CHECKED, g.may_return_again)),
    Step(V.DECLINE, GATE, PENDING1, S.DECLINED, (*CHECKED, g.one_hand_is_enough)),
    Step(
        V.DECLINE_FIRST, GATE, PENDING1, S.GATE1_PENDING,
        (*CHECKED, g.two_hands_are_asked, g.a_second_hand_is_left),
    ),
    Step(V.COUNTERSIGN, SECOND_HAND, PENDING1, S.DECLINED, (g.signature_awaited,)),
    Step(V.REFUSE_COUNTERSIGN, SECOND_HAND, PENDING1, S.GATE1_PENDING, (g.signature_awaited,)),
    Step(V.RETRACT_SIGNATURE, GATE, PENDING1, S.GATE1_PENDING, (g.signature_awaited, g.ones_own_signature)),
    Step(V.MERGE, GATE, PENDING1, S.MERGED, CHECKED),
    Step(V.TRANSFER, GATE, PENDING1, S.TRANSFERRED, CHECKED),
    Step(V.APPEAL, AUTHOR, _of(S.DECLINED), S.DECLINED, (g.appeal_open,)),
    Step(V.ORDER_REVIEW, STREET, _of(S.DECLINED), S.GATE1_PENDING, (g.appealed,)),
    Step(V.UPHOLD, STREET, _of(S.DECLINED), S.DECLINED, (g.appealed,)),
]  # fmt: skip
KEEPING = [
    *_staying(V.RECUSE, GATE, KEPT),
    *_staying(V.NAME_KEEPER, STREET, KEPT, g.nobody_left),
]
DISCUSSING = [
    Step(V.PLAN, HOST, _of(S.ADMITTED), S.GATE2_PENDING),
    Step(V.OPEN_DISCUSSION, GATE, _of(S.GATE2_PENDING), S.DISCUSSING, (g.notice_given,)),
    Step(V.RETURN_PLAN, GATE, _of(S.GATE2_PENDING), S.ADMITTED),
    Step(V.PAUSE, HOST, _of(S.DISCUSSING), S.PAUSED, (g.may_keep_order,)),
    Step(V.RESUME, HOST, _of(S.PAUSED), S.DISCUSSING, (g.may_keep_order,)),
    Step(V.EXTEND_DISCUSSION, HOST, _of(S.DISCUSSING), S.DISCUSSING, (g.not_extended,)),
    Step(V.TERMINATE, GATE, _of(S.PAUSED), S.TERMINATED),
    Step(V.SUMMARISE, HOST, _of(S.DISCUSSING), S.SUMMARISED, (g.discussion_over,)),
    Step(V.SUMMARISE, HOST, _of(S.SUMMARISED), S.SUMMARISED),
]
DECIDING = [
    Step(V.ROUTE, HOST, _of(S.SUMMARISED), S.GATE3_PENDING, (g.minutes_mended, g.notice_over)),
    Step(V.CONVENE, CONVENER, _of(S.GATE3_PENDING), S.GATE3_PENDING, (d.convening_asked,)),
    Step(V.OPEN_BALLOT, GATE, _of(S.GATE3_PENDING), S.VOTING, (d.ballot_asked, d.convened, d.told_in_time)),
    Step(V.DECIDE, GATE, _of(S.GATE3_PENDING), S.DECIDED, (d.consent_reached,)),
    Step(V.RETURN_ROUTE, GATE, _of(S.GATE3_PENDING), S.SUMMARISED),
    Step(V.CLOSE, CLOCK, _of(S.VOTING), S.TALLIED),
    Step(V.CERTIFY, GATE, _of(S.TALLIED), S.DECIDED, (WON, *COUNTED, g.notice_over)),
    Step(V.CERTIFY_NOT_PASSED, GATE, _of(S.TALLIED), S.NOT_PASSED, (FELL, *COUNTED, g.notice_over)),
    Step(V.CERTIFY_NO_QUORUM, GATE, _of(S.TALLIED), S.NO_QUORUM, (TOO_FEW, *COUNTED, g.notice_over)),
    Step(V.CHALLENGE, GATE, _of(S.TALLIED), S.TALLIED, UNCHALLENGED),
    Step(V.DISMISS_CHALLENGE, STREET, _of(S.TALLIED), S.TALLIED, (d.challenged,)),
    Step(V.ORDER_REVOTE, STREET, _of(S.TALLIED), S.GATE3_PENDING, (d.challenged,)),
    Step(V.EXTEND_VOTE, HOST, _of(S.NO_QUORUM), S.VOTING, (d.called_by_nobody, d.vote_may_be_extended)),
    Step(V.EXTEND_CALLED_VOTE, CONVENER, _of(S.NO_QUORUM), S.VOTING, (d.called, d.vote_may_be_extended)),
]  # fmt: skip
CARRYING_OUT = [
    Step(V.FORM_PROJECT, LEAD, _of(S.DECIDED), S.PROJECT),
    Step(V.START_PROJECT, LEAD, _of(S.PROJECT), S.IMPLEMENTING),
    Step(V.FINISH_PROJECT, LEAD, _of(S.IMPLEMENTING), S.EVALUATING, (g.milestones_done,)),
    Step(V.DRAFT_COVENANT, HOST, _of(S.DECIDED, S.EVALUATING), S.COVENANT_DRAFT, (g.evaluation_over,)),
    Step(V.ARCHIVE, HOST, _of(S.DECIDED, S.EVALUATING, S.COVENANT_IN_FORCE), S.CLOSED, (g.evaluation_over,)),
]  # fmt: skip

DRAFTED, ASKED = _of(S.COVENANT_DRAFT), _of(S.COVENANT_VOTE)
AGREEING = [
    Step(V.SUBMIT_COVENANT, HOST, DRAFTED, S.COVENANT_DRAFT, (c.not_handed_in,)),
    Step(V.CONVENE, CONVENER, DRAFTED, S.COVENANT_DRAFT, (c.handed_in, d.convening_asked)),
    Step(V.OPEN_COVENANT_VOTE, GATE, DRAFTED, S.COVENANT_VOTE, (c.handed_in, d.convened)),
    Step(V.RETURN_COVENANT, GATE, DRAFTED, S.COVENANT_DRAFT, (c.handed_in,)),
    Step(V.COUNT_COVENANT, CLOCK, ASKED, S.COVENANT_VOTE, (TOLD, c.not_announced)),
    Step(V.ADOPT_COVENANT, GATE, ASKED, S.COVENANT_IN_FORCE, (WON, *ANNOUNCED, g.notice_over)),
    Step(V.DROP_COVENANT, GATE, ASKED, S.COVENANT_DRAFT, (LOST, *ANNOUNCED, g.notice_over)),
    Step(V.CHALLENGE_COVENANT, GATE, ASKED, S.COVENANT_VOTE, (TOLD, c.announced, *UNCHALLENGED)),
    Step(V.DISMISS_CHALLENGE, STREET, ASKED, S.COVENANT_VOTE, (TOLD, d.challenged)),
    Step(V.ORDER_COVENANT_REVOTE, STREET, ASKED, S.COVENANT_DRAFT, (TOLD, d.challenged)),
    Step(
        V.EXTEND_COVENANT_VOTE, CONVENER, ASKED, S.COVENANT_VOTE,
        (TOO_FEW, *ANNOUNCED, g.notice_over, d.vote_may_be_extended),
    ),
]  # fmt: skip


#: Standing back, and taking back what one signed, judge nothing.
BARE = frozenset({V.RECUSE, V.RETRACT_SIGNATURE})


def _judged(step: Row) -> Row:
    """Every act of who judges but those that free the gate."""
    judges = step.who in JUDGES and step.verb not in BARE
    return replace(step, guards=(g.no_party, g.not_own_paper, *step.guards)) if judges else step


WORKFLOW: Workflow[TopicState, Facts] = Workflow(
    map(_judged, [*ONTO_THE_AGENDA, *KEEPING, *DISCUSSING, *DECIDING, *CARRYING_OUT, *AGREEING])
)


_OF_A_COVENANT = {
    Verb.CHALLENGE: Verb.CHALLENGE_COVENANT,
    Verb.ORDER_REVOTE: Verb.ORDER_COVENANT_REVOTE,
    Verb.EXTEND_CALLED_VOTE: Verb.EXTEND_COVENANT_VOTE,
}
_CERTIFYING = {"not_passed": Verb.CERTIFY_NOT_PASSED, "no_quorum": Verb.CERTIFY_NO_QUORUM}


def row_of(verb: Verb, state: TopicState, facts: Facts) -> Verb:
    """Which row the button `verb` stands for, by the facts."""
    if state in (*COVENANT_GATE, S.COVENANT_IN_FORCE):
        return _OF_A_COVENANT.get(verb, verb)
    if verb is Verb.CERTIFY:
        return _CERTIFYING.get(facts.outcome or "", verb)
    if verb is Verb.SUBMIT and state is S.DRAFT and g.seconds_asked(facts) is None:
        return Verb.CALL
    if verb is Verb.DECLINE and g.two_hands_are_asked(facts) is None:
        return Verb.DECLINE_FIRST
    return Verb.ADOPT_ADMITTED if verb is Verb.ADOPT and facts.admitted else verb


def permission_of(verb: Verb) -> Permission:
    """Who may ever take this step: asked before the state, so that a stranger learns nothing of it.

    `Nobody` is answered as it is: no actor has it among his permissions.
    """
    return cast(Permission, next(step.who for step in WORKFLOW.steps if step.verb is verb))
