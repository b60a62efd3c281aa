"""Delivers the outbox and runs the clock. Any number may run; SKIP LOCKED keeps them apart."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import func, select, update

from server.core import idempotency, outbox, tenancy, uploads
from server.core.database import transaction
from server.core.feature import External, Feature, Handler
from server.core.outbox import OutboxMessage
from server.extensions import db
from server.kit.db import utc_now

log = structlog.get_logger()
BATCH = 50
GIVE_UP_AFTER = 8
#: community, id, topic, payload
Message = tuple[int, int, str, dict[str, Any]]


def drain(most: int = 1000) -> int:
    """Deliver what is due, until nothing is, `most` are done or the process is to end. Returns how many."""
    done = 0
    while done < most and (batch := _claim()):
        for place, message in enumerate(batch):
            if _stopping():
                _give_back(batch[place:])
                return done
            _deliver(*message)
            done += 1
    return done


def _stopping() -> bool:
    """A thousand messages take longer than anybody waits for a process to end: what is left can wait."""
    stopping: Event = current_app.extensions["stopping"]
    return stopping.is_set()


def _claim() -> list[Message]:
    """Take a batch for half a minute: a worker that dies gives it back by the clock."""
    now = utc_now()
    with tenancy.across_communities(), transaction():
        rows = db.session.execute(
            select(OutboxMessage.community_id, OutboxMessage.id, OutboxMessage.topic, OutboxMessage.payload)
            .where(
                OutboxMessage.done_at.is_(None),
                OutboxMessage.failed_at.is_(None),
                OutboxMessage.due_at <= now,
            )
            .order_by(OutboxMessage.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            _set(row.community_id, row.id, due_at=now + timedelta(seconds=30))
    return [(row.community_id, row.id, row.topic, row.payload) for row in rows]


def _give_back(batch: list[Message]) -> None:
    """What was taken and not begun is due at once for whoever comes next."""
    with tenancy.across_communities(), transaction():
        for community_id, message_id, _, _ in batch:
            _set(community_id, message_id, due_at=utc_now())


def _deliver(community_id: int, message_id: int, topic: str, payload: dict[str, Any]) -> None:
    try:
        with tenancy.in_community(community_id):
            for handler in current_app.extensions["hears"].get(topic, ()):
                _run(handler, payload)
    except Exception as error:  # a handler may fail in any way; the message must survive it
        _put_off(community_id, message_id, topic, error)
        return
    finally:
        db.session.remove()
    with tenancy.across_communities(), transaction():
        _set(community_id, message_id, done_at=utc_now())


def _run(handler: Handler | External, payload: dict[str, Any]) -> None:
    if not isinstance(handler, External):
        with transaction():
            handler(payload)
        return
    with transaction():
        sent = handler.fetch(payload)
    if sent is None:
        return
    came = handler.call(sent)
    with transaction():
        handler.store(payload, came)


def _put_off(community_id: int, message_id: int, topic: str, error: Exception) -> None:
    log.warning("outbox_failed", topic=topic, message=message_id, error=type(error).__name__, exc_info=error)
    with tenancy.across_communities(), transaction():
        attempts = 1 + (
            db.session.scalar(
                select(OutboxMessage.attempts).where(
                    OutboxMessage.community_id == community_id, OutboxMessage.id == message_id
                )
            )
            or 0
        )
        late = utc_now() + timedelta(seconds=min(2**attempts, 900))
        _set(
            community_id,
            message_id,
            attempts=attempts,
            due_at=late,
            last_error=type(error).__name__,
            failed_at=utc_now() if attempts >= GIVE_UP_AFTER else None,
        )


def _set(community_id: int, message_id: int, **values: Any) -> None:
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.community_id == community_id, OutboxMessage.id == message_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def given_up() -> int:
    """How many messages of all communities no handler could take: somebody has to look at them."""
    with tenancy.across_communities(), transaction():
        failed = select(func.count()).where(OutboxMessage.failed_at.is_not(None))
        return db.session.scalar(failed.select_from(OutboxMessage)) or 0


def tick(communities: list[int]) -> None:
    """One minute of the clock: every feature's chores, its clock work in every community, then the outbox."""
    features: list[Feature] = current_app.extensions["features"]
    _strike("core", None, idempotency.forget_old)
    for feature in features:
        for chore in feature.chores:
            _strike(feature.name, None, chore)
    for community_id in communities:
        _strike("core", community_id, uploads.sweep)
        _strike("core", community_id, outbox.sweep)
        for feature in features:
            for work in feature.clock:
                _strike(feature.name, community_id, work)
    drain()


def _strike(feature: str, community_id: int | None, work: Callable[[], object]) -> None:
    if _stopping():
        return
    try:
        with tenancy.in_community(community_id), transaction():
            work()
    except Exception as error:  # one community's trouble must not stop the others' clocks
        log.error("clock_failed", feature=feature, community=community_id, exc_info=error)
