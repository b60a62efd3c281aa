"""Proposing a topic, and the one function that changes a topic's state."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from server.core import authors, database, outbox, settings, uploads, versions
from server.core.access import Actor
from server.deliberation import (
    agenda_effects,
    challenge_effects,
    clocks,
    decision_effects,
    discussion_effects,
    effects,
    facts,
    forms,
    gates,
    grounds,
    keeper_effects,
    keepers,
    kept_rules,
    mending,
    plans,
    queries,
    sources,
    texts,
    trespass,
)
from server.deliberation.clocks import Ends
from server.deliberation.covenants import effects as covenant_effects
from server.deliberation.covenants.guards import handed_in
from server.deliberation.effects import NOTHING, Effect, Effects
from server.deliberation.events import TopicMoved
from server.deliberation.forms import Move
from server.deliberation.guards import Facts
from server.deliberation.models import Stake, Topic, TopicState, TopicStep
from server.deliberation.policy import Matter
from server.deliberation.projects import effects as project_effects
from server.deliberation.workflow import WORKFLOW, Verb, row_of
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError
from server.kit.ids import new_id
from server.kit.rest import stamp
from server.kit.workflow import Step

EFFECTS: Effects = {
    **agenda_effects.EFFECTS,
    **keeper_effects.EFFECTS,
    **discussion_effects.EFFECTS,
    **decision_effects.EFFECTS,
    **challenge_effects.EFFECTS,
    **project_effects.EFFECTS,
    **covenant_effects.EFFECTS,
}
#: Who steps where no person does: the clock and the content check.
SYSTEM = Actor(person_id=0, community_id=None, roles=frozenset(), name="系统")


def propose(actor: Actor, form: dict[str, Any]) -> Topic:
    """Start a topic as a draft; `form`: title, body, stake, estate_id, photos, source_post_id.

    Submitting is a step.
    """
    # Who holds an office proposes in it; his birthday is no matter of this community's roll.
    if not actor.adult and not actor.offices:
        raise ForbiddenError("提议题需年满十八周岁")
    mending.check_estate(actor, form["estate_id"])
    topic_id = new_id()
    photos = uploads.claim(actor, form["photos"], topic_id)
    topic = Topic(
        id=topic_id,
        estate_id=form["estate_id"],
        source_post_id=sources.checked(actor, form.get("source_post_id"), form["estate_id"]),
        title=form["title"],
        body=form["body"],
        photos=photos,
        stake=Stake(form["stake"]),
        text_hash=texts.digest(form["title"], form["body"], photos),
        text_version=1,
        filed_by=authors.filer(actor),
        **authors.stamp(actor, estate_id=form["estate_id"]),
    )
    db.session.add(topic)
    db.session.flush()
    texts.keep(topic)
    touch(topic, actor)
    return topic


def advance(actor: Actor, topic_id: int, move: Move) -> Topic:
    """Take one step. ForbiddenError, ConflictError (`already_decided` with the winner's decision),
    GateClosedError at a shut guard, InvalidError when something needed is missing."""
    matter, moment = queries.lock_matter(topic_id), database.now()
    trespass.enforce(actor, move.verb, matter)
    known = facts.of(actor, matter, moment)
    move = replace(move, verb=row_of(move.verb, matter.topic.state, known))
    step = _step(matter, move.verb, known)
    _check_version(matter, move)
    forms.check_needs(move)
    grounds.check(move)
    with trespass.noted(actor, move.verb, matter, known):
        return _take(actor, matter, step, move, known)


def advance_by_clock(topic_id: int, verb: Verb, reason: str | None = None) -> Topic | None:
    """A step that no person takes. None when the topic has moved on: the message came twice or late."""
    matter = queries.lock_matter(topic_id)
    known = facts.of(SYSTEM, matter, database.now())
    try:
        step = WORKFLOW.step(verb, matter.topic.state)
    except ConflictError:
        return None
    if step.shut(known):
        return None
    return _take(SYSTEM, matter, step, Move(verb, reason=reason), known)


def _step(matter: Matter, verb: Verb, known: Facts) -> Step[TopicState, Facts]:
    try:
        step = WORKFLOW.step(verb, matter.topic.state)
    except ConflictError as stranded:
        raise gates.lost_race(matter, verb) or stranded from None
    # A covenant's draft that was sent back is in the same state, and at the gate no more.
    sent_back = handed_in in step.guards and handed_in(known) is not None
    if sent_back and (lost := gates.lost_race(matter, verb)):
        raise lost
    return step


def _check_version(matter: Matter, move: Move) -> None:
    if move.version is not None and move.version != matter.topic.version:
        raise ConflictError(
            "议题刚刚有改动，请看过最新内容再操作", code="stale", version=matter.topic.version
        )


def _take(actor: Actor, matter: Matter, step: Step[TopicState, Facts], move: Move, known: Facts) -> Topic:
    topic, moment = matter.topic, database.now()
    target = step.leave(topic.state, known)
    effect = EFFECTS[move.verb](actor, matter, move, moment) if move.verb in EFFECTS else NOTHING
    if move.verb in gates.ACTS:
        gates.decide(actor, matter, move, effect, moment)
    if actor is not SYSTEM:
        effects.record(actor, matter, move, target)
    came_from = topic.state
    db.session.add(_step_row(actor, topic, move, target))
    _enter(topic, target, effect, moment)
    db.session.flush()
    if came_from is not target or effect.restart:
        keepers.tell_if_missing(matter)
    outbox.emit(TopicMoved(topic.id, move.verb, came_from, target))
    touch(topic, actor)
    return topic


def _step_row(actor: Actor, topic: Topic, move: Move, target: TopicState) -> TopicStep:
    return TopicStep(
        topic_id=topic.id,
        move=topic.moves,
        person_id=None if actor is SYSTEM else actor.hand.person_id,
        by=actor.hand.name,
        verb=move.verb,
        from_state=topic.state,
        to_state=target,
        reason=move.reason,
    )


def _enter(topic: Topic, target: TopicState, effect: Effect, moment: datetime) -> None:
    """State, clock and what belongs to them change together, in one UPDATE."""
    stays = topic.state is target and not effect.restart
    with db.session.no_autoflush:
        for name, value in effect.columns.items():
            setattr(topic, name, value)
        topic.moves += 1
        if not stays:
            _begin(topic, target, effect.ends, moment)


def _begin(topic: Topic, target: TopicState, ends: Ends | None, moment: datetime) -> None:
    """A new visit of a state: its day, its deadline, its notice."""
    rules = settings.values()
    ends = replace(
        ends or Ends(), ends_on=plans.days_of(topic)[1], consensus=topic.route == "A", at_gate=topic.at_gate
    )
    topic.state, topic.state_at = target, moment
    topic.overdue_told_at = topic.reminded_at = None
    topic.due_at = clocks.due(target, moment, rules, ends)
    topic.rules = kept_rules.on_entering(topic, target, rules)
    topic.public_until = clocks.notice_until(target, moment, rules, ends) or topic.public_until
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
