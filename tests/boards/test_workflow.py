"""The transition table of posts and comments, cell by cell."""

import pytest

from server.boards.models import State
from server.boards.workflow import COMMENTS, POSTS, Facts, Machine, Verb
from server.core.access import Permission
from server.kit.errors import ConflictError, GateClosedError

S, V = State, Verb
#: (verb, from) → to, with the facts that open it.
LEGAL = {
    (V.PASS, S.CHECKING): S.PUBLISHED,
    (V.HOLD, S.CHECKING): S.HELD,
    (V.REJECT, S.CHECKING): S.REFUSED,
    (V.RELEASE, S.HELD): S.PUBLISHED,
    (V.REFUSE, S.HELD): S.REFUSED,
    (V.HIDE, S.PUBLISHED): S.HIDDEN,
    (V.RESTORE, S.HIDDEN): S.PUBLISHED,
    (V.KEEP, S.PUBLISHED): S.PUBLISHED,
    (V.WITHDRAW, S.CHECKING): S.WITHDRAWN,
    (V.WITHDRAW, S.PUBLISHED): S.WITHDRAWN,
    (V.WITHDRAW, S.HELD): S.WITHDRAWN,
    (V.WITHDRAW, S.REFUSED): S.WITHDRAWN,
}
PINS = {(V.PIN, S.PUBLISHED): S.PUBLISHED, (V.UNPIN, S.PUBLISHED): S.PUBLISHED}
OPENING = {V.UNPIN: Facts(pinned=True), V.KEEP: Facts(reports=1)}


@pytest.mark.parametrize("table", [POSTS, COMMENTS], ids=["posts", "comments"])
@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", list(State))
def test_every_cell_leads_where_the_page_says_or_is_refused(table, verb, state):
    legal = {**LEGAL, **PINS} if table is POSTS else LEGAL

    if (target := legal.get((verb, state))) is None:
        with pytest.raises(ConflictError):
            table.step(verb, state)
    else:
        facts = OPENING.get(verb, Facts())
        assert table.step(verb, state).leave(state, facts) is target


@pytest.mark.parametrize(
    ("verb", "facts"),
    [(V.PIN, Facts(pinned=True)), (V.UNPIN, Facts(pinned=False)), (V.KEEP, Facts(reports=0))],
)
def test_a_shut_guard_says_why(verb, facts):
    with pytest.raises(GateClosedError):
        POSTS.step(verb, S.PUBLISHED).leave(S.PUBLISHED, facts)


def test_no_person_may_do_what_the_content_check_does():
    machine = {step.verb for step in POSTS.steps if isinstance(step.who, Machine)}

    assert machine == {V.PASS, V.HOLD, V.REJECT}
    assert not {member.value for member in Machine} & {permission.value for permission in Permission}
