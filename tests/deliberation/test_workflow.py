"""The whole transition table, cell by cell. No database."""

from datetime import date, timedelta
from types import MappingProxyType

import pytest

from server.core.access import GRANTS, Permission, Role
from server.deliberation import verb_cards, words
from server.deliberation.gates import ACTS
from server.deliberation.guards import Facts, petition_reached
from server.deliberation.models import CLOCKED, TextCheck, TopicState
from server.deliberation.reasons import LISTS, NAMES, Reason
from server.deliberation.settings import SETTINGS
from server.deliberation.states import AT_THE_HOST, COVENANT_GATE, KEPT
from server.deliberation.workflow import WORKFLOW, Nobody, Verb, permission_of, row_of
from server.kit.errors import ConflictError, GateClosedError

S, V = TopicState, Verb
OUTCOME = {
    V.CERTIFY: "passed",
    V.CERTIFY_NOT_PASSED: "not_passed",
    V.CERTIFY_NO_QUORUM: "no_quorum",
    V.EXTEND_VOTE: "no_quorum",
    V.EXTEND_CALLED_VOTE: "no_quorum",
    V.ADOPT_COVENANT: "passed",
    V.DROP_COVENANT: "not_passed",
    V.COUNT_COVENANT: "passed",
    V.CHALLENGE_COVENANT: "passed",
    V.DISMISS_CHALLENGE: "passed",
    V.ORDER_COVENANT_REVOTE: "passed",
    V.EXTEND_COVENANT_VOTE: "no_quorum",
}
DEFAULTS = {one.key: one.default for one in SETTINGS}
TODAY = date(2026, 11, 22)

