"""Taking part in a discussion: one stance a person, and comments. No matter of the gates."""

from typing import Any

from sqlalchemy import update

from server.core import audit, authors, database, outbox, uploads, versions
from server.core.access import Actor, Permission, enforce
from server.core.safety import Suggest
from server.deliberation import plans, policy, queries, service
from server.deliberation.events import CommentJudged, CommentWritten
from server.deliberation.models import (
    CommentState,
    Stance,
    StanceKind,
    Topic,
    TopicComment,
)
from server.extensions import db
from server.kit.errors import ConflictError, InvalidError
from server.kit.ids import new_id
from server.kit.worktime import today

_COUNTER = {
    StanceKind.FOR: "stance_for",
    StanceKind.AGAINST: "stance_against",
    StanceKind.NEUTRAL: "stance_neutral",
}


def take_stance(actor: Actor, topic_id: int, kind: StanceKind) -> Topic:
    """Say where one stands, or change it while the discussion runs. The counters move with it, exactly."""
    # The topic's row is locked: two stances at once count one after the other.
    topic = discussed(actor, topic_id, Permission.TOPIC_DISCUSS)
    held = queries.stance_of(topic_id, actor.person_id)
    if held is None:
        db.session.add(Stance(topic_id=topic_id, person_id=actor.person_id, stance=kind))
        _count(topic_id, {kind: 1})
    elif held.stance is not kind:
        _count(topic_id, {held.stance: -1, kind: 1})
        held.stance, held.at = kind, database.now()
    service.touch(topic, actor)
    return topic


def comment(actor: Actor, topic_id: int, form: dict[str, Any]) -> TopicComment:
    """Say something; `form`: body, photos, reply_to. Seen by its author alone until the check passed it."""
    topic = discussed(actor, topic_id, Permission.TOPIC_COMMENT)
    comment_id = new_id()
    row = TopicComment(
        id=comment_id,
        topic_id=topic_id,
        body=form["body"],
        photos=uploads.claim(actor, form["photos"], comment_id),
        reply_to=_answered(topic_id, form["reply_to"]),
        state=CommentState.CHECKING,
        **authors.stamp(actor, estate_id=topic.estate_id),
    )
    db.session.add(row)
    db.session.flush()
    outbox.emit(CommentWritten(comment_id))
    versions.touch(versions.own_key(topic.community_id, actor.person_id))
    return row


def _answered(topic_id: int, reply_to: int | None) -> int | None:
    if reply_to is None:
        return None
    found = queries.get_comment(reply_to)
    if found is None or found.topic_id != topic_id or found.state is not CommentState.PUBLISHED:
        raise InvalidError("您要回复的发言已经看不到了", code="bad_reply")
    return reply_to


def discussed(actor: Actor, topic_id: int, permission: Permission) -> Topic:
    """The topic, locked, if it is being discussed now by people like the actor."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, permission, matter)
    if reason := plans.not_running(matter.topic, today(database.now())):
        raise ConflictError(reason, code="not_discussing", state=matter.topic.state)
    return matter.topic


def _count(topic_id: int, change: dict[StanceKind, int]) -> None:
    values = {_COUNTER[kind]: getattr(Topic, _COUNTER[kind]) + by for kind, by in change.items()}
    db.session.execute(update(Topic).where(Topic.id == topic_id).values(**values))


#: What each verdict of the content check makes of a comment.
_JUDGED = {
    Suggest.PASS: CommentState.PUBLISHED,
    Suggest.REVIEW: CommentState.HELD,
    Suggest.DOWN: CommentState.HELD,
    Suggest.RISKY: CommentState.REFUSED,
}


def apply_verdict(comment_id: int, suggest: Suggest, note: str) -> None:
    """What the check said, once: a comment that somebody has judged meanwhile stays as it is."""
    row = queries.lock_comment(comment_id)
    if row is None or row.state is not CommentState.CHECKING:
        return
    _settle(row, _JUDGED[suggest], note)


def moderate(actor: Actor, comment_id: int, verb: str, reason: str) -> TopicComment:
    """A moderator's act on a comment, with a reason that its author reads."""
    row = queries.lock_comment(comment_id)
    assert row is not None
    policy.check_judge(actor, queries.get_topic(row.topic_id), row.author_id)
    sources, target = policy.MODERATION[verb]
    if row.state not in sources:
        raise ConflictError("这条发言已经处理过了，请刷新后再看", state=row.state)
    _settle(row, target, reason)
    audit.record(actor, f"topic_comment.{verb}", row.id, topic=row.topic_id)
    return row


def _settle(row: TopicComment, state: CommentState, note: str) -> None:
    was, row.state, row.note = row.state, state, note[:120]
    change = (state is CommentState.PUBLISHED) - (was is CommentState.PUBLISHED)
    if change:
        db.session.execute(
            update(Topic).where(Topic.id == row.topic_id).values(comments_count=Topic.comments_count + change)
        )
        versions.touch(
            versions.key("topics", row.community_id), versions.key("topic", row.community_id, row.topic_id)
        )
    versions.touch(versions.own_key(row.community_id, row.author_id))
    outbox.emit(CommentJudged(row.topic_id, row.id, new_id(), state))
