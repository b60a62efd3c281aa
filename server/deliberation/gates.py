"""The gate's own record: which step is which act of which gate, and the row that says who, when and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.core import chains
from server.core.access import Actor, Permission
from server.deliberation import grounds, keepers, ledger_queries, signing
from server.deliberation.clocks import minutes_late
from server.deliberation.effects import Effect
from server.deliberation.forms import Move
from server.deliberation.gate_models import CHAIN, Gate, GateAction, GateDecision
from server.deliberation.models import Topic
from server.deliberation.policy import Matter, gate_duty
from server.deliberation.words import ACTION_NAMES, day_and_time
from server.deliberation.workflow import Verb, permission_of
from server.extensions import db
from server.kit.errors import ConflictError
from server.kit.rest import stamp

_A = GateAction
ACTS: Mapping[Verb, tuple[Gate, GateAction]] = {
    Verb.ADMIT: (Gate.AGENDA, _A.ACCEPT),
    Verb.RETURN: (Gate.AGENDA, _A.RETURN),
    Verb.DECLINE: (Gate.AGENDA, _A.DECLINE),
    Verb.COUNTERSIGN: (Gate.AGENDA, _A.DECLINE),
    Verb.MERGE: (Gate.AGENDA, _A.MERGE),
    Verb.TRANSFER: (Gate.AGENDA, _A.TRANSFER),
    Verb.OPEN_DISCUSSION: (Gate.DISCUSSION, _A.OPEN),
    Verb.RETURN_PLAN: (Gate.DISCUSSION, _A.RETURN),
    Verb.OPEN_BALLOT: (Gate.DECISION, _A.OPEN),
    Verb.RETURN_ROUTE: (Gate.DECISION, _A.RETURN),
    Verb.DECIDE: (Gate.DECISION, _A.DECIDE),
    Verb.CHALLENGE: (Gate.DECISION, _A.CHALLENGE),
    Verb.PAUSE: (Gate.PAUSE, _A.PAUSE),
    Verb.RESUME: (Gate.PAUSE, _A.RESUME),
    Verb.TERMINATE: (Gate.PAUSE, _A.TERMINATE),
    Verb.CERTIFY: (Gate.DECISION, _A.CERTIFY),
    Verb.CERTIFY_NOT_PASSED: (Gate.DECISION, _A.CERTIFY),
    Verb.CERTIFY_NO_QUORUM: (Gate.DECISION, _A.CERTIFY),
    Verb.OPEN_COVENANT_VOTE: (Gate.COVENANT, _A.OPEN),
    Verb.RETURN_COVENANT: (Gate.COVENANT, _A.RETURN),
    Verb.CHALLENGE_COVENANT: (Gate.COVENANT, _A.CHALLENGE),
    Verb.ADOPT_COVENANT: (Gate.COVENANT, _A.CERTIFY),
    Verb.DROP_COVENANT: (Gate.COVENANT, _A.CERTIFY),
}
#: What the hash does not cover: itself, what signs it, its predecessor (the chain's input) and the row's key.
_NOT_HASHED = {"id", "community_id", "hash", "previous_hash", "signature"}


def decide(actor: Actor, matter: Matter, move: Move, effect: Effect, moment: datetime) -> GateDecision:
    """Write the decision on the topic's present state. The caller has enforced the permission."""
    gate, action = ACTS[move.verb]
    minutes = grounds.keep(actor, matter, move, moment)
    said = {
        "reason_code": move.reason_code,
        "reason_text": move.reason,
        "evidence": {**effect.evidence, **grounds.evidence(minutes)},
        "collective_minutes_id": minutes.id if minutes else None,
        "recused": list(matter.topic.recused),
        "rule_cited": grounds.rule_of(gate, move, _rule(gate, matter.topic, effect)),
        **(effect.decision or _own_hand(actor, matter, move.verb)),
        **_of_topic(matter.topic, moment),
        "signature_key_id": signing.keyring().current,
    }
    decision = GateDecision(gate=gate, action=action, **said)
    link = chains.append(CHAIN, entry_of(decision))
    decision.seq, decision.previous_hash, decision.hash = link.seq, link.previous, link.hash
    decision.signature = signing.keyring().sign(signing.decision_message(link.seq, link.hash))
    db.session.add(decision)
    db.session.flush()
    return decision


def _rule(gate: Gate, topic: Topic, effect: Effect) -> Any:
    """Of the route by which it is decided; a covenant has one of its own."""
    if gate is Gate.COVENANT:
        return effect.rule
    proposal = effect.columns.get("proposal", topic.proposal)
    return proposal["rule"] if proposal else None


def _own_hand(actor: Actor, matter: Matter, verb: Verb) -> dict[str, Any]:
    # Order in a discussion may be the host's; everything else is the party organisation's.
    of_order = permission_of(verb) is Permission.TOPIC_LEAD
    duty = keepers.order_duty(actor, matter) if of_order else gate_duty(actor, matter)
    assert duty is not None
    return {
        "decided_by": actor.person_id,
        "decided_name": actor.name,
        "acting_role": duty.role.value,
        "acting_org": duty.organisation,
    }


def _of_topic(topic: Topic, moment: datetime) -> dict[str, Any]:
    """What was read, in which visit of which state, and how long it had waited."""
    return {
        "topic_id": topic.id,
        "move": topic.moves,
        "text_version": topic.text_version,
        "text_hash": topic.text_hash,
        "pending_since": topic.state_at,
        "due_at": topic.due_at,
        "decided_at": moment,
        "overdue_minutes": minutes_late(topic.due_at, moment),
    }


def entry_of(decision: GateDecision) -> dict[str, Any]:
    """What the hash of a decision is made from: every column that says something."""
    names = (column.key for column in GateDecision.__table__.columns)
    return {name: getattr(decision, name) for name in names if name not in _NOT_HASHED}


def lost_race(matter: Matter, verb: Verb) -> ConflictError | None:
    """Somebody else held this gate first: his decision, so that the loser reads it instead of an error."""
    last = ledger_queries.last_decision(matter.topic.id) if verb in ACTS else None
    if last is None or last.gate is not ACTS[verb][0]:
        return None
    action = ACTION_NAMES[last.gate, last.action]
    return ConflictError(
        f"{last.decided_name}已于 {day_and_time(last.decided_at)} 决定：{action}",
        code="already_decided",
        decision={
            "action": last.action.value,
            "action_name": action,
            "by": last.decided_name,
            "at": stamp(last.decided_at),
            "reason": last.reason_text,
        },
    )
