"""SELECTs on whose party organisation holds an estate's gates."""

from collections.abc import Sequence

from sqlalchemy import select

from server.core.access import Role
from server.deliberation.models import Topic
from server.deliberation.queries import WAITING
from server.extensions import db
from server.identity.models import DutyRecord
from server.kit.db import unended
from server.places.models import Estate


def estate_to_change(estate_id: int) -> Estate:
    """The row as it is now, locked: who changes it first, changes it."""
    asked = select(Estate).where(Estate.id == estate_id).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def branches(community_id: int) -> frozenset[int]:
    """Estates whose party branch has a secretary today."""
    held = unended(DutyRecord.ends_at)
    asked = select(DutyRecord.estate_id).where(
        DutyRecord.community_id == community_id, DutyRecord.role == Role.SECRETARY, held
    )
    return frozenset(one for one in db.session.scalars(asked) if one is not None)


def at_a_gate() -> Sequence[Topic]:
    """Topics of single estates that wait for who holds their gate."""
    return db.session.scalars(select(Topic).where(WAITING, Topic.estate_id.is_not(None))).all()