LEGAL = {
    (S.DRAFT, V.SUBMIT): S.GATE1_PENDING,
    (S.DRAFT, V.CALL): S.SECONDING,
    (S.DRAFT, V.REVISE): S.DRAFT,
    (S.DRAFT, V.WITHDRAW): S.WITHDRAWN,
    (S.SECONDING, V.SECONDED): S.GATE1_PENDING,
    (S.SECONDING, V.BOUNCE): S.DRAFT,
    (S.SECONDING, V.WITHDRAW): S.WITHDRAWN,
    (S.RETURNED, V.SUBMIT): S.GATE1_PENDING,
    (S.RETURNED, V.REVISE): S.RETURNED,
    (S.RETURNED, V.WITHDRAW): S.WITHDRAWN,
    (S.GATE1_PENDING, V.WITHDRAW): S.WITHDRAWN,
    (S.GATE1_PENDING, V.BOUNCE): S.DRAFT,
    (S.GATE1_PENDING, V.ADMIT): S.ADMITTED,
    (S.GATE1_PENDING, V.RETURN): S.RETURNED,
    (S.GATE1_PENDING, V.DECLINE): S.DECLINED,
    (S.GATE1_PENDING, V.DECLINE_FIRST): S.GATE1_PENDING,
    (S.GATE1_PENDING, V.COUNTERSIGN): S.DECLINED,
    (S.GATE1_PENDING, V.REFUSE_COUNTERSIGN): S.GATE1_PENDING,
    (S.GATE1_PENDING, V.RETRACT_SIGNATURE): S.GATE1_PENDING,
    (S.GATE1_PENDING, V.MERGE): S.MERGED,
    (S.GATE1_PENDING, V.TRANSFER): S.TRANSFERRED,
    (S.DECLINED, V.APPEAL): S.DECLINED,
    (S.DECLINED, V.ORDER_REVIEW): S.GATE1_PENDING,
    (S.DECLINED, V.UPHOLD): S.DECLINED,
    (S.WITHDRAWN, V.ADOPT): S.GATE1_PENDING,
    (S.WITHDRAWN, V.ADOPT_ADMITTED): S.ADMITTED,
    (S.ADMITTED, V.WITHDRAW): S.WITHDRAWN,
    (S.ADMITTED, V.PLAN): S.GATE2_PENDING,
    (S.GATE2_PENDING, V.WITHDRAW): S.WITHDRAWN,
    (S.GATE2_PENDING, V.OPEN_DISCUSSION): S.DISCUSSING,
    (S.GATE2_PENDING, V.RETURN_PLAN): S.ADMITTED,
    (S.DISCUSSING, V.PAUSE): S.PAUSED,
    (S.DISCUSSING, V.EXTEND_DISCUSSION): S.DISCUSSING,
    (S.DISCUSSING, V.SUMMARISE): S.SUMMARISED,
    (S.PAUSED, V.RESUME): S.DISCUSSING,
    (S.PAUSED, V.TERMINATE): S.TERMINATED,
    (S.SUMMARISED, V.SUMMARISE): S.SUMMARISED,
    (S.SUMMARISED, V.ROUTE): S.GATE3_PENDING,
    (S.GATE3_PENDING, V.CONVENE): S.GATE3_PENDING,
    (S.GATE3_PENDING, V.OPEN_BALLOT): S.VOTING,
    (S.GATE3_PENDING, V.DECIDE): S.DECIDED,
    (S.GATE3_PENDING, V.RETURN_ROUTE): S.SUMMARISED,
    (S.VOTING, V.CLOSE): S.TALLIED,
    (S.TALLIED, V.CERTIFY): S.DECIDED,
    (S.TALLIED, V.CERTIFY_NOT_PASSED): S.NOT_PASSED,
    (S.TALLIED, V.CERTIFY_NO_QUORUM): S.NO_QUORUM,
    (S.TALLIED, V.CHALLENGE): S.TALLIED,
    (S.TALLIED, V.DISMISS_CHALLENGE): S.TALLIED,
    (S.TALLIED, V.ORDER_REVOTE): S.GATE3_PENDING,
    (S.NO_QUORUM, V.EXTEND_VOTE): S.VOTING,
    (S.NO_QUORUM, V.EXTEND_CALLED_VOTE): S.VOTING,
    (S.DECIDED, V.FORM_PROJECT): S.PROJECT,
    (S.DECIDED, V.DRAFT_COVENANT): S.COVENANT_DRAFT,
    (S.DECIDED, V.ARCHIVE): S.CLOSED,
    (S.PROJECT, V.START_PROJECT): S.IMPLEMENTING,
    (S.IMPLEMENTING, V.FINISH_PROJECT): S.EVALUATING,
    (S.EVALUATING, V.DRAFT_COVENANT): S.COVENANT_DRAFT,
    (S.EVALUATING, V.ARCHIVE): S.CLOSED,
    (S.COVENANT_DRAFT, V.SUBMIT_COVENANT): S.COVENANT_DRAFT,
    (S.COVENANT_DRAFT, V.RETURN_COVENANT): S.COVENANT_DRAFT,
    (S.COVENANT_DRAFT, V.CONVENE): S.COVENANT_DRAFT,
    (S.COVENANT_DRAFT, V.OPEN_COVENANT_VOTE): S.COVENANT_VOTE,
    (S.COVENANT_VOTE, V.COUNT_COVENANT): S.COVENANT_VOTE,
    (S.COVENANT_VOTE, V.CHALLENGE_COVENANT): S.COVENANT_VOTE,
    (S.COVENANT_VOTE, V.DISMISS_CHALLENGE): S.COVENANT_VOTE,
    (S.COVENANT_VOTE, V.ORDER_COVENANT_REVOTE): S.COVENANT_DRAFT,
    (S.COVENANT_VOTE, V.EXTEND_COVENANT_VOTE): S.COVENANT_VOTE,
    (S.COVENANT_VOTE, V.ADOPT_COVENANT): S.COVENANT_IN_FORCE,
    (S.COVENANT_VOTE, V.DROP_COVENANT): S.COVENANT_DRAFT,
    (S.COVENANT_IN_FORCE, V.ARCHIVE): S.CLOSED,
    # Who may not hold a gate says so at it, and the 街镇 names another there.
    **{(state, verb): state for state in KEPT for verb in (V.RECUSE, V.NAME_KEEPER)},
}
#: What must be so for a step, beside the outcome of its count.
OPENS = {
    V.CALL: {"settings": {"seconding.households": 5}},
    V.ADOPT: {"supports": True},
    V.ADOPT_ADMITTED: {"supports": True, "admitted": True},
    V.DECLINE_FIRST: {"seconds": 10, "second_hand": True},
    V.COUNTERSIGN: {"countersign": True},
    V.REFUSE_COUNTERSIGN: {"countersign": True},
    V.RETRACT_SIGNATURE: {"countersign": True, "first_hand": True},
    V.ORDER_REVIEW: {"appeal": "open"},
    V.UPHOLD: {"appeal": "open"},
    V.OPEN_BALLOT: {"state_on": TODAY - timedelta(days=1)},
    V.DECIDE: {"route": "A", "state_on": TODAY - timedelta(days=8), "households": 10},
    V.DISMISS_CHALLENGE: {"challenged": True},
    V.ORDER_REVOTE: {"challenged": True},
    V.CONVENE: {"to_convene": "业委会", "at_gate": True},
    V.EXTEND_CALLED_VOTE: {"convener": "业委会"},
    V.RETURN_COVENANT: {"at_gate": True},
    V.OPEN_COVENANT_VOTE: {"at_gate": True},
    V.ADOPT_COVENANT: {"at_gate": True},
    V.DROP_COVENANT: {"at_gate": True},
    V.CHALLENGE_COVENANT: {"at_gate": True},
    V.ORDER_COVENANT_REVOTE: {"at_gate": True, "challenged": True},
    V.EXTEND_COVENANT_VOTE: {"at_gate": True},
}


