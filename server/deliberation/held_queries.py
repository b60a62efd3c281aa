"""Words of a discussion that wait for a moderator: only those on the ground that is his to judge.

`ground` (boards.policy.ground): the estates his offices reach; None: the whole community.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, select

from server.deliberation.discussion_models import Amendment, AmendmentState, Objection, ObjectionState
from server.deliberation.models import CommentState, Topic, TopicComment
from server.extensions import db

Ground = frozenset[int] | None
#: So many of one sort on a page that has no next one.
MOST = 50


def on_ground(asked: Select[Any], model: Any, ground: Ground) -> Select[Any]:
    """`asked`, narrowed to words said on topics of these estates; `model` has a topic_id."""
    if ground is None:
        return asked
    its_topic = and_(Topic.community_id == model.community_id, Topic.id == model.topic_id)
    return asked.join(Topic, its_topic).where(Topic.estate_id.in_(sorted(ground)))


def comments(ground: Ground, after: int | None, limit: int) -> Sequence[TopicComment]:
    """Oldest first, one more than `limit`."""
    asked = select(TopicComment).where(TopicComment.state == CommentState.HELD)
    asked = on_ground(asked.order_by(TopicComment.id).limit(limit + 1), TopicComment, ground)
    return db.session.scalars(asked.where(TopicComment.id > after) if after else asked).all()


def amendments(ground: Ground) -> Sequence[Amendment]:
    asked = select(Amendment).where(Amendment.state == AmendmentState.HELD)
    return db.session.scalars(on_ground(asked.order_by(Amendment.id).limit(MOST), Amendment, ground)).all()


def objections(ground: Ground) -> Sequence[Objection]:
    asked = select(Objection).where(Objection.state == ObjectionState.HELD)
    return db.session.scalars(on_ground(asked.order_by(Objection.at).limit(MOST), Objection, ground)).all()


def count(ground: Ground, most: int) -> int:
    """How many wait, counted up to `most` comments and MOST of each other sort."""
    return len(comments(ground, None, most)) + len(amendments(ground)) + len(objections(ground))
