"""What a token stands for, read from the database: the person, his homes, his offices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from server.core.access import Duty, Member, Role
from server.core.database import begin_read, rows, transaction
from server.core.sessions import Snapshot
from server.core.tenancy import across_communities
from server.identity.models import (
    DutyRecord,
    LoginSession,
    Membership,
    Person,
    PersonCommunity,
    Relation,
)
from server.identity.models_enrolment import ApplicationRef
from server.kit.db import UTCDateTime, unended, utc_now


def owner(digest: bytes) -> int | None:
    """Whose session this is, running or not; None for an unknown token."""
    with transaction(), across_communities():
        begin_read()
        found = rows(_OWNER, {"digest": digest})
    return found[0].person_id if found else None


def load(digest: bytes) -> Snapshot | None:
    """The snapshot of a running session, or None. Its own short transaction, ended before the request's."""
    with transaction(), across_communities():
        begin_read()
        return read(digest)


def read(digest: bytes) -> Snapshot | None:
    """The same inside the running transaction and an open fence."""
    row = _session(digest)
    return _snapshot(row) if row else None


_NOW = bindparam("now", type_=UTCDateTime())
_OWNER = select(LoginSession.person_id).where(LoginSession.digest == bindparam("digest"))
# Kept: everybody who comes for the first time this minute is asked about with these.
_RUNNING = (
    select(LoginSession.id, LoginSession.expires_at, Person.id, Person.display_name, Person.adult_on)
    .join(Person, Person.id == LoginSession.person_id)
    .where(
        LoginSession.digest == bindparam("digest"),
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > _NOW,
    )
)
_MEMBERSHIPS = (
    select(
        Membership.id, Membership.community_id, Membership.estate_id, Membership.home_id,
        Membership.building, Membership.room, Membership.relation, Membership.ends_at,
    )
    .where(
        Membership.community_id.in_(
            select(PersonCommunity.community_id).where(PersonCommunity.person_id == bindparam("person"))
        ),
        Membership.person_id == bindparam("person"),
        unended(Membership.ends_at, _NOW),
    )
    .order_by(Membership.id)
)  # fmt: skip
_DUTIES = (
    select(
        DutyRecord.id, DutyRecord.role, DutyRecord.region_code, DutyRecord.community_id,
        DutyRecord.estate_id, DutyRecord.building_id, DutyRecord.organisation, DutyRecord.ends_at,
    )
    .where(
        DutyRecord.person_id == bindparam("person"),
        DutyRecord.starts_at <= _NOW,
        unended(DutyRecord.ends_at, _NOW),
    )
    .order_by(DutyRecord.id)
)  # fmt: skip
_APPLIED = select(ApplicationRef.community_id).where(ApplicationRef.person_id == bindparam("person"))


def _session(digest: bytes) -> Any:
    """Of _RUNNING: session id and end, person id, name, eighteenth birthday. None: it runs no more."""
    return next(iter(rows(_RUNNING, {"digest": digest, "now": utc_now()})), None)


def _snapshot(row: Any) -> Snapshot:
    """`row`: of _session."""
    session_id, expires_at, person_id, name, adult_on = row
    now = utc_now()
    whose = {"person": person_id, "now": now}
    members = rows(_MEMBERSHIPS, whose)
    duties = rows(_DUTIES, whose)
    ends = [one.ends_at for one in members] + [one.ends_at for one in duties]
    return Snapshot(
        person_id=person_id,
        session_id=session_id,
        name=name,
        adult=adult_on is not None and adult_on <= now,
        # What begins or ends by the clock alone must not be remembered past that moment.
        valid_until=_earliest([expires_at, adult_on, *ends], now),
        members=tuple(member_of(one) for one in members),
        duties=tuple(_duty(one) for one in duties),
        applied=frozenset(one.community_id for one in rows(_APPLIED, {"person": person_id})),
    )


def _earliest(moments: Iterable[datetime | None], now: datetime) -> datetime:
    return min(moment for moment in moments if moment is not None and moment > now)


def member_of(row: Any) -> Member:
    """`row`: has the columns of _MEMBERSHIPS."""
    return Member(
        membership_id=row.id,
        community_id=row.community_id,
        estate_id=row.estate_id,
        home_id=row.home_id,
        building=row.building,
        room=row.room,
        relation=row.relation.value,
        role=Role.AWAY if row.relation is Relation.AWAY else Role.RESIDENT,
    )


def _duty(row: Any) -> Duty:
    """`row`: of _DUTIES."""
    return Duty(
        duty_id=row.id,
        role=row.role,
        region=row.region_code,
        community_id=row.community_id,
        estate_id=row.estate_id,
        organisation=row.organisation,
        ends_at=row.ends_at,
        building_id=row.building_id,
    )
