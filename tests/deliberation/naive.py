"""The gate as one would first write it: read the state, then write. The race must find it wrong."""

from typing import Any

from sqlalchemy import update

from server.deliberation import queries
from server.deliberation.models import Topic, TopicState
from server.extensions import db
from server.kit.errors import ConflictError


def admit(topic_id: int, pause: Any) -> str:
    """Tells whoever saw the topic pending that his decision stands."""
    topic = queries.get_topic(topic_id)
    if topic is None or topic.state is not TopicState.GATE1_PENDING:
        raise ConflictError("已经有人决定")
    db.session.rollback()
    pause()
    db.session.execute(update(Topic).where(Topic.id == topic_id).values(title="已立题"))
    return "done"
