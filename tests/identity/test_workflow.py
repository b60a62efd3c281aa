"""Every cell of the application's table, legal or not."""

import pytest

from server.identity.models_enrolment import ApplicationState
from server.identity.workflow import ENDS, WORKFLOW, By, Facts, Verb
from server.kit.errors import ConflictError, GateClosedError

S, V = ApplicationState, Verb
LEGAL = {
    (V.VERIFY, S.APPLIED): (S.VERIFIED, By.CLOCK),
    (V.FAIL, S.APPLIED): (S.RETURNED, By.CLOCK),
    (V.APPROVE, S.VERIFIED): (S.APPROVED, By.COMMITTEE),
    (V.RETURN, S.VERIFIED): (S.RETURNED, By.COMMITTEE),
    (V.REFUSE, S.VERIFIED): (S.REFUSED, By.COMMITTEE),
    (V.RESUBMIT, S.RETURNED): (S.APPLIED, By.APPLICANT),
    (V.WITHDRAW, S.APPLIED): (S.WITHDRAWN, By.APPLICANT),
    (V.WITHDRAW, S.VERIFIED): (S.WITHDRAWN, By.APPLICANT),
    (V.WITHDRAW, S.RETURNED): (S.WITHDRAWN, By.APPLICANT),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("verb", V)
def test_every_cell_leads_where_the_table_says_or_nowhere(verb, state):
    if (verb, state) not in LEGAL:
        with pytest.raises(ConflictError):
            WORKFLOW.step(verb, state)
        return
    target, by = LEGAL[verb, state]
    step = WORKFLOW.step(verb, state)
    assert (step.leave(state, Facts(home_id=1)), step.who) == (target, by)


def test_nobody_is_approved_without_a_home():
    with pytest.raises(GateClosedError, match="房屋名册"):
        WORKFLOW.step(V.APPROVE, S.VERIFIED).leave(S.VERIFIED, Facts())


def test_an_ended_application_stays_ended():
    assert {state for state in S if not WORKFLOW.steps_from(state)} == ENDS
