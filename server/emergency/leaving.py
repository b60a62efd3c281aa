"""What the emergencies do about somebody who closes his account.

What every home answered and asked for is written once, and removed some time after the emergency's end.
"""

from collections.abc import Sequence

from server.core.leaving import FORMER, Obstacle, rename
from server.emergency import need_queries, queries
from server.emergency.models import EmergencyAnswer, EmergencyVolunteer
from server.kit.db import utc_now


def unfinished(person_id: int) -> Sequence[Obstacle]:
    """Whom he promised to help."""
    return [
        Obstacle("您接下的邻居求助还没有办完，请先办结或退回", f"emergency_needs:{emergency_id}")
        for emergency_id in need_queries.promised_by(person_id)
    ]


def forget(person_id: int) -> None:
    """He is no volunteer any more, and what a home last answered does not name him."""
    his = EmergencyVolunteer.person_id == person_id
    rename(EmergencyVolunteer, his & EmergencyVolunteer.left_at.is_(None), {"left_at": utc_now()})
    rename(EmergencyVolunteer, his, {"name": FORMER, "place": ""})
    rename(EmergencyAnswer, queries.last_given_by(person_id), {"name": FORMER})
