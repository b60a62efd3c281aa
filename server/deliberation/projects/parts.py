"""What a topic's page says of its project, for everybody who reads it."""

from typing import Any

from server.deliberation.projects import queries as projects
from server.kit.db import utc_now
from server.kit.worktime import today


def shown(topic_id: int) -> dict[str, Any] | None:
    """Its name, its day and how far it is; None before there is one."""
    row = projects.card_of_topic(topic_id, today(utc_now()))
    if row is None:
        return None
    return {
        "id": str(row.Project.id),
        "name": row.Project.name,
        "due_on": row.Project.due_on.isoformat(),
        "done": row.done,
        "total": row.total,
        "overdue": row.overdue,
    }
