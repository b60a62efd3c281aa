"""What the table allows, the constraints must too: every legal step, saved to the real database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from server.core import settings
from server.core.access import Permission, Role
from server.core.audit import AuditEntry
from server.core.outbox import OutboxMessage
from server.deliberation import papers, service
from server.deliberation.agenda_models import Second
from server.deliberation.discussion_models import PaperKind
from server.deliberation.forms import Move
from server.deliberation.gate_models import GateDecision
from server.deliberation.gates import ACTS
from server.deliberation.grounds import USUAL
from server.deliberation.keeper_models import Appeal, Countersign
from server.deliberation.models import TopicState, TopicStep
from server.deliberation.reasons import LISTS
from server.deliberation.states import COVENANT_GATE
from server.deliberation.verb_cards import VERBS, VerbCard
from server.deliberation.workflow import HANDED_IN, Nobody, Verb, permission_of
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.factories import put, put_covenant
from tests.deliberation.scenes import BALLOT, REASON, SUMMARY, plan
from tests.deliberation.test_workflow import LEGAL, OUTCOME
from tests.factories import make_community, make_member

pytestmark = pytest.mark.usefixtures("inside")


NOTHING = VerbCard("", "")
NOT_YET = {verb for verb in Verb if not isinstance(permission_of(verb), Nobody) and verb in HANDED_IN}
BUILT = {cell: target for cell, target in LEGAL.items() if cell[1] not in NOT_YET}
ROLES = {
    Permission.TOPIC_PROPOSE: "author",
    Permission.TOPIC_HOST: "host",
    Permission.TOPIC_LEAD: "host",
    Permission.TOPIC_SECOND: "neighbour",
    Permission.TOPIC_COUNTERSIGN: "deputy",
    Permission.TOPIC_SUPERVISE: "supervisor",
    Permission.TOPIC_CONVENE: "host",
}


def move_for(scene, verb):
    """The move with everything its verb needs, and who makes it."""
    dates = {**plan(), **{key: date.fromisoformat(plan()[key]) for key in ("starts_on", "ends_on")}}
    form = {"reason_code": LISTS[verb][0], "reason": REASON} if verb in LISTS else {}
    if "reason" in VERBS.get(verb, NOTHING).needs and not form:
        form = {"reason": "写在记录里的一句理由"}
    form |= {
        Verb.PLAN: {"plan": {**dates, "materials": "", "meetings": []}},
        Verb.SUMMARISE: {"summary": SUMMARY},
        Verb.ROUTE: {"ballot": BALLOT},
        Verb.REVISE: {"title": "三号楼车棚加装充电桩", "body": "补充：涉及三号楼三十户，照片见附件。"},
        Verb.EXTEND_DISCUSSION: {"until": today(utc_now()) + timedelta(days=5)},
        Verb.EXTEND_VOTE: {"until": today(utc_now()) + timedelta(days=5)},
        Verb.EXTEND_CALLED_VOTE: {"until": today(utc_now()) + timedelta(days=5)},
        Verb.EXTEND_COVENANT_VOTE: {"until": today(utc_now()) + timedelta(days=5)},
    }.get(verb, {})
    if verb is Verb.MERGE:
        form["target_id"] = put(scene, TopicState.ADMITTED).id
    if verb is Verb.DECLINE_FIRST:
        form["reason_code"] = "unlawful"  # ten of so few households are a petition
    if verb is Verb.NAME_KEEPER:
        form["keeper_id"] = another_secretary().duty_id
    who = {"neighbour": scene.neighbours[0]}.get(
        name := ROLES.get(permission_of(verb), "secretary")
    ) or getattr(scene, name)
    return who.actor, Move(verb, **form)


def made(scene, state, verb):
    """A topic of which the step can be taken; a covenant's is at the gate but for these two."""
    waits = state in COVENANT_GATE and verb not in (Verb.SUBMIT_COVENANT, Verb.COUNT_COVENANT)
    topic = put(scene, state, OUTCOME.get(verb, "passed"), at_gate=waits)
    if state is TopicState.COVENANT_VOTE:
        put_covenant(topic)
    prepare(scene, topic, verb)
    return topic