def facts(**known):
    """A quiet day under the usual rules, but for what is said."""
    rules = MappingProxyType({**DEFAULTS, **known.pop("settings", {})})
    usual = {"today": TODAY, "state_on": TODAY, "starts_on": TODAY + timedelta(days=2), "confirmed": True}
    return Facts(**{**usual, **known, "settings": rules})


def opening(verb):
    return facts(outcome=OUTCOME.get(verb), **OPENS.get(verb, {}))


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state in S for verb in V])
def test_every_cell_of_the_table(state, verb):
    if target := LEGAL.get((state, verb)):
        assert WORKFLOW.step(verb, state).leave(state, opening(verb)) is target
    else:
        with pytest.raises(ConflictError):
            WORKFLOW.step(verb, state)


AGO = {days: TODAY - timedelta(days=days) for days in (7, 8)}
SHUT = [
    (V.SUBMIT, S.DRAFT, {"open_topics": 3}, "您已有 3 个议题在办"),
    (V.CALL, S.DRAFT, {}, "不需要先征集附议"),
    (V.ADOPT, S.WITHDRAWN, {}, "只有附议过"),
    (V.ADOPT, S.WITHDRAWN, {"supports": True, "state_on": AGO[8]}, "接手的期限到 11月21日"),
    (V.ADOPT, S.WITHDRAWN, {"supports": True, "admitted": True}, "撤回前已经立题"),
    (V.ADOPT_ADMITTED, S.WITHDRAWN, {"supports": True}, "撤回前还没有立题"),
    (V.ADMIT, S.GATE1_PENDING, {"text_check": TextCheck.CHECKING}, "正在做内容检查"),
    (V.ADMIT, S.GATE1_PENDING, {"countersign": True}, "请等第二人签字"),
    (V.RETURN, S.GATE1_PENDING, {"returns": 2}, "已经退回过 2 次"),
    (V.DECLINE, S.GATE1_PENDING, {"seconds": 10}, "已有 10 户附议，不予立题需要第二人签字"),
    (V.DECLINE_FIRST, S.GATE1_PENDING, {"seconds": 9}, "没有达到需要第二人签字"),
    (V.DECLINE_FIRST, S.GATE1_PENDING, {"seconds": 10}, "没有能签字的副书记或居委会主任，请报街镇"),
    (V.COUNTERSIGN, S.GATE1_PENDING, {}, "没有等待第二签"),
    (V.RETRACT_SIGNATURE, S.GATE1_PENDING, {}, "没有等待第二签"),
    (V.RETRACT_SIGNATURE, S.GATE1_PENDING, {"countersign": True}, "由签字的人自己收回"),
    (V.NAME_KEEPER, S.GATE1_PENDING, {"keepers": 1}, "本社区还有 1 位可以把关"),
    (V.APPEAL, S.DECLINED, {"appeal": "upheld"}, "只能提一次"),
    (V.APPEAL, S.DECLINED, {"state_on": AGO[8]}, "申诉的期限到 11月21日"),
    (V.ORDER_REVIEW, S.DECLINED, {"appeal": "upheld"}, "没有等待答复的申诉"),
    (V.OPEN_DISCUSSION, S.GATE2_PENDING, {"starts_on": TODAY + timedelta(days=1)}, "离开始不足 2 天"),
    (V.PAUSE, S.DISCUSSING, {"stands_back": True}, "您应当回避"),
    (V.RESUME, S.PAUSED, {"stands_back": True}, "您应当回避"),
    (V.EXTEND_DISCUSSION, S.DISCUSSING, {"extended": True}, "已经延长过一次"),
    (V.SUMMARISE, S.DISCUSSING, {"ends_on": TODAY + timedelta(days=1)}, "协商到 11月23日 结束"),
    (V.ROUTE, S.SUMMARISED, {"public_until": TODAY}, "公示到 11月22日 为止"),
    (V.OPEN_BALLOT, S.GATE3_PENDING, {"route": "A"}, "不需要表决"),
    (V.OPEN_BALLOT, S.GATE3_PENDING, {"to_convene": "业委会"}, "请等它同意召集"),
    (V.OPEN_BALLOT, S.GATE3_PENDING, {}, "11月23日 起才能开始表决"),
    (
        V.OPEN_BALLOT, S.GATE3_PENDING,
        {"state_on": TODAY - timedelta(days=4), "settings": {"voting.notice_days": 5}}, "11月23日 起",
    ),
    (V.CONVENE, S.GATE3_PENDING, {}, "已经同意召集"),
    (V.ADMIT, S.GATE1_PENDING, {"party": True}, "您应当回避"),
    (V.COUNTERSIGN, S.GATE1_PENDING, {"party": True, "countersign": True}, "您应当回避"),
    (V.CERTIFY, S.TALLIED, {"party": True}, "您应当回避"),
    (V.OPEN_DISCUSSION, S.GATE2_PENDING, {"own_paper": True}, "由您提交"),
    (V.OPEN_COVENANT_VOTE, S.COVENANT_DRAFT, {"own_paper": True, "at_gate": True}, "由您提交"),
    (V.DECIDE, S.GATE3_PENDING, {"route": "B"}, "要经过表决"),
    (V.DECIDE, S.GATE3_PENDING, {"route": "A", "state_on": AGO[7]}, "异议期到 11月22日"),
    (
        V.DECIDE, S.GATE3_PENDING,
        {"route": "A", "state_on": AGO[8], "households": 20, "objections": 2}, "有 2 户提出异议，达到 10%",
    ),
    (V.CERTIFY, S.TALLIED, {"outcome": "no_quorum"}, "计票结果不是这一项"),
    (V.CERTIFY, S.TALLIED, {"outcome": "passed", "confirmed": False}, "还没有经监督委员会"),
    (V.CERTIFY, S.TALLIED, {"outcome": "passed", "challenged": True}, "等街镇答复"),
    (V.CERTIFY, S.TALLIED, {"outcome": "passed", "public_until": TODAY}, "公示到 11月22日"),
    (V.CERTIFY_NO_QUORUM, S.TALLIED, {"outcome": "passed"}, "计票结果不是这一项"),
    (V.CERTIFY_NO_QUORUM, S.TALLIED, {"outcome": "no_quorum", "public_until": TODAY}, "公示到 11月22日"),
    (V.CHALLENGE, S.TALLIED, {"challenged": True}, "等街镇答复"),
    (V.CHALLENGE, S.TALLIED, {"challenged_before": True}, "已经提过一次异议"),
    (V.ORDER_REVOTE, S.TALLIED, {}, "没有等待答复的计票异议"),
    (V.EXTEND_VOTE, S.NO_QUORUM, {"vote_extended": True}, "延长过一次"),
    (V.EXTEND_VOTE, S.NO_QUORUM, {"convener": "业委会"}, "由业委会召集，由它决定延长"),
    (V.EXTEND_CALLED_VOTE, S.NO_QUORUM, {}, "不需要召集会议"),
    (V.EXTEND_CALLED_VOTE, S.NO_QUORUM, {"convener": "业委会", "vote_extended": True}, "延长过一次"),
    (V.EXTEND_VOTE, S.NO_QUORUM, {"vote_until": AGO[7]}, "延长须在 11月15日 前"),
    (V.FINISH_PROJECT, S.IMPLEMENTING, {"project_open": 2}, "还有 2 个节点没有完成"),
    (V.ARCHIVE, S.EVALUATING, {"public_until": TODAY}, "评价到 11月22日"),
    (V.SUBMIT_COVENANT, S.COVENANT_DRAFT, {"at_gate": True}, "已经提交把关"),
    (V.RETURN_COVENANT, S.COVENANT_DRAFT, {}, "还没有把公约草案提交把关"),
    (V.OPEN_COVENANT_VOTE, S.COVENANT_DRAFT, {}, "还没有把公约草案提交把关"),
    (V.CONVENE, S.COVENANT_DRAFT, {"to_convene": "居委会"}, "还没有把公约草案提交把关"),
    (V.CONVENE, S.COVENANT_DRAFT, {"at_gate": True}, "已经同意召集"),
    (V.OPEN_COVENANT_VOTE, S.COVENANT_DRAFT, {"at_gate": True, "to_convene": "居委会"}, "由居委会召集"),
    (V.COUNT_COVENANT, S.COVENANT_VOTE, {}, "计票结果不是这一项"),
    (V.COUNT_COVENANT, S.COVENANT_VOTE, {"outcome": "passed", "at_gate": True}, "已经公布"),
    *(
        (verb, S.COVENANT_VOTE, {"outcome": OUTCOME[verb], "at_gate": True, **known}, reason)
        for verb, known, reason in [
            (V.ADOPT_COVENANT, {"at_gate": False}, "刚刚截止"),
            (V.ADOPT_COVENANT, {"outcome": "not_passed"}, "计票结果不是这一项"),
            (V.ADOPT_COVENANT, {"confirmed": False}, "还没有经监督委员会"),
            (V.ADOPT_COVENANT, {"challenged": True}, "等街镇答复"),
            (V.ADOPT_COVENANT, {"public_until": TODAY}, "公示到 11月22日"),
            (V.DROP_COVENANT, {"outcome": "passed"}, "计票结果不是这一项"),
            (V.DROP_COVENANT, {"confirmed": False}, "还没有经监督委员会"),
            (V.DROP_COVENANT, {"public_until": TODAY}, "公示到 11月22日"),
            (V.CHALLENGE_COVENANT, {"outcome": None}, "计票结果不是这一项"),
            (V.CHALLENGE_COVENANT, {"challenged": True}, "等街镇答复"),
            (V.CHALLENGE_COVENANT, {"challenged_before": True}, "已经提过一次异议"),
            (V.DISMISS_CHALLENGE, {}, "没有等待答复的计票异议"),
            (V.ORDER_COVENANT_REVOTE, {}, "没有等待答复的计票异议"),
            (V.EXTEND_COVENANT_VOTE, {"outcome": "not_passed"}, "计票结果不是这一项"),
            (V.DROP_COVENANT, {"outcome": "no_quorum", "public_until": TODAY}, "公示到 11月22日"),
            (V.EXTEND_COVENANT_VOTE, {"public_until": TODAY}, "公示到 11月22日"),
            (V.EXTEND_COVENANT_VOTE, {"confirmed": False}, "还没有经监督委员会"),
            (V.EXTEND_COVENANT_VOTE, {"vote_extended": True}, "延长过一次"),
            (V.EXTEND_COVENANT_VOTE, {"vote_until": AGO[7]}, "延长须在 11月15日 前"),
        ]
    ),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "state", "known", "reason"), SHUT)
