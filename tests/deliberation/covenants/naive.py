"""Covenants as one would first write them: look, then write. The races must find it wrong."""

from typing import Any

from server.deliberation import queries as topics
from server.deliberation.covenants import queries
from server.extensions import db
from server.kit.errors import ConflictError


def begin(covenant_id: int, pause: Any) -> str:
    """Tells whoever saw no open version that his is the one."""
    if queries.open_version(covenant_id) is not None:
        raise ConflictError("正在修订")
    db.session.rollback()
    pause()
    return "done"


def act(topic_id: int, pause: Any) -> str:
    """Tells whoever saw the covenant at the gate that what he decided stands."""
    topic = topics.get_topic(topic_id)
    if topic is None or not topic.at_gate:
        raise ConflictError("已经有人决定")
    db.session.rollback()
    pause()
    return "done"
