"""Effects of the discussion: its plan, its opening, its end."""

from datetime import datetime

from server.core import settings
from server.core.access import ROLE_NAMES, Actor
from server.deliberation import forms, papers, policy
from server.deliberation.discussion_models import Meeting, MeetingKind, PaperKind
from server.deliberation.effects import Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.ids import new_id
from server.kit.worktime import today


def plan(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    assert move.plan is not None
    duty = policy.hosting_office(actor, matter.topic)
    assert duty is not None
    host = {"name": actor.name, "place": duty.organisation, "role": ROLE_NAMES[duty.role]}
    kept = forms.plan_of(matter.topic, move.plan, settings.values(), host, moment)
    papers.keep(actor, matter.topic, PaperKind.PLAN, kept)
    return Effect({"plan": kept})


def open_discussion(_: Actor, matter: Matter, __: Move, ___: datetime) -> Effect:
    """The plan is frozen; its meetings are announced."""
    topic = matter.topic
    assert topic.plan is not None
    _announce(topic)
    return Effect(evidence=papers.evidence(topic, PaperKind.PLAN, topic.plan))


def _announce(topic: Topic) -> None:
    """The meetings of the approved plan become rows, each waiting for its minutes."""
    assert topic.plan is not None
    for one in topic.plan.get("meetings", ()):
        starts_at = datetime.fromisoformat(one["starts_at"])
        meeting = Meeting(id=new_id(), topic_id=topic.id, kind=MeetingKind(one["kind"]), starts_at=starts_at)
        meeting.place, meeting.agenda = one["place"], one["agenda"]
        db.session.add(meeting)


def extend(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    assert move.until is not None
    later = forms.extended(matter.topic, move.until, settings.values(), moment)
    papers.keep(actor, matter.topic, PaperKind.PLAN, later)
    return Effect({"plan": later, "extended_on": today(moment)}, restart=True)


def summarise(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    """A new version lies open anew: who objected to the old one may read whether it was heard."""
    assert move.summary is not None
    forms.check_summary(move.summary)
    papers.keep(actor, matter.topic, PaperKind.SUMMARY, move.summary)
    return Effect({"summary": move.summary}, restart=True)


EFFECTS: Effects = {
    Verb.PLAN: plan,
    Verb.OPEN_DISCUSSION: open_discussion,
    Verb.EXTEND_DISCUSSION: extend,
    Verb.SUMMARISE: summarise,
}