def test_a_shut_guard_says_why(verb, state, known, reason):
    with pytest.raises(GateClosedError, match=reason):
        WORKFLOW.step(verb, state).leave(state, facts(**known))


@pytest.mark.parametrize(
    ("verb", "state", "known", "row"),
    [
        (V.SUBMIT, S.DRAFT, {}, V.SUBMIT),
        (V.SUBMIT, S.DRAFT, {"settings": {"seconding.households": 5}}, V.CALL),
        (V.SUBMIT, S.RETURNED, {"settings": {"seconding.households": 5}}, V.SUBMIT),
        (V.DECLINE, S.GATE1_PENDING, {"seconds": 9}, V.DECLINE),
        (V.DECLINE, S.GATE1_PENDING, {"seconds": 10}, V.DECLINE_FIRST),
        (V.ADOPT, S.WITHDRAWN, {"admitted": True}, V.ADOPT_ADMITTED),
        (V.CERTIFY, S.TALLIED, {"outcome": "passed"}, V.CERTIFY),
        (V.CERTIFY, S.TALLIED, {"outcome": "not_passed"}, V.CERTIFY_NOT_PASSED),
        (V.CERTIFY, S.TALLIED, {"outcome": "no_quorum"}, V.CERTIFY_NO_QUORUM),
        (V.CHALLENGE, S.TALLIED, {}, V.CHALLENGE),
        (V.CHALLENGE, S.COVENANT_VOTE, {}, V.CHALLENGE_COVENANT),
        (V.ORDER_REVOTE, S.COVENANT_VOTE, {}, V.ORDER_COVENANT_REVOTE),
        (V.EXTEND_CALLED_VOTE, S.COVENANT_VOTE, {}, V.EXTEND_COVENANT_VOTE),
        (V.RECUSE, S.COVENANT_VOTE, {}, V.RECUSE),
    ],
)
def test_a_button_stands_for_the_row_that_the_facts_say(verb, state, known, row):
    assert row_of(verb, state, facts(**known)) is row