def another_secretary():
    """A party office of the neighbouring community, under the same 街镇."""
    return make_member(make_community(), Role.SECRETARY).actor.duties[0]


def prepare(scene, topic, verb):
    """What must lie in the tables for this step to be open."""
    if verb is Verb.CALL:
        settings.change(scene.host.actor, "seconding.households", 3, "试行附议，三户附议后再交把关")
    if verb in (Verb.ADOPT, Verb.ADOPT_ADMITTED):
        topic.admitted_at = utc_now() if verb is Verb.ADOPT_ADMITTED else None
        person = scene.neighbours[0].actor
        home_id = person.members[0].home_id
        db.session.add(Second(topic_id=topic.id, home_id=home_id, person_id=person.person_id))
    if verb is Verb.DECLINE_FIRST:
        topic.seconds = 10
    if verb in (Verb.COUNTERSIGN, Verb.REFUSE_COUNTERSIGN, Verb.RETRACT_SIGNATURE):
        topic.seconds = 10
        first_signature(scene, topic)
    if verb in (Verb.ORDER_REVIEW, Verb.UPHOLD):
        db.session.add(Appeal(topic_id=topic.id, reason="楼里三十户都关心", moves=0, due_at=utc_now()))
    if verb is Verb.NAME_KEEPER:
        topic.recused = [scene.secretary.actor.person_id, scene.deputy.actor.person_id]
    if verb is Verb.OPEN_DISCUSSION:
        topic.plan = plan()
    if verb in (Verb.CONVENE, Verb.EXTEND_CALLED_VOTE):
        ask_the_committee(scene, topic)
    if verb is Verb.DECIDE:
        topic.route, topic.state_at = "A", utc_now() - timedelta(days=9)
    if verb in (Verb.DISMISS_CHALLENGE, Verb.ORDER_REVOTE, Verb.ORDER_COVENANT_REVOTE):
        topic.challenge = {"code": "procedure", "text": REASON, "by": "王书记", "at": "2026-11-22T00:00:00Z"}
    db.session.flush()


def ask_the_committee(scene, topic):
    """A proposal that the deputy made, of a vote that the committee has to call."""
    convener = {"body": "committee", "name": "居委会", "instead": True}
    topic.proposal = {**topic.proposal, "convener": convener}
    papers.keep(scene.deputy.actor, topic, PaperKind.PROPOSAL, topic.proposal)


def first_signature(scene, topic):
    actor = scene.secretary.actor
    db.session.add(
        Countersign(
            topic_id=topic.id, reason_code="unlawful", reason=REASON, rule_cited=USUAL,
            first_by=actor.person_id,
            first_name=actor.name, first_role="secretary", first_org=actor.duties[0].organisation,
        )
    )  # fmt: skip


@pytest.mark.parametrize(("state", "verb"), BUILT)
def test_every_legal_step_can_be_saved(scene, state, verb):
    topic = made(scene, state, verb)
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


@pytest.mark.parametrize("verb", [verb for verb in ACTS if verb not in NOT_YET])
def test_no_gate_is_passed_without_its_row(scene, verb):
    state = next(state for state, other in LEGAL if other is verb)
    topic = made(scene, state, verb)
    actor, move = move_for(scene, verb)

    service.advance(actor, topic.id, move)

    (row,) = db.session.scalars(select(GateDecision).where(GateDecision.topic_id == topic.id)).all()
    assert (row.gate, row.action) == ACTS[verb]
    assert (row.text_hash, row.text_version) == (topic.text_hash, topic.text_version)
    signer = scene.host if verb in (Verb.PAUSE, Verb.RESUME) else scene.secretary
    assert (row.acting_role, row.decided_by) == (signer.actor.duties[0].role, signer.actor.person_id)
    assert row.acting_org
    assert row.rule_cited
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

    written = db.session.scalars(select(GateDecision.seq).order_by(GateDecision.id)).all()
    assert written == [1, 2, 3]
