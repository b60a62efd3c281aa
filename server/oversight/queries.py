"""SELECTs on orders, and on who answers for a unit."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select, true

from server.core.access import Actor, Permission, Role
from server.deliberation.keeper_models import Naming
from server.deliberation.models import Topic
from server.extensions import db
from server.identity.models import DutyRecord
from server.kit.db import db_now, unended
from server.oversight import policy
from server.oversight.models import Addressee, OrderKind, OrderState, OrderStep, SupervisionOrder
from server.places.models import Estate

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]
_ON = (SupervisionOrder.community_id == Topic.community_id) & (SupervisionOrder.topic_id == Topic.id)
_AT = (SupervisionOrder.community_id == Estate.community_id) & (SupervisionOrder.estate_id == Estate.id)


def get_order(order_id: int) -> SupervisionOrder | None:
    return db.session.scalar(select(SupervisionOrder).where(SupervisionOrder.id == order_id))


def lock_order(order_id: int) -> SupervisionOrder:
    return db.session.scalars(
        select(SupervisionOrder)
        .where(SupervisionOrder.id == order_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def named_for(topic_id: int | None) -> Sequence[int]:
    """The duties that the 街镇 named to hold this topic's gates."""
    return db.session.scalars(select(Naming.duty_id).where(Naming.topic_id == topic_id)).all()


def stand_ins(topic_id: int | None) -> Sequence[int]:
    """The persons who hold those duties today."""
    held = unended(DutyRecord.ends_at)
    asked = select(DutyRecord.person_id).where(DutyRecord.id.in_(named_for(topic_id)), held)
    return db.session.scalars(asked).all()


def issued(source: str) -> bool:
    asked = select(SupervisionOrder.id).where(SupervisionOrder.source == source)
    return db.session.scalar(asked.limit(1)) is not None


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(SupervisionOrder, Topic.title, Topic.state, Estate.name, Topic.named)
        .outerjoin(Topic, _ON)
        .outerjoin(Estate, _AT)
    )


def row_of(order_id: int) -> Any:
    """(order, topic's title, topic's state, estate's name, duties named for the topic)."""
    return db.session.execute(_rows().where(SupervisionOrder.id == order_id)).one()


def _seen(actor: Actor) -> ColumnElement[bool]:
    """policy.sees, as SQL."""
    reach = {duty.estate_id for duty in policy.stands(actor, Permission.ORDER_READ)}
    named = exists(Naming.duty_id).where(
        Naming.community_id == SupervisionOrder.community_id,
        Naming.topic_id == SupervisionOrder.topic_id,
        Naming.duty_id.in_([duty.duty_id for duty in actor.duties]),
    )
    return true() if None in reach else or_(SupervisionOrder.estate_id.in_(reach), named)


def page(actor: Actor, state: str, after: int | None, limit: int) -> Rows:
    """The same, newest first, one more than `limit`. `state`: open (not closed yet), closed or all."""
    asked = _rows().where(_seen(actor)).order_by(SupervisionOrder.id.desc()).limit(limit + 1)
    if state != "all":
        closed = SupervisionOrder.state == OrderState.CLOSED
        asked = asked.where(closed if state == "closed" else ~closed)
    return db.session.execute(asked.where(SupervisionOrder.id < after) if after else asked).all()


def steps(order_ids: Sequence[int]) -> Sequence[OrderStep]:
    return db.session.scalars(
        select(OrderStep).where(OrderStep.order_id.in_(order_ids)).order_by(OrderStep.order_id, OrderStep.seq)
    ).all()


def last_step(order_id: int) -> int:
    return db.session.scalar(select(func.max(OrderStep.seq)).where(OrderStep.order_id == order_id)) or 0


def live_on(topic_id: int, kind: str) -> Sequence[int]:
    """Orders of this kind on the topic that are not closed."""
    return db.session.scalars(
        select(SupervisionOrder.id).where(
            SupervisionOrder.topic_id == topic_id,
            SupervisionOrder.kind == kind,
            SupervisionOrder.state != OrderState.CLOSED,
        )
    ).all()


def overdue() -> Sequence[SupervisionOrder]:
    """Orders not answered in time, not told of yet; locked."""
    late = (SupervisionOrder.state == OrderState.OPEN, SupervisionOrder.due_at < db_now())
    return db.session.scalars(
        select(SupervisionOrder)
        .where(*late, SupervisionOrder.overdue_told_at.is_(None))
        .with_for_update(skip_locked=True)
    ).all()


def waiting_for(actor: Actor, most: int = 20) -> Rows:
    """Orders that this actor has to answer: his unit's, or the 街镇's own."""
    wanted = Addressee.STREET if Role.SUPERVISOR in actor.roles else Addressee.GATE
    asked = _rows().where(SupervisionOrder.state == OrderState.OPEN, SupervisionOrder.addressed_to == wanted)
    if not actor.roles & {*policy.KEEPERS, Role.SUPERVISOR}:
        asked = asked.where(SupervisionOrder.kind != OrderKind.GATE_OVERDUE)
    asked = asked.where(_seen(actor))
    return db.session.execute(asked.order_by(SupervisionOrder.due_at).limit(most)).all()


def supervisors_of(region: str) -> Sequence[int]:
    """Persons who hold 督查权 over this 区划 code."""
    above = [region[:6] + "0" * 6, region[:9] + "0" * 3, region]
    return _holders(DutyRecord.region_code.in_(above), (Role.SUPERVISOR,))


def officers_of(community_id: int, estate_id: int | None) -> Sequence[int]:
    """Who answers for a unit: its secretaries and deputies, and the committee."""
    here = (DutyRecord.community_id == community_id) & or_(
        DutyRecord.estate_id.is_(None) if estate_id is None else DutyRecord.estate_id == estate_id
    )
    return _holders(here, (Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE))


def _holders(where: Any, roles: tuple[Role, ...]) -> Sequence[int]:
    held = unended(DutyRecord.ends_at)
    asked = select(DutyRecord.person_id).distinct().where(where, held, DutyRecord.role.in_(roles))
    return db.session.scalars(asked.order_by(DutyRecord.person_id)).all()
