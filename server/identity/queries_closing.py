"""Every SELECT of closing an account."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from server.core.regions import subtree
from server.core.tenancy import across_communities
from server.extensions import db
from server.identity import queries
from server.identity.models import DutyRecord
from server.identity.models_closing import AccountClosing
from server.identity.models_enrolment import Application, ApplicationState
from server.kit.db import db_now, unended
from server.places import queries as places


def closing_of(person_id: int, *, lock: bool = False) -> AccountClosing | None:
    """`lock`: as it is now, nobody else's to change until this transaction ends."""
    asked = select(AccountClosing).where(AccountClosing.person_id == person_id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(asked)


def due() -> Sequence[int]:
    """Whose cooling-off is over and whose account is still open, the longest waiting first."""
    return _running(AccountClosing.closed_at.is_(None), AccountClosing.due_at <= db_now())


def closed_before(moment: datetime) -> Sequence[int]:
    """Whose account was closed before `moment` and whose name still stands somewhere."""
    return _running(AccountClosing.closed_at <= moment)


def _running(*which: ColumnElement[bool]) -> Sequence[int]:
    asked = select(AccountClosing.person_id).where(AccountClosing.done_at.is_(None), *which)
    return db.session.scalars(asked.order_by(AccountClosing.due_at)).all()


def running_duties(person_id: int) -> Sequence[DutyRecord]:
    """Offices that have not ended, begun or not."""
    held = unended(DutyRecord.ends_at)
    asked = select(DutyRecord).where(DutyRecord.person_id == person_id, held).order_by(DutyRecord.id)
    with across_communities():
        return db.session.scalars(asked).all()


def reached_by(person_id: int) -> list[int]:
    """All communities in which he ever stood: as a neighbour, or in an office held for them or above them."""
    asked = select(DutyRecord.community_id, DutyRecord.region_code).where(DutyRecord.person_id == person_id)
    with across_communities():
        held = db.session.execute(asked).all()
    above = {subtree(one.region_code) for one in held if one.community_id is None}
    ids = {*queries.homes_in(person_id), *(one.community_id for one in held if one.community_id is not None)}
    return sorted(one.id for one in places.communities(ids, above))


def applications_here(person_id: int) -> Sequence[tuple[int, ApplicationState]]:
    """(id, state) of his applications in the bound community."""
    asked: Any = select(Application.id, Application.state).where(Application.person_id == person_id)
    return [(row.id, row.state) for row in db.session.execute(asked)]
