"""Every SELECT of persons and memberships. Sessions: standing.py; enrolment: queries_enrolment.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, union

from server.core.access import Role
from server.core.regions import subtree
from server.core.tenancy import across_communities
from server.extensions import db
from server.identity.models import (
    DutyRecord,
    LoginSession,
    Membership,
    Person,
    PersonCommunity,
    WechatAccount,
)
from server.identity.models_enrolment import ApplicationRef
from server.kit.db import unended
from server.kit.ids import first_id_at


def homes_in(person_id: int) -> list[int]:
    """Communities where he lives, lived or wished to live."""
    member, applicant = PersonCommunity, ApplicationRef
    asked = union(
        select(member.community_id).where(member.person_id == person_id),
        select(applicant.community_id).where(applicant.person_id == person_id),
    )
    with across_communities():
        return sorted(db.session.scalars(asked))


def openid_of(person_id: int) -> str | None:
    return db.session.scalar(select(WechatAccount.openid).where(WechatAccount.person_id == person_id))


def person_of_openid(openid: str) -> int | None:
    return db.session.scalar(select(WechatAccount.person_id).where(WechatAccount.openid == openid))


def sessions_ended(before: datetime, made_before: datetime, most: int) -> Sequence[int]:
    """Ids of sessions that ended before one moment and were made before the other, the oldest first."""
    # Ids rise with time: the key itself finds what is old, without an index on the end.
    asked = select(LoginSession.id).where(
        LoginSession.id < first_id_at(made_before), LoginSession.expires_at < before
    )
    return db.session.scalars(asked.order_by(LoginSession.id).limit(most)).all()


def person_brief(person_id: int) -> Row[*tuple[Any, ...]] | None:
    """(id, display_name, masked_name, adult_on, verified_at)."""
    return db.session.execute(
        select(Person.id, Person.display_name, Person.masked_name, Person.adult_on, Person.verified_at).where(
            Person.id == person_id
        )
    ).one_or_none()


def get_person(person_id: int, *, lock: bool = False) -> Person:
    """The person, who must exist. `lock`: nobody else's to change until this transaction ends."""
    asked = select(Person).where(Person.id == person_id)
    return db.session.scalars(asked.with_for_update() if lock else asked).one()


def membership_of(person_id: int, home_id: int) -> Membership | None:
    """Ended or not."""
    return db.session.scalar(
        select(Membership).where(Membership.person_id == person_id, Membership.home_id == home_id)
    )


def members_of_homes(home_ids: Iterable[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(home_id, person_id, membership_id, relation, masked_name, adult_on) of who belongs there now."""
    return db.session.execute(
        select(
            Membership.home_id,
            Membership.person_id,
            Membership.id.label("membership_id"),
            Membership.relation,
            Person.masked_name,
            Person.adult_on,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.home_id.in_(list(home_ids)),
            unended(Membership.ends_at),
        )
        .order_by(Membership.home_id, Membership.id)
    ).all()


def members_of_home(home_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The same of one home."""
    return members_of_homes([home_id])


def held_office_once(person_id: int, community_id: int, region: str) -> bool:
    """Whether this person ever held an office here, or above here, that has ended since or not.

    `region`: the community's 区划 code.
    """
    asked = select(DutyRecord.community_id, DutyRecord.region_code).where(
        DutyRecord.person_id == person_id,
        DutyRecord.role != Role.DELEGATE,
        or_(DutyRecord.community_id == community_id, DutyRecord.community_id.is_(None)),
    )
    held = db.session.execute(asked).all()
    return any(one.community_id or region.startswith(subtree(one.region_code)) for one in held)
