"""Forming and spending as one would first write them: read, then write. The races must find them wrong."""

from typing import Any

from sqlalchemy import update

from server.deliberation.models import Topic, TopicState
from server.deliberation.projects import fund_queries, queries
from server.deliberation.projects.fund_models import EntryKind, FundEntry
from server.deliberation.queries import get_topic
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError


def form(topic_id: int, name: str, pause: Any) -> str:
    """Tells whoever saw the topic without a project that his stands."""
    topic = get_topic(topic_id)
    if topic is None or topic.state is not TopicState.DECIDED or queries.project_of(topic_id):
        raise ConflictError("已经有项目")
    db.session.rollback()
    pause()
    db.session.execute(update(Topic).where(Topic.id == topic_id).values(title=name))
    return "done"


def spend(seq: int, cents: int, pause: Any) -> str:
    """Spends what it saw there."""
    left = fund_queries.balance()
    if left < cents:
        raise ConflictError("余额不够")
    db.session.rollback()
    pause()
    row = FundEntry(
        seq=seq, kind=EntryKind.EXPENSE, amount_cents=-cents, balance_cents=left - cents, memo="买材料",
        party="五金店", recorded_by=1, recorded_name="王主任", recorded_at=utc_now(),
        previous_hash=bytes(32), hash=bytes(32),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return "done"
