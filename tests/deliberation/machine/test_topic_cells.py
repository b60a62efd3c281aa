"""Every cell of a topic's table that is empty: refused, whoever asks, and nothing in the database moves."""

import pytest

from server.core import tenancy
from server.core.access import Permission
from server.core.database import transaction
from server.deliberation import service
from server.deliberation.forms import Move
from server.deliberation.keeper_models import Appeal, AppealState, Countersign, CountersignState
from server.deliberation.models import TopicState
from server.deliberation.states import COVENANT_GATE
from server.deliberation.workflow import BUTTON, HANDED_IN, Nobody, Verb, permission_of
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError, ForbiddenError, GateClosedError
from tests.deliberation.factories import put
from tests.deliberation.machine import snapshots
from tests.deliberation.scenes import PROPOSAL, REASON
from tests.deliberation.test_steps import move_for
from tests.deliberation.test_workflow import LEGAL, OUTCOME

S = TopicState
CLOCK = {verb for verb in Verb if isinstance(permission_of(verb), Nobody)}
#: Who has which permission in the scene; `author` and the neighbours are residents.
HOLDERS = {
    Permission.TOPIC_PROPOSE: {"author"},
    Permission.TOPIC_SECOND: {"author", "neighbour"},
    Permission.TOPIC_GATE: {"secretary", "deputy"},
    Permission.TOPIC_HOST: {"secretary", "deputy", "host"},
    Permission.TOPIC_LEAD: {"secretary", "deputy", "host"},
    Permission.TOPIC_COUNTERSIGN: {"deputy", "host"},
    Permission.TOPIC_SUPERVISE: {"supervisor"},
    Permission.TOPIC_CONVENE: {"host"},
    Permission.PROJECT_LEAD: {"secretary", "deputy", "host"},
}
EVERYBODY = {"author", "neighbour", "secretary", "deputy", "host", "watch", "supervisor"}


def inside(scene):
    return tenancy.in_community(scene.community.id)


def made(scene, state, verb=None):
    with inside(scene), transaction():
        # Of a vote that the committee has to call: otherwise nobody at all might.
        proposal = {**PROPOSAL, "convener": {"body": "committee", "name": "居委会", "instead": True}}
        row = {"at_gate": state in COVENANT_GATE, "proposal": proposal}
        return put(scene, state, OUTCOME.get(verb, "passed"), **row).id


def asked(scene, verb):
    """Who may take the step, and the move with everything it needs."""
    with inside(scene), transaction():
        if verb in HANDED_IN:
            who = scene.secretary if permission_of(verb) is Permission.TOPIC_GATE else scene.host
            return who.actor, Move(verb)
        return move_for(scene, verb)


@pytest.mark.parametrize("state", list(S))
def test_no_step_is_taken_from_a_state_that_has_it_not(scene, state):
    topic = made(scene, state)
    # A button that stands for another row here is taken by its own name.
    known = {name for source, verb in LEGAL if source is state for name in (verb, BUTTON.get(verb))}
    for verb in (verb for verb in Verb if verb not in known and verb not in CLOCK):
        actor, move = asked(scene, verb)
        before = snapshots.of()
        with pytest.raises(ConflictError), inside(scene), transaction():
            service.advance(actor, topic, move)
        assert snapshots.of() == before, verb


@pytest.mark.parametrize("state", list(S))
def test_the_clock_moves_nothing_that_is_not_its_own(scene, state):
    topic = made(scene, state)
    before = snapshots.of()

    for verb in (verb for verb in CLOCK if (state, verb) not in LEGAL):
        with inside(scene), transaction():
            assert service.advance_by_clock(topic, verb) is None

    assert snapshots.of() == before


@pytest.mark.parametrize("verb", sorted(set(Verb) - CLOCK))
def test_a_step_is_forbidden_to_everybody_else(scene, verb):
    state = next(state for state, other in LEGAL if other is verb)
    topic, (_, move) = made(scene, state, verb), asked(scene, verb)
    before = snapshots.of()

    for name in EVERYBODY - HOLDERS[permission_of(verb)]:
        who = scene.neighbours[0] if name == "neighbour" else getattr(scene, name)
        with pytest.raises(ForbiddenError), inside(scene), transaction():
            service.advance(who.actor, topic, move)

    assert snapshots.of() == before


