"""What the topic page asks of a discussion's parts: columns, by statements that are kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, or_, select

from server.boards.models import Post
from server.boards.models import State as PostState
from server.core.access import Actor
from server.core.database import rows
from server.deliberation.agenda_models import Second
from server.deliberation.discussion_models import (
    Amendment,
    AmendmentState,
    Meeting,
    Objection,
    ObjectionState,
    Paper,
    PaperKind,
)
from server.kit.db import among

#: More would be no page any more; the rest is in the lists of their own.
MOST = 50
_TOPIC: Any = bindparam("topic")
AMENDMENTS_SEEN = (
    AmendmentState.OPEN, AmendmentState.ACCEPTED, AmendmentState.REJECTED, AmendmentState.OVERTAKEN,
)  # fmt: skip
#: Whose words everybody reads.
OBJECTIONS_SEEN = (ObjectionState.OPEN, ObjectionState.ANSWERED)
_SUMMARIES = (
    select(Paper.version, Paper.name, Paper.at)
    .where(Paper.topic_id == _TOPIC, Paper.kind == PaperKind.SUMMARY)
    .order_by(Paper.version)
)
_MEETINGS = (
    select(*Meeting.__table__.columns)
    .where(Meeting.topic_id == _TOPIC)
    .order_by(Meeting.starts_at, Meeting.id)
)
_AMENDMENT = tuple(Amendment.__table__.columns)
_AMENDMENTS = (
    select(*_AMENDMENT)
    .where(Amendment.topic_id == _TOPIC, Amendment.state.in_(AMENDMENTS_SEEN))
    .order_by(Amendment.id)
    .limit(MOST)
)
_OBJECTION = tuple(Objection.__table__.columns)
_OBJECTIONS = (
    select(*_OBJECTION)
    .where(Objection.topic_id == _TOPIC, Objection.state != ObjectionState.WITHDRAWN)
    .order_by(Objection.at)
    .limit(MOST)
)
_SOURCE = select(Post.id, Post.title).where(Post.id == bindparam("post"), Post.state == PostState.PUBLISHED)
_SECONDED = select(Second.home_id, Second.person_id).where(
    Second.topic_id == _TOPIC, among(Second.home_id, "homes")
)
#: The caller's own that others do not see.
OWN_AMENDMENTS = (
    Amendment.topic_id == _TOPIC,
    Amendment.author_id == bindparam("person"),
    Amendment.state.not_in(AMENDMENTS_SEEN),
)
_OWN_AMENDMENTS = select(*_AMENDMENT).where(*OWN_AMENDMENTS).order_by(Amendment.id)
_OWN_OBJECTIONS = (
    select(*_OBJECTION)
    .where(
        Objection.topic_id == _TOPIC,
        or_(
            Objection.person_id == bindparam("person"),
            among(Objection.home_id, "homes"),
        ),
    )
    .order_by(Objection.at)
)


def summaries(topic_id: int) -> Sequence[Any]:
    return rows(_SUMMARIES, {"topic": topic_id})


def meetings(topic_id: int) -> Sequence[Any]:
    return rows(_MEETINGS, {"topic": topic_id})


def amendments(topic_id: int) -> Sequence[Any]:
    """Those that everybody sees, the first first."""
    return rows(_AMENDMENTS, {"topic": topic_id})


def objections(topic_id: int) -> Sequence[Any]:
    """Those that stand, of every notice, the first first, whether or not their words are public."""
    return rows(_OBJECTIONS, {"topic": topic_id})


def source(post_id: int) -> Any:
    """id and title of the post a topic grew from, while it is public."""
    found = rows(_SOURCE, {"post": post_id})
    return found[0] if found else None


def seconded(topic_id: int, actor: Actor) -> dict[int, int]:
    """Home → who seconded for it, of the actor's homes."""
    found = rows(_SECONDED, {"topic": topic_id, "homes": list(actor.home_ids)})
    return {row.home_id: row.person_id for row in found}


def own_amendments(topic_id: int, actor: Actor) -> Sequence[Any]:
    """The actor's own that others do not see."""
    return rows(_OWN_AMENDMENTS, {"topic": topic_id, "person": actor.person_id})


def own_objections(topic_id: int, actor: Actor) -> Sequence[Any]:
    """The actor's own and those of his homes, in every state."""
    asked = {"topic": topic_id, "person": actor.person_id, "homes": list(actor.home_ids)}
    return rows(_OWN_OBJECTIONS, asked)
