"""The whole transition table, cell by cell. No database."""

from datetime import date

import pytest

from server.core.access import GRANTS, Permission, Role
from server.deliberation import words
from server.deliberation.gates import ACTS
from server.deliberation.models import CLOCKED, TextCheck, TopicState
from server.deliberation.reasons import LISTS, NAMES, Reason
from server.deliberation.workflow import CERTIFYING, WORKFLOW, Facts, Nobody, Verb, permission_of
from server.kit.errors import ConflictError, GateClosedError

S, V = TopicState, Verb
OUTCOME = {verb: outcome for outcome, verb in CERTIFYING.items()}

LEGAL = {
    (S.DRAFT, V.SUBMIT): S.GATE1_PENDING,
    (S.DRAFT, V.REVISE): S.DRAFT,
    (S.DRAFT, V.WITHDRAW): S.WITHDRAWN,
    (S.RETURNED, V.SUBMIT): S.GATE1_PENDING,
    (S.RETURNED, V.REVISE): S.RETURNED,
    (S.RETURNED, V.WITHDRAW): S.WITHDRAWN,
    (S.GATE1_PENDING, V.WITHDRAW): S.WITHDRAWN,
    (S.GATE1_PENDING, V.BOUNCE): S.DRAFT,
    (S.GATE1_PENDING, V.ADMIT): S.ADMITTED,
    (S.GATE1_PENDING, V.RETURN): S.RETURNED,
    (S.GATE1_PENDING, V.DECLINE): S.DECLINED,
    (S.GATE1_PENDING, V.MERGE): S.MERGED,
    (S.GATE1_PENDING, V.TRANSFER): S.TRANSFERRED,
    (S.ADMITTED, V.WITHDRAW): S.WITHDRAWN,
    (S.ADMITTED, V.PLAN): S.GATE2_PENDING,
    (S.ADMITTED, V.TERMINATE): S.TERMINATED,
    (S.GATE2_PENDING, V.WITHDRAW): S.WITHDRAWN,
    (S.GATE2_PENDING, V.OPEN_DISCUSSION): S.DISCUSSING,
    (S.GATE2_PENDING, V.RETURN_PLAN): S.ADMITTED,
    (S.GATE2_PENDING, V.TERMINATE): S.TERMINATED,
    (S.DISCUSSING, V.PAUSE): S.PAUSED,
    (S.DISCUSSING, V.SUMMARISE): S.SUMMARISED,
    (S.DISCUSSING, V.TERMINATE): S.TERMINATED,
    (S.PAUSED, V.RESUME): S.DISCUSSING,
    (S.PAUSED, V.TERMINATE): S.TERMINATED,
    (S.SUMMARISED, V.ROUTE): S.GATE3_PENDING,
    (S.SUMMARISED, V.TERMINATE): S.TERMINATED,
    (S.GATE3_PENDING, V.OPEN_BALLOT): S.VOTING,
    (S.GATE3_PENDING, V.RETURN_ROUTE): S.SUMMARISED,
    (S.GATE3_PENDING, V.TERMINATE): S.TERMINATED,
    (S.VOTING, V.CLOSE): S.TALLIED,
    (S.TALLIED, V.CERTIFY): S.DECIDED,
    (S.TALLIED, V.CERTIFY_NOT_PASSED): S.NOT_PASSED,
    (S.TALLIED, V.CERTIFY_NO_QUORUM): S.NO_QUORUM,
}


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state in S for verb in V])
def test_every_cell_of_the_table(state, verb):
    facts = Facts(outcome=OUTCOME.get(verb))

    if target := LEGAL.get((state, verb)):
        assert WORKFLOW.step(verb, state).leave(state, facts) is target
    else:
        with pytest.raises(ConflictError):
            WORKFLOW.step(verb, state)


LAST_DAY = date(2026, 11, 21)
SHUT = [
    (V.SUBMIT, S.DRAFT, Facts(open_topics=3), "您已有 3 个议题在办"),
    (V.ADMIT, S.GATE1_PENDING, Facts(text_check=TextCheck.CHECKING), "正在做内容检查"),
    (V.RETURN, S.GATE1_PENDING, Facts(returns=2), "已经退回过 2 次"),
    (
        V.SUMMARISE,
        S.DISCUSSING,
        Facts(today=date(2026, 11, 20), ends_on=date(2026, 11, 21)),
        "协商到 11月21日 结束",
    ),
    (V.CERTIFY, S.TALLIED, Facts(outcome="no_quorum"), "计票结果不是这一项"),
    (V.CERTIFY_NO_QUORUM, S.TALLIED, Facts(outcome="passed"), "计票结果不是这一项"),
]


@pytest.mark.parametrize(("verb", "state", "facts", "reason"), SHUT)
def test_a_shut_guard_says_why(verb, state, facts, reason):
    with pytest.raises(GateClosedError, match=reason):
        WORKFLOW.step(verb, state).leave(state, facts)


def test_the_last_day_of_the_discussion_is_long_enough():
    facts = Facts(today=date(2026, 11, 21), ends_on=date(2026, 11, 21))

    assert WORKFLOW.step(V.SUMMARISE, S.DISCUSSING).leave(S.DISCUSSING, facts) is S.SUMMARISED


def test_the_ends_are_the_ends():
    ends = {state for state in S if not WORKFLOW.steps_from(state)}

    assert ends == {
        S.DECLINED, S.DECIDED, S.NOT_PASSED, S.NO_QUORUM, S.MERGED, S.TRANSFERRED, S.WITHDRAWN, S.TERMINATED,
    }  # fmt: skip


def test_nobody_but_the_party_organisation_holds_a_gate():
    holders = {role for role, permissions in GRANTS.items() if Permission.TOPIC_GATE in permissions}
    gates = {verb for verb in V if permission_of(verb) is Permission.TOPIC_GATE}

    assert holders == {Role.SECRETARY, Role.DEPUTY}
    assert gates == set(ACTS)


def test_no_role_is_the_clock():
    assert {verb for verb in V if isinstance(permission_of(verb), Nobody)} == {V.BOUNCE, V.CLOSE}
    assert all(Nobody.CLOCK not in permissions for permissions in GRANTS.values())


def test_every_word_has_its_words():
    assert set(words.STATE_NAMES) == set(words._SENTENCES) == set(S)
    assert set(words.VERBS) == {verb for verb in V if not isinstance(permission_of(verb), Nobody)}
    assert {ACTS[verb] for verb in ACTS} <= set(words.ACTION_NAMES)
    assert set(NAMES) == set(Reason)
    assert set(LISTS) == {verb for verb, card in words.VERBS.items() if "reason_code" in card.needs}
    assert {state for state in S if "{due}" in words._SENTENCES[state]} == set(CLOCKED)
