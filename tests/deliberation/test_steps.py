"""What the table allows, the constraints must too: every legal step, saved to the real database."""

import pytest
from sqlalchemy import select

from server.core.audit import AuditEntry
from server.core.outbox import OutboxMessage
from server.deliberation import service
from server.deliberation.forms import Move
from server.deliberation.gate_models import GateDecision
from server.deliberation.gates import ACTS
from server.deliberation.models import TopicState, TopicStep
from server.deliberation.reasons import LISTS
from server.deliberation.workflow import Nobody, Verb, permission_of
from server.extensions import db
from tests.deliberation.factories import put
from tests.deliberation.scenes import BALLOT, REASON, SUMMARY, plan
from tests.deliberation.test_workflow import LEGAL, OUTCOME

pytestmark = pytest.mark.usefixtures("inside")


def move_for(scene, verb):
    """The move with everything its verb needs, and who makes it."""
    from datetime import date

    dates = {**plan(), **{key: date.fromisoformat(plan()[key]) for key in ("starts_on", "ends_on")}}
    form = {"reason_code": LISTS[verb][0], "reason": REASON} if verb in LISTS else {}
    form |= {
        Verb.PLAN: {"plan": dates},
        Verb.SUMMARISE: {"summary": SUMMARY},
        Verb.ROUTE: {"ballot": {**BALLOT, "who": "adults"}},
        Verb.REVISE: {"title": "三号楼车棚加装充电桩", "body": "补充：涉及三号楼三十户，照片见附件。"},
        Verb.TRANSFER: {"reason": "属于维修诉求，转居委会办理"},
        Verb.MERGE: {"reason": "与车棚议题相同", "target_id": 0},
    }.get(verb, {})
    who = {"topic:propose": scene.author, "topic:host": scene.host}.get(permission_of(verb), scene.secretary)
    if verb is Verb.MERGE:
        form["target_id"] = put(scene, TopicState.ADMITTED).id
    return who.actor, Move(verb, **form)


@pytest.mark.parametrize(("state", "verb"), LEGAL)
def test_every_legal_step_can_be_saved(scene, state, verb):
    topic = put(scene, state, OUTCOME.get(verb, "passed"))
    moves = topic.moves

    if isinstance(permission_of(verb), Nobody):
        service.advance_by_clock(topic.id, verb, "系统")
    else:
        actor, move = move_for(scene, verb)
        service.advance(actor, topic.id, move)
    db.session.commit()
    db.session.expire_all()

    assert topic.state is LEGAL[state, verb]
    assert topic.moves == moves + 1
    step = db.session.scalars(select(TopicStep).where(TopicStep.topic_id == topic.id)).one()
    assert (step.verb, step.from_state, step.to_state) == (verb, state, LEGAL[state, verb])
    assert (step.person_id is None) == isinstance(permission_of(verb), Nobody)


@pytest.mark.parametrize("verb", ACTS)
def test_no_gate_is_passed_without_its_row(scene, verb):
    state = next(state for state, other in LEGAL if other is verb)
    topic = put(scene, state, OUTCOME.get(verb, "passed"))
    actor, move = move_for(scene, verb)

    service.advance(actor, topic.id, move)

    (row,) = db.session.scalars(select(GateDecision).where(GateDecision.topic_id == topic.id)).all()
    assert (row.gate, row.action) == ACTS[verb]
    assert (row.text_hash, row.text_version) == (topic.text_hash, topic.text_version)
    assert (row.acting_role, row.decided_by) == ("secretary", scene.secretary.actor.person_id)
    assert row.acting_org
    deeds = db.session.scalars(select(AuditEntry.deed)).all()
    assert f"topic.{verb}" in deeds


def test_a_step_is_told_to_whoever_listens(scene):
    topic = put(scene, TopicState.GATE1_PENDING)

    service.advance(scene.secretary.actor, topic.id, Move(Verb.ADMIT))

    (message,) = db.session.scalars(select(OutboxMessage)).all()
    assert message.payload == {
        "topic_id": topic.id, "verb": "admit", "from_state": "gate1_pending", "to_state": "admitted",
    }  # fmt: skip


def test_a_message_of_the_clock_that_comes_twice_changes_nothing(scene):
    topic = put(scene, TopicState.TALLIED)

    assert service.advance_by_clock(topic.id, Verb.CLOSE) is None
    assert topic.state is TopicState.TALLIED


def test_a_resumed_discussion_can_be_paused_again(scene):
    topic = put(scene, TopicState.DISCUSSING)
    for verb in (Verb.PAUSE, Verb.RESUME, Verb.PAUSE):
        actor, move = move_for(scene, verb)
        service.advance(actor, topic.id, move)

    assert [row.seq for row in db.session.scalars(select(GateDecision)).all()] == [1, 2, 3]
