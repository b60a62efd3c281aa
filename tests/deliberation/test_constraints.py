"""Raw SQL against the tables: what a state promises and what a gate must say, the database keeps."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from server.core import tenancy
from server.deliberation import service
from server.deliberation.forms import Move
from server.deliberation.gate_models import GateDecision
from server.deliberation.models import TopicState, TopicStep, TopicText
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.frozen import FrozenError
from tests.deliberation.factories import put
from tests.deliberation.scenes import REASON

pytestmark = pytest.mark.usefixtures("inside")
S = TopicState


def refused(statement, rule):
    with tenancy.across_communities(), pytest.raises(IntegrityError, match=rule):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize(
    ("state", "rule", "change"),
    [
        (S.DRAFT, "clock_runs_when_awaited", "due_at = created_at"),
        (S.GATE1_PENDING, "clock_runs_when_awaited", "due_at = NULL"),
        (S.GATE1_PENDING, "submitted_once", "submitted_at = NULL"),
        (S.GATE1_PENDING, "admitted_by_gate", "state = 'admitted'"),
        (S.GATE1_PENDING, "not_admitted_before_gate", "admitted_at = created_at"),
        (S.DISCUSSING, "planned", "plan = NULL"),
        (S.SUMMARISED, "summarised", "summary = NULL"),
        (S.GATE3_PENDING, "routed", "proposal = NULL"),
        (S.GATE3_PENDING, "balloted", "state = 'voting'"),
        (S.GATE3_PENDING, "routed", "route = NULL"),
        (S.DECIDED, "decided_by_somebody", "poll_id = NULL"),
        (S.COVENANT_VOTE, "covenant_put_to_vote", "covenant_poll_id = NULL"),
        (S.COVENANT_VOTE, "covenant_ballot_proposed", "covenant_proposal = NULL"),
        (S.DISCUSSING, "challenged_while_counted", "challenge = '{}'"),
        (S.COVENANT_VOTE, "challenged_while_counted", "challenge = '{}'"),
        (S.COVENANT_DRAFT, "clock_runs_when_awaited", "due_at = created_at"),
        (S.COVENANT_DRAFT, "clock_runs_when_awaited", "at_gate = true"),
        (S.COVENANT_VOTE, "clock_runs_when_awaited", "due_at = NULL"),
        (S.GATE1_PENDING, "a_covenant_is_put_to_the_gate", "at_gate = true"),
        (S.DISCUSSING, "route", "route = 'Z'"),
        (S.MERGED, "merged_into", "target_id = NULL"),
        (S.GATE1_PENDING, "text_was_checked", "text_check = 'none'"),
        (S.RETURNED, "returned_twice_at_most", "returns = 3"),
        (S.DISCUSSING, "counters", "stance_for = -1"),
        (S.DRAFT, "text_is_pinned", "title = ''"),
        (S.DRAFT, "ck_topic", "state = 'forgotten'"),
        (S.DRAFT, "stake", "stake = 'huge'"),
    ],
)
def test_a_topic_cannot_be_made_to_lie(scene, state, rule, change):
    topic = put(scene, state)
    db.session.commit()

    refused(f"UPDATE topic SET {change} WHERE id = {topic.id}", rule)


@pytest.fixture
def declined(scene):
    topic = put(scene, S.GATE1_PENDING)
    service.advance(
        scene.secretary.actor, topic.id, Move(Verb.DECLINE, reason_code="not_ours", reason=REASON)
    )
    db.session.commit()
    return topic


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("reason_given", "reason_code = NULL"),
        ("reason_given", "reason_text = NULL"),
        ("reason_given", "reason_text = '不行'"),
        ("reason_given", "reason_text = '不行                              '"),
        ("action_of_this_gate", "gate = '2'"),
        ("action_of_this_gate", "action = 'certify'"),
        ("in_office", "acting_role = 'committee'"),
        ("in_office", "acting_org = ''"),
        ("overdue_said", "overdue_minutes = 5"),
        ("overdue_said", "due_at = pending_since, decided_at = '2099-01-01 00:00:00'"),
        ("counts", "seq = 0"),
        ("hashes", "hash = substr(hash, 1, 8)"),
        ("signed", "signature = substr(signature, 1, 8)"),
        ("signed", "signature_key_id = ''"),
    ],
)
def test_a_gate_decision_cannot_be_made_to_lie(declined, rule, change):
    refused(f"UPDATE gate_decision SET {change}", rule)


def test_one_visit_of_a_state_is_left_through_the_gate_once(declined):
    own = {"community_id", "id", "seq"}
    columns = ", ".join(one.name for one in GateDecision.__table__.columns if one.name not in own)
    again = f"INSERT INTO gate_decision (community_id, id, seq, {columns})"

    refused(f"{again} SELECT community_id, id + 1, seq + 1, {columns} FROM gate_decision", "(?i)unique")


@pytest.mark.parametrize("model", [GateDecision, TopicText, TopicStep])
def test_what_is_written_once_is_neither_changed_nor_deleted(declined, model):
    row = db.session.scalars(select(model)).first()
    column = {GateDecision: "reason_text", TopicText: "body", TopicStep: "reason"}[model]

    setattr(row, column, "另一段话，另一段话，另一段话，另一段话，另一段话")
    with pytest.raises(FrozenError, match=column):
        db.session.flush()
    db.session.rollback()

    db.session.delete(db.session.scalars(select(model)).first())
    with pytest.raises(FrozenError, match="delete"):
        db.session.flush()
    db.session.rollback()
