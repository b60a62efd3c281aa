"""SELECTs of letters of authority, and of whom they may name."""

from collections.abc import Collection

from sqlalchemy import select

from server.ballots.models import Ballot, RollEntry
from server.ballots.paper_models import ProxyLetter
from server.ballots.queries import Rows, of_entry
from server.extensions import db
from server.identity.models import Membership, Person
from server.kit.db import db_now, unended


def letter(letter_id: int) -> ProxyLetter | None:
    return db.session.scalar(select(ProxyLetter).where(ProxyLetter.id == letter_id))


def letters(poll_id: int) -> Rows:
    """Every letter of a poll, its home's label and by which channel that home voted."""
    return db.session.execute(
        select(ProxyLetter, RollEntry.label, Ballot.channel)
        .join(RollEntry, of_entry(ProxyLetter))
        .outerjoin(Ballot, of_entry(Ballot))
        .where(ProxyLetter.poll_id == poll_id)
        .order_by(ProxyLetter.home_id, ProxyLetter.id)
    ).all()


def letter_in_force(poll_id: int, home_id: int) -> ProxyLetter | None:
    """Confirmed or waiting for it."""
    return db.session.scalar(
        select(ProxyLetter).where(
            ProxyLetter.poll_id == poll_id, ProxyLetter.home_id == home_id, ProxyLetter.revoked_at.is_(None)
        )
    )


def members(*, person_ids: Collection[int] | None = None, membership_id: int | None = None) -> Rows:
    """(person_id, masked_name, grown) of who belongs to this community now."""
    asked = (
        select(Person.id.label("person_id"), Person.masked_name, (Person.adult_on <= db_now()).label("grown"))
        .join(Membership, Membership.person_id == Person.id)
        .where(unended(Membership.ends_at))
        .distinct()
    )
    if membership_id is not None:
        return db.session.execute(asked.where(Membership.id == membership_id)).all()
    return db.session.execute(asked.where(Person.id.in_(person_ids or ()))).all()
