"""SELECTs of what one person wrote and did in deliberation, for his own copy."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from server.deliberation.agenda_models import Second
from server.deliberation.discussion_models import Amendment, Objection
from server.deliberation.host_models import HostNaming
from server.deliberation.models import Stance, Topic, TopicComment
from server.extensions import db

Rows = Sequence[Row[*tuple[Any, ...]]]


def topics(person_id: int) -> Rows:
    """(id, title, body, photos, author_name, state, created_at, submitted_at)."""
    asked = select(
        Topic.id, Topic.title, Topic.body, Topic.photos, Topic.author_name, Topic.state, Topic.created_at,
        Topic.submitted_at,
    )  # fmt: skip
    return db.session.execute(asked.where(Topic.author_id == person_id).order_by(Topic.id)).all()


def comments(person_id: int) -> Sequence[TopicComment]:
    asked = select(TopicComment).where(TopicComment.author_id == person_id)
    return db.session.scalars(asked.order_by(TopicComment.id)).all()


def stances(person_id: int) -> Sequence[Stance]:
    asked = select(Stance).where(Stance.person_id == person_id)
    return db.session.scalars(asked.order_by(Stance.topic_id)).all()


def seconds(person_id: int) -> Sequence[Second]:
    asked = select(Second).where(Second.person_id == person_id)
    return db.session.scalars(asked.order_by(Second.topic_id)).all()


def amendments(person_id: int) -> Sequence[Amendment]:
    asked = select(Amendment).where(Amendment.author_id == person_id)
    return db.session.scalars(asked.order_by(Amendment.id)).all()


def objections(person_id: int) -> Sequence[Objection]:
    asked = select(Objection).where(Objection.person_id == person_id)
    return db.session.scalars(asked.order_by(Objection.topic_id, Objection.at)).all()


def hostings(person_id: int) -> Sequence[HostNaming]:
    asked = select(HostNaming).where(HostNaming.person_id == person_id)
    return db.session.scalars(asked.order_by(HostNaming.id)).all()
