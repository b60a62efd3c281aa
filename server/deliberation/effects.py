"""What a step does besides moving: the columns it sets and the evidence it leaves with the gate."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core import audit, outbox
from server.core.access import ROLE_NAMES, Actor
from server.deliberation import forms, queries, texts
from server.deliberation.events import TextSubmitted
from server.deliberation.forms import Move
from server.deliberation.models import CLOCKED, TextCheck, Topic
from server.deliberation.policy import Matter, Sight, sight
from server.deliberation.workflow import Verb
from server.kit import chain
from server.kit.errors import InvalidError


@dataclass(frozen=True)
class Effect:
    """columns: set together with the new state, so that no half-changed row is ever written.

    closes_at: of the poll that this step opened.
    """

    columns: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    closes_at: datetime | None = None


NOTHING = Effect()


def submit(_: Actor, matter: Matter, __: Move, moment: datetime) -> Effect:
    topic = matter.topic
    outbox.emit(TextSubmitted(topic.id, topic.text_version))
    return Effect({"submitted_at": moment, "text_check": TextCheck.CHECKING})


def revise(_: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    assert move.title is not None
    assert move.body is not None
    texts.revise(matter.topic, title=move.title, body=move.body)
    return NOTHING


def bounce(_: Actor, __: Matter, ___: Move, ____: datetime) -> Effect:
    return Effect({"text_check": TextCheck.NONE})


def admit(_: Actor, __: Matter, ___: Move, moment: datetime) -> Effect:
    return Effect({"admitted_at": moment})


def send_back(_: Actor, matter: Matter, __: Move, ___: datetime) -> Effect:
    return Effect({"returns": matter.topic.returns + 1})


def merge(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    target = queries.get_topic(move.target_id) if move.target_id else None
    if target is None or target.id == matter.topic.id or not _takes_in(actor, matter.topic, target):
        raise InvalidError("请选择一个正在办理、同一范围的议题", code="bad_target")
    return Effect({"target_id": target.id}, {"target": target.id})


def _takes_in(actor: Actor, topic: Topic, target: Topic) -> bool:
    """Under way, seen by the gatekeeper, and open to everybody whom the merged topic concerned."""
    reaches = target.estate_id in (None, topic.estate_id)
    running = target.admitted_at is not None and target.state in CLOCKED
    return reaches and running and sight(actor, target) is Sight.WHOLE


def plan(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    assert move.plan is not None
    role = ROLE_NAMES[actor.duties[0].role]
    host = {"name": actor.name, "place": actor.duties[0].organisation, "role": role}
    return Effect({"plan": forms.plan_of(matter.topic, move.plan, host, moment)})


def open_discussion(_: Actor, matter: Matter, __: Move, ___: datetime) -> Effect:
    assert matter.topic.plan is not None
    return Effect(evidence={"plan_hash": hashlib.sha256(chain.canonical(matter.topic.plan)).hexdigest()})


def summarise(_: Actor, __: Matter, move: Move, ___: datetime) -> Effect:
    return Effect({"summary": move.summary})


def route(_: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    assert move.ballot is not None
    return Effect({"proposal": forms.proposal_of(matter.topic, move.ballot)})


def open_ballot(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """Gate ③ may fix question and route; from here on nobody can."""
    topic = matter.topic
    proposal = forms.proposal_of(topic, move.ballot) if move.ballot else topic.proposal
    assert proposal is not None
    poll = polls.open_poll(actor, forms.terms_of(topic, proposal, moment))
    evidence = {
        "poll": poll.id,
        "ballot_hash": poll.terms_hash.hex(),
        "electorate_hash": poll.roll_root.hex(),
    }
    return Effect({"poll_id": poll.id, "proposal": proposal}, evidence, poll.closes_at)


def certify(actor: Actor, matter: Matter, _: Move, __: datetime) -> Effect:
    assert matter.topic.poll_id is not None
    poll = ballots.lock_poll(matter.topic.poll_id)
    assert poll is not None
    assert poll.counted is not None
    polls.certify(actor, poll)
    return Effect(evidence={"poll": poll.id, **poll.counted})


def record(actor: Actor, matter: Matter, move: Move, to_state: str) -> None:
    """The audit entry of a person's step."""
    detail = {"from_state": matter.topic.state.value, "to_state": to_state, "reason_code": move.reason_code}
    audit.record(actor, f"topic.{move.verb}", matter.topic.id, **detail)


EFFECTS: Mapping[Verb, Callable[[Actor, Matter, Move, datetime], Effect]] = {
    Verb.SUBMIT: submit,
    Verb.REVISE: revise,
    Verb.BOUNCE: bounce,
    Verb.ADMIT: admit,
    Verb.RETURN: send_back,
    Verb.MERGE: merge,
    Verb.PLAN: plan,
    Verb.OPEN_DISCUSSION: open_discussion,
    Verb.SUMMARISE: summarise,
    Verb.ROUTE: route,
    Verb.OPEN_BALLOT: open_ballot,
    Verb.CERTIFY: certify,
    Verb.CERTIFY_NOT_PASSED: certify,
    Verb.CERTIFY_NO_QUORUM: certify,
}
