"""What the clock does for projects: it says aloud what is late, once. It moves nothing."""

from server.core import database, outbox
from server.deliberation.projects import queries as projects
from server.deliberation.projects.events import MilestoneOverdue
from server.kit.worktime import today


def tell_overdue() -> None:
    moment = database.now()
    for stone in projects.newly_overdue(today(moment)):
        stone.overdue_told_at = moment
        outbox.emit(MilestoneOverdue(stone.project_id, stone.id, stone.due_on.isoformat()))


EVERY_MINUTE = (tell_overdue,)
