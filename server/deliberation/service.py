"""Proposing a topic, and the one function that changes a topic's state."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from server.core import authors, outbox, uploads, versions
from server.core.access import Actor, enforce
from server.deliberation import clocks, effects, forms, gates, queries, texts
from server.deliberation.effects import EFFECTS, NOTHING, Effect
from server.deliberation.events import TopicMoved
from server.deliberation.forms import Move
from server.deliberation.models import Stake, Topic, TopicState, TopicStep
from server.deliberation.policy import Matter
from server.deliberation.workflow import CERTIFYING, WORKFLOW, Facts, Verb, permission_of
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, InvalidError
from server.kit.ids import new_id
from server.kit.rest import stamp
from server.kit.workflow import Step
from server.kit.worktime import today

#: Who steps where no person does: the clock and the content check.
SYSTEM = Actor(person_id=0, community_id=None, roles=frozenset(), name="系统")


def propose(actor: Actor, form: dict[str, Any]) -> Topic:
    """Start a topic as a draft; `form`: title, body, stake, estate_id, photos. Submitting is a step."""
    # Who holds an office proposes in it; his birthday is no matter of this community's roll.
    if not actor.adult and not actor.duties:
        raise ForbiddenError("提议题需年满十八周岁")
    _check_estate(actor, form["estate_id"])
    topic_id = new_id()
    photos = uploads.claim(actor, form["photos"], topic_id)
    topic = Topic(
        id=topic_id,
        estate_id=form["estate_id"],
        title=form["title"],
        body=form["body"],
        photos=photos,
        stake=Stake(form["stake"]),
        text_hash=texts.digest(form["title"], form["body"], photos),
        text_version=1,
        **authors.stamp(actor),
    )
    db.session.add(topic)
    db.session.flush()
    texts.keep(topic)
    touch(topic, actor)
    return topic


def _check_estate(actor: Actor, estate_id: int | None) -> None:
    """A resident proposes for his own estates or the whole community; staff for what they look after."""
    visible = actor.visible_estates
    if estate_id is not None and visible is not None and estate_id not in visible:
        raise InvalidError("只能向自己居住的小区或整个社区提议题", code="not_your_estate")


def advance(actor: Actor, topic_id: int, move: Move) -> Topic:
    """Take one step. ForbiddenError, ConflictError (`already_decided` with the winner's decision),
    GateClosedError at a shut guard, InvalidError when something needed is missing."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, permission_of(move.verb), matter)
    move = _as_counted(matter, move)
    step = _step(matter, move.verb)
    _check_version(matter, move)
    forms.check_needs(move)
    return _take(actor, matter, step, move)


def advance_by_clock(topic_id: int, verb: Verb, reason: str | None = None) -> Topic | None:
    """A step that no person takes. None when the topic has moved on: the message came twice or late."""
    matter = queries.lock_matter(topic_id)
    try:
        step = WORKFLOW.step(verb, matter.topic.state)
    except ConflictError:
        return None
    return _take(SYSTEM, matter, step, Move(verb, reason=reason))


def _as_counted(matter: Matter, move: Move) -> Move:
    """Certifying has one button; which row it is, the count says."""
    if move.verb is Verb.CERTIFY and matter.outcome is not None:
        return replace(move, verb=CERTIFYING[matter.outcome])
    return move


def _step(matter: Matter, verb: Verb) -> Step[TopicState, Facts]:
    try:
        return WORKFLOW.step(verb, matter.topic.state)
    except ConflictError as stranded:
        raise gates.lost_race(matter, verb) or stranded from None


def _check_version(matter: Matter, move: Move) -> None:
    if move.version is not None and move.version != matter.topic.version:
        raise ConflictError(
            "议题刚刚有改动，请看过最新内容再操作", code="stale", version=matter.topic.version
        )


def facts_of(matter: Matter, moment: datetime, *, open_topics: int | None = None) -> Facts:
    """What the guards look at. open_topics: given when the caller has counted them already."""
    topic = matter.topic
    asks = topic.state in (TopicState.DRAFT, TopicState.RETURNED) and open_topics is None
    return Facts(
        text_check=topic.text_check,
        returns=topic.returns,
        open_topics=queries.open_topics(topic.author_id, topic.id) if asks else open_topics or 0,
        today=today(moment),
        ends_on=forms.ends_on(topic),
        outcome=matter.outcome,
    )


def _take(actor: Actor, matter: Matter, step: Step[TopicState, Facts], move: Move) -> Topic:
    topic, moment = matter.topic, queries.now()
    target = step.leave(topic.state, facts_of(matter, moment))
    effect = EFFECTS[move.verb](actor, matter, move, moment) if move.verb in EFFECTS else NOTHING
    if move.verb in gates.ACTS:
        gates.decide(actor, matter, move, effect.evidence, moment)
    if actor is not SYSTEM:
        effects.record(actor, matter, move, target)
    came_from = topic.state
    db.session.add(_step_row(actor, topic, move, target))
    _enter(topic, target, effect, moment)
    db.session.flush()
    outbox.emit(TopicMoved(topic.id, move.verb, came_from, target))
    touch(topic, actor)
    return topic


def _step_row(actor: Actor, topic: Topic, move: Move, target: TopicState) -> TopicStep:
    return TopicStep(
        topic_id=topic.id,
        move=topic.moves,
        person_id=None if actor is SYSTEM else actor.person_id,
        by=actor.name,
        verb=move.verb,
        from_state=topic.state,
        to_state=target,
        reason=move.reason,
    )


def _enter(topic: Topic, target: TopicState, effect: Effect, moment: datetime) -> None:
    """State, clock and what belongs to them change together, in one UPDATE."""
    with db.session.no_autoflush:
        for name, value in effect.columns.items():
            setattr(topic, name, value)
        topic.state, topic.state_at, topic.moves = target, moment, topic.moves + 1
        topic.overdue_told_at = None
        topic.due_at = clocks.due(target, moment, ends_on=forms.ends_on(topic), closes_at=effect.closes_at)
        topic.milestones = {target.value: stamp(moment), **topic.milestones}


def touch(topic: Topic, actor: Actor | None = None) -> None:
    """What was cached of this topic, of the hall, of its author's and the actor's own is made anew."""
    community_id = topic.community_id
    people = {topic.author_id} | ({actor.person_id} if actor else set())
    versions.touch(
        versions.key("topics", community_id),
        versions.key("topic", community_id, topic.id),
        *(versions.own_key(community_id, person_id) for person_id in people),
    )
