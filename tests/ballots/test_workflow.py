"""The whole transition table of a poll, cell by cell. No database."""

import pytest

from server.ballots.models import PollState
from server.ballots.workflow import WORKFLOW, Facts, Nobody, Verb
from server.core.access import GRANTS, Permission
from server.kit.errors import ConflictError

LEGAL = {
    (PollState.OPEN, Verb.CLOSE): PollState.CLOSED,
    (PollState.CLOSED, Verb.CERTIFY): PollState.CERTIFIED,
}


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state in PollState for verb in Verb])
def test_every_cell_of_the_table(state, verb):
    if target := LEGAL.get((state, verb)):
        assert WORKFLOW.step(verb, state).leave(state, Facts()) is target
    else:
        with pytest.raises(ConflictError):
            WORKFLOW.step(verb, state)


def test_only_the_clock_closes_and_only_the_gate_certifies():
    who = {step.verb: step.who for step in WORKFLOW.steps}

    assert who == {Verb.CLOSE: Nobody.CLOCK, Verb.CERTIFY: Permission.TOPIC_GATE}
    assert all(Nobody.CLOCK not in permissions for permissions in GRANTS.values())
