"""SELECTs on recusals, namings, second signatures and appeals."""

from collections.abc import Sequence

from sqlalchemy import select

from server.deliberation.keeper_models import (
    Appeal,
    AppealState,
    Countersign,
    CountersignState,
    Naming,
    Recusal,
)
from server.extensions import db
from server.kit.db import db_now


def open_countersign(topic_id: int) -> Countersign | None:
    """The refusal that waits for its second hand."""
    return db.session.scalar(
        select(Countersign).where(
            Countersign.topic_id == topic_id, Countersign.state == CountersignState.OPEN
        )
    )


def appeal_of(topic_id: int) -> Appeal | None:
    return db.session.scalar(select(Appeal).where(Appeal.topic_id == topic_id))


def overdue_appeals() -> Sequence[Appeal]:
    """Appeals that the 街镇 did not answer in time, not told of yet; locked."""
    return db.session.scalars(
        select(Appeal)
        .where(Appeal.state == AppealState.OPEN, Appeal.due_at < db_now(), Appeal.overdue_told_at.is_(None))
        .with_for_update(skip_locked=True)
    ).all()


def recusals(topic_id: int) -> Sequence[Recusal]:
    return db.session.scalars(select(Recusal).where(Recusal.topic_id == topic_id).order_by(Recusal.at)).all()


def namings(topic_id: int) -> Sequence[Naming]:
    return db.session.scalars(select(Naming).where(Naming.topic_id == topic_id).order_by(Naming.at)).all()
