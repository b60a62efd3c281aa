"""What waits for an officer at the gates: his own gates, and refusals that wait for a second hand."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, and_, exists, false, or_, select, tuple_

from server.core.access import Actor, Role
from server.deliberation.keeper_models import Countersign, CountersignState, Naming, Recusal
from server.deliberation.models import TextCheck, Topic
from server.deliberation.policy import GATEKEEPERS
from server.deliberation.queries import WAITING, shown
from server.extensions import db
from server.places.models import Estate

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]


def _his_gate(actor: Actor) -> ColumnElement[bool]:
    """Of his office's own unit, or one that the 街镇 named him for; none that he may not hold."""
    duties = [one for one in actor.duties if one.role in GATEKEEPERS and one.community_id is not None]
    standing = [one for one in duties if one.role is not Role.ACTING]
    of_the_community = or_(Topic.estate_id.is_(None), Estate.gates_delegated.is_(False))
    branches = [one.estate_id for one in standing if one.estate_id is not None]
    named = [one.duty_id for one in duties if one.role is Role.ACTING]
    return or_(
        of_the_community if any(one.estate_id is None for one in standing) else false(),
        and_(Estate.gates_delegated.is_(True), Topic.estate_id.in_(branches)),
        exists(Naming.duty_id).where(
            Naming.community_id == Topic.community_id, Naming.topic_id == Topic.id, Naming.duty_id.in_(named)
        ),
    )


def _recused(actor: Actor) -> ColumnElement[bool]:
    return exists(Recusal.person_id).where(
        Recusal.community_id == Topic.community_id,
        Recusal.topic_id == Topic.id,
        Recusal.person_id == actor.person_id,
    )


def _proposed(actor: Actor) -> ColumnElement[bool]:
    """policy.proposers, as SQL."""
    filed = and_(Topic.filed_by.is_not(None), Topic.filed_by == actor.person_id)
    return or_(Topic.author_id == actor.person_id, filed)


def inbox(actor: Actor, after: int | None, limit: int) -> Rows:
    """Rows of `shown` that wait for this gatekeeper, the most urgent first, one more than `limit`."""
    asked = (
        shown()
        .where(WAITING, Topic.text_check != TextCheck.CHECKING)
        .where(~_proposed(actor), ~_recused(actor), _his_gate(actor))
        .order_by(Topic.due_at, Topic.id)
        .limit(limit + 1)
    )
    if after:
        mark = select(Topic.due_at).where(Topic.id == after).scalar_subquery()
        asked = asked.where(tuple_(Topic.due_at, Topic.id) > tuple_(mark, after))
    return db.session.execute(asked).all()


def unsigned(actor: Actor) -> Rows:
    """(refusal, topic) that wait for a second hand which may be this actor's, the oldest first."""
    on = and_(Topic.community_id == Countersign.community_id, Topic.id == Countersign.topic_id)
    asked = (
        select(Countersign, Topic)
        .join(Topic, on)
        .where(Countersign.state == CountersignState.OPEN, Countersign.first_by != actor.person_id)
        .where(~_proposed(actor), ~_recused(actor))
        .order_by(Topic.due_at, Topic.id)
        .limit(50)
    )
    visible = actor.visible_estates
    if visible is not None:
        asked = asked.where(or_(Topic.estate_id.is_(None), Topic.estate_id.in_(visible)))
    return db.session.execute(asked).all()
