"""Every SELECT of filings, and of the neighbours one may file for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from server.assistance.models import Filing, FilingKind
from server.assistance.policy import Ground
from server.core.access import Actor
from server.extensions import db
from server.identity.models import Membership, Person
from server.kit.db import unended
from server.kit.masks import mask_name
from server.places import queries as places
from server.places.models import Estate, Home

#: What a card shows of a filing; joined by `of`.
SHOWN = (
    Filing.id.label("filing_id"),
    Filing.helper_role.label("filing_role"),
    Filing.state.label("filing_state"),
)


def of(kind: FilingKind, model: Any) -> ColumnElement[bool]:
    """The ON of an outer join: the filing of this row, while it is still whose it was filed for."""
    return and_(
        Filing.community_id == model.community_id,
        Filing.kind == kind,
        Filing.subject_id == model.id,
        Filing.helper_id == model.filed_by,
    )


def _of_subject(kind: FilingKind, subject_id: int) -> Select[Any]:
    return select(Filing).where(Filing.kind == kind, Filing.subject_id == subject_id)


def of_subject(kind: FilingKind, subject_id: int) -> Filing | None:
    found: Filing | None = db.session.scalar(_of_subject(kind, subject_id))
    return found


def locked(kind: FilingKind, subject_id: int) -> Filing | None:
    """The filing as it is now, kept from others until the commit."""
    asked = _of_subject(kind, subject_id).with_for_update()
    found: Filing | None = db.session.scalar(asked.execution_options(populate_existing=True))
    return found


def get(filing_id: int) -> Filing | None:
    return db.session.scalar(select(Filing).where(Filing.id == filing_id))


def filed(actor: Actor, side: str, after: int | None, limit: int) -> Sequence[Filing]:
    """What the actor filed (`side` by_me) or was filed for him (for_me), newest first, one more."""
    whose = Filing.helper_id if side == "by_me" else Filing.person_id
    asked = select(Filing).where(whose == actor.person_id).order_by(Filing.id.desc()).limit(limit + 1)
    return db.session.scalars(asked.where(Filing.id < after) if after else asked).all()


def every(person_id: int) -> Sequence[Filing]:
    """All that was filed for him or by him, the oldest first."""
    his = or_(Filing.person_id == person_id, Filing.helper_id == person_id)
    return db.session.scalars(select(Filing).where(his).order_by(Filing.id)).all()


_MEMBER = (
    Membership.id, Membership.community_id, Membership.person_id, Membership.estate_id, Membership.home_id,
    Membership.building, Membership.room, Membership.relation, Person.display_name, Person.masked_name,
    Person.adult_on, Estate.name.label("estate_name"), Home.building_id,
)  # fmt: skip


def _members() -> Any:
    at_home = and_(Estate.community_id == Membership.community_id, Estate.id == Membership.estate_id)
    at_door = and_(Home.community_id == Membership.community_id, Home.id == Membership.home_id)
    here = unended(Membership.ends_at)
    asked = select(*_MEMBER).join(Person, Person.id == Membership.person_id)
    return asked.join(Estate, at_home).join(Home, at_door).where(here)


def member(membership_id: int) -> Any:
    """One who belongs here now; None otherwise."""
    return db.session.execute(_members().where(Membership.id == membership_id)).one_or_none()


def members(actor: Actor, ground: Ground | None, only: Mapping[str, Any], limit: int) -> Sequence[Any]:
    """Who lives on this ground (None: everywhere) but the actor, by id, one more than `limit`.

    only: building in any spelling, name (of which the roll shows the surname), after; None is all.
    """
    asked = _members().where(Membership.person_id != actor.person_id).order_by(Membership.id)
    if ground is not None:
        own = Membership.estate_id.in_(ground.estates) | Home.building_id.in_(ground.buildings)
        asked = asked.where(own)
    if only["building"]:
        asked = asked.where(Home.building_id.in_(places.buildings_called(only["building"])))
    if only["name"]:
        asked = asked.where(Person.masked_name == mask_name(only["name"]))
    if only["after"]:
        asked = asked.where(Membership.id > only["after"])
    return db.session.execute(asked.limit(limit + 1)).all()
