"""The transition table of items, cell by cell."""

import pytest

from server.kit.errors import ConflictError, GateClosedError
from server.market.models import RequestState, State
from server.market.workflow import ITEMS, Facts, Party, Verb

S, V = State, Verb
LEGAL = {
    (V.PASS, S.CHECKING): S.OFFERED,
    (V.HOLD, S.CHECKING): S.HELD,
    (V.REJECT, S.CHECKING): S.REFUSED,
    (V.ADMIT, S.HELD): S.OFFERED,
    (V.REFUSE, S.HELD): S.REFUSED,
    (V.REFUSE, S.OFFERED): S.REFUSED,
    (V.REFUSE, S.RESERVED): S.REFUSED,
    (V.REQUEST, S.OFFERED): S.RESERVED,
    (V.REQUEST, S.RESERVED): S.RESERVED,
    (V.LEAVE, S.RESERVED): S.RESERVED,
    (V.CANCEL, S.RESERVED): S.OFFERED,
    (V.RELEASE, S.RESERVED): S.OFFERED,
    (V.PASS_ON, S.OFFERED): S.RESERVED,
    (V.HAND_OVER, S.RESERVED): S.HANDED_OVER,
    (V.RECEIVE, S.HANDED_OVER): S.RECEIVED,
    (V.SETTLE, S.HANDED_OVER): S.RECEIVED,
    (V.THANK, S.RECEIVED): S.RECEIVED,
    (V.WITHDRAW, S.CHECKING): S.WITHDRAWN,
    (V.WITHDRAW, S.OFFERED): S.WITHDRAWN,
    (V.WITHDRAW, S.RESERVED): S.WITHDRAWN,
    (V.WITHDRAW, S.HELD): S.WITHDRAWN,
    (V.WITHDRAW, S.REFUSED): S.WITHDRAWN,
}
OPENING = {V.LEAVE: Facts(RequestState.WAITING)}


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", list(State))
def test_every_cell_leads_where_the_page_says_or_is_refused(verb, state):
    if (target := LEGAL.get((verb, state))) is None:
        with pytest.raises(ConflictError):
            ITEMS.step(verb, state)
    else:
        assert ITEMS.step(verb, state).leave(state, OPENING.get(verb, Facts())) is target


@pytest.mark.parametrize(
    ("verb", "state", "facts"),
    [
        (V.REQUEST, S.RESERVED, Facts(RequestState.WAITING)),
        (V.REQUEST, S.RESERVED, Facts(RequestState.HOLDING)),
        (V.LEAVE, S.RESERVED, Facts()),
        (V.LEAVE, S.RESERVED, Facts(RequestState.HOLDING)),
        (V.THANK, S.RECEIVED, Facts(RequestState.DONE, thanked=True)),
    ],
)
def test_a_shut_guard_says_why(verb, state, facts):
    with pytest.raises(GateClosedError):
        ITEMS.step(verb, state).leave(state, facts)


def test_the_check_and_the_queue_take_the_steps_that_no_person_takes():
    machine = {step.verb for step in ITEMS.steps if step.who is Party.MACHINE}

    assert machine == {V.PASS, V.HOLD, V.REJECT, V.PASS_ON, V.SETTLE}
