"""Every SELECT of unmaskings."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from server.core.tenancy import across_communities
from server.extensions import db
from server.identity import queries
from server.identity.models import Membership
from server.identity.models_unmasking import Unmasking
from server.kit.db import unended


def get(unmasking_id: int) -> Unmasking | None:
    return db.session.scalar(select(Unmasking).where(Unmasking.id == unmasking_id))


def looks_since(person_id: int, moment: datetime) -> int:
    """How often this person has looked in the bound community since then."""
    asked = select(func.count()).select_from(Unmasking)
    return db.session.scalars(asked.where(Unmasking.by_person_id == person_id, Unmasking.at >= moment)).one()


def member(membership_id: int) -> Membership | None:
    """A membership that runs; who has moved out is nobody's business any more."""
    return db.session.scalar(
        select(Membership).where(Membership.id == membership_id, unended(Membership.ends_at))
    )


def member_by(application_id: int) -> Membership | None:
    """The same, by the application that made it."""
    return db.session.scalar(
        select(Membership).where(Membership.application_id == application_id, unended(Membership.ends_at))
    )


def seen_of(person_id: int, after: int | None, limit: int) -> Sequence[Unmasking]:
    """What was looked at of this person in all communities, the latest first, one more than `limit`."""
    here = queries.homes_in(person_id)
    with across_communities():
        asked = select(Unmasking).where(Unmasking.community_id.in_(here), Unmasking.person_id == person_id)
        if after:
            asked = asked.where(Unmasking.id < after)
        return db.session.scalars(asked.order_by(Unmasking.id.desc()).limit(limit + 1)).all()
