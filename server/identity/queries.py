"""Every SELECT of identity but the session's (standing.py) and the vault's (vault.py)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from server.core.tenancy import across_communities
from server.extensions import db
from server.identity.models import (
    Application,
    ApplicationRef,
    ApplicationStep,
    Membership,
    Person,
    WechatAccount,
)
from server.kit.db import utc_now


def openid_of(person_id: int) -> str | None:
    return db.session.scalar(select(WechatAccount.openid).where(WechatAccount.person_id == person_id))


def person_brief(person_id: int) -> Row[Any] | None:
    """(id, display_name, masked_name, adult_on, verified_at)."""
    return db.session.execute(
        select(Person.id, Person.display_name, Person.masked_name, Person.adult_on, Person.verified_at).where(
            Person.id == person_id
        )
    ).one_or_none()


def members_of_homes(home_ids: Iterable[int]) -> Sequence[Row[Any]]:
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
            or_(Membership.ends_at.is_(None), Membership.ends_at > utc_now()),
        )
        .order_by(Membership.home_id, Membership.id)
    ).all()


def members_of_home(home_id: int) -> Sequence[Row[Any]]:
    """The same of one home."""
    return members_of_homes([home_id])


def residents(estate_id: int | None = None) -> Sequence[int]:
    """Person ids of everybody with a membership in the bound community (or one estate of it)."""
    asked = select(Membership.person_id).where(
        or_(Membership.ends_at.is_(None), Membership.ends_at > utc_now())
    )
    if estate_id is not None:
        asked = asked.where(Membership.estate_id == estate_id)
    return db.session.scalars(asked.distinct()).all()


def community_of_application(application_id: int) -> int | None:
    return db.session.scalar(
        select(ApplicationRef.community_id).where(ApplicationRef.id == application_id)
    )


def get_application(application_id: int) -> Application | None:
    return db.session.scalar(select(Application).where(Application.id == application_id))


def applications_of(person_id: int) -> Sequence[Application]:
    """Everything this person applied for, in all communities, newest first."""
    mine = select(ApplicationRef.id, ApplicationRef.community_id).where(
        ApplicationRef.person_id == person_id
    )
    with across_communities():
        found = db.session.execute(mine).all()
        return db.session.scalars(
            select(Application)
            .where(
                Application.community_id.in_({row.community_id for row in found}),
                Application.id.in_([row.id for row in found]),
            )
            .order_by(Application.id.desc())
        ).all()


def steps_of(applications: Iterable[Application]) -> dict[int, list[ApplicationStep]]:
    """application id → its steps, oldest first."""
    wanted = list(applications)
    steps: dict[int, list[ApplicationStep]] = {one.id: [] for one in wanted}
    if not wanted:
        return steps
    with across_communities():
        for step in db.session.scalars(
            select(ApplicationStep)
            .where(
                ApplicationStep.community_id.in_({one.community_id for one in wanted}),
                ApplicationStep.application_id.in_(list(steps)),
            )
            .order_by(ApplicationStep.id)
        ):
            steps[step.application_id].append(step)
    return steps