@pytest.mark.parametrize(("seconds", "reached"), [(3, False), (4, True), (5, True)])
def test_a_petition_reaches_the_share_of_the_law_to_the_household(seconds, reached):
    assert petition_reached(facts(seconds=seconds, households=20)) is reached
    assert not petition_reached(facts(seconds=seconds, households=0))


def test_the_last_day_of_the_discussion_is_long_enough():
    over = WORKFLOW.step(V.SUMMARISE, S.DISCUSSING).leave(S.DISCUSSING, facts(ends_on=TODAY))

    assert over is S.SUMMARISED


def test_the_ends_are_the_ends():
    ends = {state for state in S if not WORKFLOW.steps_from(state)}

    assert ends == {S.NOT_PASSED, S.MERGED, S.TRANSFERRED, S.TERMINATED, S.CLOSED}


def test_nobody_but_the_party_organisation_holds_a_gate():
    holders = {role for role, permissions in GRANTS.items() if Permission.TOPIC_GATE in permissions}
    gates = {verb for verb in V if permission_of(verb) is Permission.TOPIC_GATE}

    assert holders == {Role.SECRETARY, Role.DEPUTY, Role.ACTING}
    # Order in a discussion is the host's too; a second signature is a second hand's.
    beside = {V.PAUSE, V.RESUME, V.COUNTERSIGN}
    assert {permission_of(verb) for verb in beside} == {Permission.TOPIC_HOST, Permission.TOPIC_COUNTERSIGN}
    assert set(ACTS) == gates - {V.RECUSE, V.DECLINE_FIRST, V.RETRACT_SIGNATURE} | beside