COUNTERSIGNED = {
    (None, Verb.DECLINE): CountersignState.OPEN,
    (CountersignState.OPEN, Verb.COUNTERSIGN): CountersignState.SIGNED,
    (CountersignState.OPEN, Verb.REFUSE_COUNTERSIGN): CountersignState.REFUSED,
    (CountersignState.OPEN, Verb.RETRACT_SIGNATURE): CountersignState.WITHDRAWN,
    (CountersignState.REFUSED, Verb.DECLINE): CountersignState.OPEN,
    (CountersignState.WITHDRAWN, Verb.DECLINE): CountersignState.OPEN,
}
FIRST_HAND = (Verb.DECLINE, Verb.RETRACT_SIGNATURE)


def countersign_in(scene, state):
    """A topic that many second, with its refusal in this state."""
    from tests.deliberation.test_steps import first_signature

    with inside(scene), transaction():
        at = S.DECLINED if state is CountersignState.SIGNED else S.GATE1_PENDING
        topic = put(scene, at, seconds=10)
        if state is not None:
            first_signature(scene, topic)
        if state not in (None, CountersignState.OPEN):
            row = db.session.query(Countersign).one()
            row.state, row.answered_by, row.answered_at = state, scene.deputy.actor.person_id, utc_now()
        return topic.id


@pytest.mark.parametrize("verb", [*FIRST_HAND, Verb.COUNTERSIGN, Verb.REFUSE_COUNTERSIGN])
@pytest.mark.parametrize("state", [None, *CountersignState])
def test_every_cell_of_a_second_signature(scene, state, verb):
    topic = countersign_in(scene, state)
    who = scene.secretary if verb in FIRST_HAND else scene.deputy
    move = Move(verb, reason_code="unlawful", reason=REASON)
    before = snapshots.of()

    if (state, verb) in COUNTERSIGNED:
        with inside(scene), transaction():
            service.advance(who.actor, topic, move)
            rows = db.session.query(Countersign).order_by(Countersign.id).all()
            assert rows[-1].state is COUNTERSIGNED[state, verb]
            assert len(rows) == 1 + (state in (CountersignState.REFUSED, CountersignState.WITHDRAWN))
    else:
        with pytest.raises((ConflictError, GateClosedError)), inside(scene), transaction():
            service.advance(who.actor, topic, move)
        assert snapshots.of() == before


def test_who_signed_first_is_no_second_hand(scene):
    with inside(scene), transaction():
        topic = put(scene, S.GATE1_PENDING, seconds=10).id
        service.advance(scene.deputy.actor, topic, Move(Verb.DECLINE, "unlawful", REASON))
    before = snapshots.of()

    with pytest.raises(ForbiddenError, match="另一个人"), inside(scene), transaction():
        service.advance(scene.deputy.actor, topic, Move(Verb.COUNTERSIGN))

    assert snapshots.of() == before


APPEALED = {
    (None, Verb.APPEAL): AppealState.OPEN,
    (AppealState.OPEN, Verb.ORDER_REVIEW): AppealState.REVIEW_ORDERED,
    (AppealState.OPEN, Verb.UPHOLD): AppealState.UPHELD,
}


@pytest.mark.parametrize("verb", [Verb.APPEAL, Verb.ORDER_REVIEW, Verb.UPHOLD])
@pytest.mark.parametrize("state", [None, *AppealState])
def test_every_cell_of_an_appeal(scene, state, verb):
    with inside(scene), transaction():
        topic = put(scene, S.DECLINED).id
        if state is not None:
            decided = None if state is AppealState.OPEN else utc_now()
            row = {"reason": REASON, "moves": 1, "due_at": utc_now(), "decided_at": decided}
            db.session.add(Appeal(topic_id=topic, state=state, **row))
    who = scene.author if verb is Verb.APPEAL else scene.supervisor
    before = snapshots.of()

    if (state, verb) in APPEALED:
        with inside(scene), transaction():
            service.advance(who.actor, topic, Move(verb, reason=REASON))
            assert db.session.query(Appeal).one().state is APPEALED[state, verb]
    else:
        with pytest.raises(GateClosedError), inside(scene), transaction():
            service.advance(who.actor, topic, Move(verb, reason=REASON))
        assert snapshots.of() == before
