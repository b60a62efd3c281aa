"""居民主持人: the party organisation names a resident to host one topic, or takes that back; he may decline.

He leads this one discussion – plan, meetings, order, minutes, the way to decide – and holds no gate.
"""

from typing import Any

from server.core import audit, database, outbox
from server.core.access import Actor, Permission, denial, enforce
from server.deliberation import host_queries, queries, service
from server.deliberation.events import HostMoved
from server.deliberation.host_models import Ending, HostNaming, HostVerb
from server.deliberation.models import Topic, TopicState
from server.deliberation.policy import Matter
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, InvalidError

#: From its admission until the way to decide lies at gate ③.
LED = (
    TopicState.ADMITTED,
    TopicState.GATE2_PENDING,
    TopicState.DISCUSSING,
    TopicState.PAUSED,
    TopicState.SUMMARISED,
)
NOT_LED = "立题以后、提出决定方式以前才能指定主持人"
BAD_HOST = "请从名单中选择：议题范围内的成年住户，提出人、已回避的人和您自己除外"


def verbs(actor: Actor, matter: Matter) -> list[str]:
    """What the caller may do about the host now."""
    topic = matter.topic
    if topic.host_id is None and topic.state not in LED:
        return []
    found = [HostVerb.DECLINE] if topic.host_id == actor.person_id else []
    if denial(actor, Permission.TOPIC_GATE, matter) is None:
        found.append(HostVerb.DISMISS if topic.host_id is not None else HostVerb.NAME)
    return [one.value for one in found]


def name(actor: Actor, topic_id: int, form: dict[str, Any]) -> Topic:
    """`form`: membership_id, tag, reason. InvalidError `bad_host`; ConflictError `not_led`, `has_host`."""
    matter = _locked(actor, topic_id)
    topic = matter.topic
    if topic.state not in LED:
        raise ConflictError(NOT_LED, code="not_led", state=topic.state)
    if topic.host_id is not None:
        raise ConflictError(f"已经由{topic.host_name}主持，换人请先收回", code="has_host")
    chosen = host_queries.candidate(topic, form["membership_id"], actor.person_id)
    if chosen is None:
        raise InvalidError(BAD_HOST, code="bad_host")
    row = HostNaming(
        topic_id=topic.id, person_id=chosen.person_id, name=chosen.display_name, tag=form["tag"] or None,
        named_by=actor.person_id, named_by_name=actor.name, reason=form["reason"],
    )  # fmt: skip
    db.session.add(row)
    topic.host_id, topic.host_name, topic.host_tag = row.person_id, row.name, row.tag
    return _said(actor, topic, row, HostVerb.NAME)


def dismiss(actor: Actor, topic_id: int, reason: str) -> Topic:
    """The party organisation takes it back. ConflictError `no_host`."""
    matter = _locked(actor, topic_id)
    if matter.topic.host_id is None:
        raise ConflictError("这个议题没有居民主持人，请刷新后再看", code="no_host")
    return _end(actor, matter.topic, Ending.DISMISSED, reason)


def decline(actor: Actor, topic_id: int, reason: str) -> Topic:
    """Who was named would rather not, or no longer. ForbiddenError for anybody else."""
    topic = queries.lock_matter(topic_id).topic
    if topic.host_id != actor.person_id:
        raise ForbiddenError("只有被指定的主持人可以辞去")
    return _end(actor, topic, Ending.DECLINED, reason)


def _locked(actor: Actor, topic_id: int) -> Matter:
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.TOPIC_GATE, matter)
    return matter


def _end(actor: Actor, topic: Topic, ending: Ending, reason: str) -> Topic:
    row = host_queries.live(topic.id)
    with db.session.no_autoflush:
        row.ending, row.ended_by, row.end_reason, row.ended_at = (
            ending,
            actor.person_id,
            reason,
            database.now(),
        )
        topic.host_id = topic.host_name = topic.host_tag = None
    return _said(actor, topic, row, HostVerb.DISMISS if ending is Ending.DISMISSED else HostVerb.DECLINE)


def _said(actor: Actor, topic: Topic, row: HostNaming, verb: HostVerb) -> Topic:
    db.session.flush()
    audit.record(actor, f"topic.host_{verb}", topic.id, naming=row.id)
    outbox.emit(HostMoved(topic.id, row.id, verb.value))
    service.touch(topic, actor)
    return topic


def shown(row: HostNaming) -> dict[str, Any]:
    """A naming as everybody may read it on the topic's record."""
    return {
        "name": row.name,
        "tag": row.tag,
        "by": row.named_by_name,
        "reason": row.reason,
        "at": row.named_at,
        "ending": row.ending,
        "end_reason": row.end_reason,
        "ended_at": row.ended_at,
    }
