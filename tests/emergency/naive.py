"""Taking a need and answering as one would write them without thinking of a second caller."""

from threading import Barrier

from sqlalchemy import select

from server.core import tenancy
from server.core.database import transaction
from server.emergency.need_models import EmergencyNeed, NeedState
from server.extensions import db


def take(community_id, volunteer_id, need_id, together: Barrier):
    """Look whether it is open, then take it; answers whether this caller was told that it is his."""
    asked = select(EmergencyNeed).where(EmergencyNeed.id == need_id)
    with tenancy.in_community(community_id):
        with transaction():
            is_open = db.session.scalars(asked).one().state is NeedState.OPEN
        together.wait()
        with transaction():
            need = db.session.scalars(asked).one()
            if is_open:
                need.state, need.taker_id = NeedState.TAKEN, volunteer_id
    return is_open
