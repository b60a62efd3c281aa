"""What projects hold of a person, as his copy tells it."""

from collections.abc import Iterator
from typing import Any

from server.core.feature import Copy
from server.deliberation.copies import said_state
from server.deliberation.projects import copy_queries
from server.deliberation.projects.evaluation_models import Rating
from server.deliberation.projects.words import NOTE_NAMES, RATING_NAMES

Rows = Iterator[dict[str, Any]]


def notes(person_id: int) -> Rows:
    for row in copy_queries.notes(person_id):
        yield {
            "编号": str(row.id),
            "项目编号": str(row.project_id),
            "类别": NOTE_NAMES[row.kind],
            "内容": row.body,
            "照片数": len(row.photos),
            "署名": row.author_name,
            "状态": said_state(row.state),
            "时间": row.created_at,
        }


def evaluations(person_id: int) -> Rows:
    for row in copy_queries.evaluations(person_id):
        yield {
            "议题编号": str(row.topic_id),
            "评价": RATING_NAMES[Rating(row.rating)],
            "意见": row.body,
            "时间": row.at,
        }


COPIES = (
    Copy("project_notes", "您在项目里的留言", notes),
    Copy("evaluations", "您对项目效果的评价", evaluations),
)