def test_no_role_is_the_clock():
    assert {verb for verb in V if isinstance(permission_of(verb), Nobody)} == {
        V.BOUNCE, V.CLOSE, V.SECONDED, V.COUNT_COVENANT,
    }  # fmt: skip
    assert all(Nobody.CLOCK not in permissions for permissions in GRANTS.values())


def test_no_button_promises_days_that_the_community_may_set_otherwise():
    said = [card.consequence for card in verb_cards.VERBS.values()]

    assert not [words_ for words_ in said if "个工作日" in words_]


def test_every_word_has_its_words():
    assert set(words.STATE_NAMES) == set(words._SENTENCES) == set(S)
    assert set(verb_cards.VERBS) == {verb for verb in V if not isinstance(permission_of(verb), Nobody)}
    assert {ACTS[verb] for verb in ACTS} <= set(words.ACTION_NAMES)
    assert set(NAMES) == set(Reason)
    assert set(LISTS) == {verb for verb, card in verb_cards.VERBS.items() if "reason_code" in card.needs}
    assert {state for state in S if "{due}" in words._SENTENCES[state]} == set(CLOCKED)
    assert set(words._AT_GATE) == set(COVENANT_GATE)
    assert all("{due}" in sentence for _, sentence in words._AT_GATE.values())
    assert set(words._LATE) == {*KEPT, *AT_THE_HOST}
