"""SELECTs on projects."""

from sqlalchemy import func, select

from server.deliberation.projects.models import Milestone, Project
from server.extensions import db


def open_milestones(topic_id: int) -> int:
    """How many milestones of the topic's project are not done."""
    asked = (
        select(func.count())
        .select_from(Milestone)
        .join(
            Project, (Project.community_id == Milestone.community_id) & (Project.id == Milestone.project_id)
        )
        .where(Project.topic_id == topic_id, Milestone.done_at.is_(None))
    )
    return db.session.scalar(asked) or 0
