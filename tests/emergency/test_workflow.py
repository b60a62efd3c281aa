"""The two transition tables, cell by cell, and the guards."""

import pytest

from server.emergency.models import State, Verb
from server.emergency.need_models import NeedState, NeedVerb
from server.emergency.workflow import EMERGENCIES, NEEDS, Facts, Party
from server.kit.errors import ConflictError, GateClosedError

S, V, N, W = State, Verb, NeedState, NeedVerb
EMERGENCY = {
    (V.EXTEND, S.RUNNING): S.RUNNING,
    (V.END, S.RUNNING): S.ENDED,
    (V.GIVE_WAY, S.RUNNING): S.ENDED,
    (V.EXPIRE, S.RUNNING): S.ENDED,
}
NEED = {
    (W.TAKE, N.OPEN): N.TAKEN,
    (W.DISPATCH, N.OPEN): N.TAKEN,
    (W.RELEASE, N.TAKEN): N.OPEN,
    (W.RECALL, N.TAKEN): N.OPEN,
    (W.FINISH, N.TAKEN): N.DONE,
    (W.SETTLE, N.OPEN): N.DONE,
    (W.SETTLE, N.TAKEN): N.DONE,
    (W.CANCEL, N.OPEN): N.CANCELLED,
    (W.CANCEL, N.TAKEN): N.CANCELLED,
}


def holds(table, legal, verb, state, facts):
    if (target := legal.get((verb, state))) is None:
        with pytest.raises(ConflictError):
            table.step(verb, state)
    else:
        assert table.step(verb, state).leave(state, facts) is target


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", list(State))
def test_every_cell_of_an_emergency_leads_where_the_page_says_or_is_refused(verb, state):
    holds(EMERGENCIES, EMERGENCY, verb, state, None)


@pytest.mark.parametrize("verb", list(NeedVerb))
@pytest.mark.parametrize("state", list(NeedState))
def test_every_cell_of_a_need_leads_where_the_page_says_or_is_refused(verb, state):
    holds(NEEDS, NEED, verb, state, Facts())


def test_what_has_ended_is_never_opened_again():
    assert EMERGENCIES.steps_from(S.ENDED) == []


@pytest.mark.parametrize("verb", [W.TAKE, W.DISPATCH])
@pytest.mark.parametrize("facts", [Facts(running=False), Facts(helps=False), Facts(own=True)])
def test_nobody_is_sent_after_the_end_without_signing_on_or_to_his_own_home(verb, facts):
    with pytest.raises(GateClosedError):
        NEEDS.step(verb, N.OPEN).leave(N.OPEN, facts)


def test_what_is_under_way_can_be_finished_after_the_end():
    assert NEEDS.step(W.FINISH, N.TAKEN).leave(N.TAKEN, Facts(running=False)) is N.DONE


def test_only_the_street_switches_and_only_the_machine_expires():
    who = {step.verb: step.who for step in EMERGENCIES.steps}

    assert who == {
        V.EXTEND: Party.STREET,
        V.END: Party.STREET,
        V.GIVE_WAY: Party.MACHINE,
        V.EXPIRE: Party.MACHINE,
    }
