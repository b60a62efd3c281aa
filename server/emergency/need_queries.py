"""SELECTs of needs and of those who help."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select

from server.emergency.models import EmergencyVolunteer
from server.emergency.need_models import EmergencyNeed, NeedState
from server.extensions import db
from server.places.models import Building, Home

_N, _V = EmergencyNeed, EmergencyVolunteer
#: The open ones first, then who is on the way, then what is over; newest first in each.
_ORDER = case({NeedState.OPEN: 0, NeedState.TAKEN: 1}, value=_N.state, else_=2)
#: More than this nobody reads on a phone; the open ones come first.
MOST = 200


class Reach(NamedTuple):
    """Whose needs: of these homes, of these estates (None: all), taken by this volunteer, all open ones."""

    homes: frozenset[int]
    estates: frozenset[int] | None
    volunteer_id: int | None
    open_ones: bool


def get_need(need_id: int) -> EmergencyNeed | None:
    return db.session.scalar(select(_N).where(_N.id == need_id))


def locked(need_id: int) -> EmergencyNeed:
    """The need as it is now, kept from others until the commit. It must exist."""
    asked = select(_N).where(_N.id == need_id).with_for_update()
    return db.session.scalars(asked.execution_options(populate_existing=True)).one()


def page(emergency_id: int, reach: Reach) -> Sequence[Row[*tuple[Any, ...]]]:
    """(need, estate_id, building, room, taker) of one emergency."""
    asked = (
        select(_N, Home.estate_id, Building.name.label("building"), Home.room, _V.name.label("taker"))
        .join(Home, and_(Home.community_id == _N.community_id, Home.id == _N.home_id))
        .join(Building, and_(Building.community_id == Home.community_id, Building.id == Home.building_id))
        .outerjoin(_V, and_(_V.community_id == _N.community_id, _V.id == _N.taker_id))
        .where(_N.emergency_id == emergency_id)
        .order_by(_ORDER, _N.id.desc())
        .limit(MOST)
    )
    if reach.estates is not None:
        wanted: list[ColumnElement[bool]] = [
            _N.home_id.in_(sorted(reach.homes)),
            Home.estate_id.in_(sorted(reach.estates)),
        ]
        wanted += [_N.taker_id == reach.volunteer_id] if reach.volunteer_id else []
        wanted += [_N.state == NeedState.OPEN] if reach.open_ones else []
        asked = asked.where(or_(*wanted))
    return db.session.execute(asked).all()


def counts(emergency_id: int) -> dict[NeedState, int]:
    """How many needs stand where."""
    asked = select(_N.state, func.count()).where(_N.emergency_id == emergency_id).group_by(_N.state)
    return {row[0]: row[1] for row in db.session.execute(asked)}


def ids_of(emergency_id: int) -> Sequence[int]:
    return db.session.scalars(select(_N.id).where(_N.emergency_id == emergency_id)).all()


def volunteer_of(emergency_id: int, person_id: int, *, lock: bool = False) -> EmergencyVolunteer | None:
    """The person's row here, signed on or not. `lock`: nobody else's to change until the commit."""
    asked = select(_V).where(_V.emergency_id == emergency_id, _V.person_id == person_id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(asked)


def volunteer(volunteer_id: int) -> EmergencyVolunteer | None:
    """One row, kept from others until the commit."""
    asked = select(_V).where(_V.id == volunteer_id).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))


def person_of(volunteer_id: int) -> int | None:
    return db.session.scalar(select(_V.person_id).where(_V.id == volunteer_id))


def taken_by(volunteer_id: int) -> int:
    """How many needs this volunteer is seeing to."""
    asked = select(func.count()).where(_N.taker_id == volunteer_id, _N.state == NeedState.TAKEN)
    return db.session.scalar(asked.select_from(_N)) or 0


def volunteers(emergency_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name, place, skills, signed_at, busy) of who is signed on, the first first."""
    taking = and_(_N.community_id == _V.community_id, _N.taker_id == _V.id, _N.state == NeedState.TAKEN)
    asked = select(_V.id, _V.name, _V.place, _V.skills, _V.signed_at, func.count(_N.id).label("busy"))
    asked = asked.outerjoin(_N, taking).where(_V.emergency_id == emergency_id, _V.left_at.is_(None))
    asked = asked.group_by(_V.community_id, _V.id).order_by(_V.id)
    return db.session.execute(asked.limit(MOST)).all()


def promised_by(person_id: int) -> Sequence[int]:
    """Emergencies in which he is on the way to somebody."""
    volunteer = and_(_V.community_id == _N.community_id, _V.id == _N.taker_id)
    asked = select(_N.emergency_id).distinct().join(_V, volunteer).where(_V.person_id == person_id)
    return db.session.scalars(asked.where(_N.state == NeedState.TAKEN)).all()
