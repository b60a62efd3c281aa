"""Effects on the way to the agenda: submitting, the first gate, merging."""

from datetime import datetime

from server.core import authors, outbox
from server.core.access import Actor
from server.deliberation import mending, merging, petitions, similar, texts
from server.deliberation.effects import Effect, Effects
from server.deliberation.events import MergedAsks, TextSubmitted
from server.deliberation.forms import Move
from server.deliberation.models import Stake, TextCheck
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb
from server.kit.errors import ConflictError, InvalidError


def submit(_: Actor, matter: Matter, __: Move, moment: datetime) -> Effect:
    topic = matter.topic
    similar.index(topic)
    outbox.emit(TextSubmitted(topic.id, topic.text_version))
    return Effect({"submitted_at": moment, "text_check": TextCheck.CHECKING})


def revise(actor: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    """What the move leaves out stays as it is; scope and stake are no part of the text that is signed."""
    assert move.title is not None
    assert move.body is not None
    topic = matter.topic
    photos = topic.photos if move.photos is None else mending.photos(actor, topic, move.photos)
    estate_id = mending.scope(actor, topic, move.scope["estate_id"]) if move.scope else topic.estate_id
    texts.revise(topic, title=move.title, body=move.body, photos=photos)
    return Effect({"estate_id": estate_id, "stake": Stake(move.stake) if move.stake else topic.stake})


def bounce(_: Actor, __: Matter, ___: Move, ____: datetime) -> Effect:
    return Effect({"text_check": TextCheck.NONE})


def admit(_: Actor, __: Matter, ___: Move, moment: datetime) -> Effect:
    return Effect({"admitted_at": moment})


def send_back(_: Actor, matter: Matter, __: Move, ___: datetime) -> Effect:
    return Effect({"returns": matter.topic.returns + 1})


def merge(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    petitions.refuse_expediency(matter.topic, move.verb, None)
    assert move.target_id is not None
    target = next(iter(merging.targets(actor, matter.topic, only=move.target_id)), None)
    if target is None:
        raise InvalidError("请选择一个已经立题、还没有开始协商、同一范围的议题", code="bad_target")
    # Support belongs to people: each household is asked anew, none is counted over.
    outbox.emit(MergedAsks(matter.topic.id, target.id))
    return Effect({"target_id": target.id}, {"target": target.id})


def adopt(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """Who takes it over is its author from now on; the step says from whom and when.

    Its words may have changed, or been found bad, before they were withdrawn: they are checked again.
    """
    outbox.emit(TextSubmitted(matter.topic.id, matter.topic.text_version))
    return Effect({**adopt_admitted(actor, matter, move, moment).columns, "text_check": TextCheck.CHECKING})


def adopt_admitted(actor: Actor, matter: Matter, _: Move, __: datetime) -> Effect:
    if matter.topic.host_id == actor.person_id:
        raise ConflictError("您是这个议题的主持人，提出人不能兼任，请先辞去主持再接手", code="hosts_it")
    return Effect({**authors.stamp(actor, estate_id=matter.topic.estate_id), "filed_by": None})


EFFECTS: Effects = {
    Verb.SUBMIT: submit,
    Verb.CALL: submit,
    Verb.REVISE: revise,
    Verb.BOUNCE: bounce,
    Verb.ADMIT: admit,
    Verb.RETURN: send_back,
    Verb.MERGE: merge,
    Verb.ADOPT: adopt,
    Verb.ADOPT_ADMITTED: adopt_admitted,
}
