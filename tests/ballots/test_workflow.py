"""The whole transition table of a poll, cell by cell. No database."""

import pytest

from server.ballots.models import PollState
from server.ballots.workflow import WORKFLOW, Facts, Nobody, Verb
from server.core.access import GRANTS, Permission
from server.kit.errors import ConflictError, GateClosedError

LEGAL = {
    (PollState.OPEN, Verb.CLOSE): PollState.CLOSED,
    (PollState.CLOSED, Verb.CONFIRM): PollState.CONFIRMED,
    (PollState.CLOSED, Verb.EXTEND): PollState.OPEN,
    (PollState.CLOSED, Verb.ANNUL): PollState.ANNULLED,
    (PollState.CONFIRMED, Verb.CERTIFY): PollState.CERTIFIED,
    (PollState.CONFIRMED, Verb.EXTEND): PollState.OPEN,
    (PollState.CONFIRMED, Verb.ANNUL): PollState.ANNULLED,
    (PollState.CERTIFIED, Verb.EXTEND): PollState.OPEN,
}
FACTS = Facts(without_quorum=True)


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state in PollState for verb in Verb])
def test_every_cell_of_the_table(state, verb):
    if target := LEGAL.get((state, verb)):
        assert WORKFLOW.step(verb, state).leave(state, FACTS) is target
    else:
        with pytest.raises(ConflictError):
            WORKFLOW.step(verb, state)


@pytest.mark.parametrize("facts", [Facts(), Facts(extended=True), Facts(without_quorum=True, extended=True)])
def test_only_a_poll_without_quorum_is_extended_and_only_once(facts):
    with pytest.raises(GateClosedError, match="延长"):
        WORKFLOW.step(Verb.EXTEND, PollState.CLOSED).leave(PollState.CLOSED, facts)


def test_the_clock_closes_the_watch_confirms_and_the_gate_certifies():
    who = {step.verb: step.who for step in WORKFLOW.steps}

    assert who == {
        Verb.CLOSE: Nobody.CLOCK,
        Verb.CONFIRM: Permission.COUNT_CONFIRM,
        Verb.CERTIFY: Permission.TOPIC_GATE,
        Verb.EXTEND: Permission.TOPIC_HOST,
        Verb.ANNUL: Permission.TOPIC_SUPERVISE,
    }
    assert all(Nobody.CLOCK not in permissions for permissions in GRANTS.values())
