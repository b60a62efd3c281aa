"""SELECTs of how one person and his homes took part in polls, for his own copy."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, select

from server.ballots.box_models import VoterMark
from server.ballots.models import Ballot, Channel, Poll, PollOption, RollEntry
from server.ballots.paper_models import ProxyLetter
from server.ballots.queries import of_entry
from server.extensions import db
from server.identity.models import Membership
from server.kit.db import unended

Rows = Sequence[Row[*tuple[Any, ...]]]


def _poll_of(model: Any) -> Any:
    return and_(Poll.community_id == model.community_id, Poll.id == model.poll_id)


def cast_by(person_id: int) -> Rows:
    """What he cast: (poll_id, home_id, option_id, choice, salt, channel, cast_at, question, mode, label)."""
    asked = select(
        Ballot.poll_id, Ballot.home_id, Ballot.option_id, Ballot.choice, Ballot.salt, Ballot.channel,
        Ballot.cast_at, Poll.question, Poll.mode, RollEntry.label,
    )  # fmt: skip
    found = asked.join(Poll, _poll_of(Ballot)).join(RollEntry, of_entry(Ballot))
    return db.session.execute(
        found.where(Ballot.cast_by == person_id).order_by(Ballot.poll_id, Ballot.home_id)
    ).all()


def on_paper(person_id: int) -> Rows:
    """(question, mode, label, at) of paper ballots of a home while he belonged to it: nobody's by name."""
    return _of_his_homes(Ballot, Ballot.cast_at, person_id, Ballot.channel == Channel.PAPER)


def in_secret(person_id: int) -> Rows:
    """The same of secret polls: that the home took part."""
    return _of_his_homes(VoterMark, VoterMark.marked_at, person_id)


def _of_his_homes(model: Any, at: Any, person_id: int, *only: Any) -> Rows:
    lived = and_(
        Membership.community_id == model.community_id,
        Membership.home_id == model.home_id,
        Membership.starts_at <= at,
        unended(Membership.ends_at, at),
    )
    asked = select(Poll.question, Poll.mode, RollEntry.label, at.label("at")).select_from(model)
    found = asked.join(Poll, _poll_of(model)).join(RollEntry, of_entry(model)).join(Membership, lived)
    rows: Rows = db.session.execute(
        found.where(Membership.person_id == person_id, *only).order_by(model.poll_id, model.home_id)
    ).all()
    return rows


def homes_now(person_id: int) -> frozenset[int]:
    """The homes he belongs to today."""
    here = unended(Membership.ends_at)
    return frozenset(
        db.session.scalars(select(Membership.home_id).where(Membership.person_id == person_id, here))
    )


def label_of(poll_id: int, option_id: int) -> str | None:
    return db.session.scalar(
        select(PollOption.label).where(PollOption.poll_id == poll_id, PollOption.id == option_id)
    )


def letters(person_id: int) -> Rows:
    """(question, label, registered_at, confirmed_at, revoked_at) of letters that let him vote."""
    asked = select(
        Poll.question, RollEntry.label, ProxyLetter.registered_at, ProxyLetter.confirmed_at,
        ProxyLetter.revoked_at,
    )  # fmt: skip
    found = asked.join(Poll, _poll_of(ProxyLetter)).join(RollEntry, of_entry(ProxyLetter))
    return db.session.execute(
        found.where(ProxyLetter.agent_person_id == person_id).order_by(ProxyLetter.id)
    ).all()


def as_delegate(person_id: int) -> Rows:
    """(question, opens_at) of polls on whose roll he stands as a delegate."""
    asked = select(Poll.question, Poll.opens_at).join(RollEntry, _poll_of(RollEntry))
    return db.session.execute(asked.where(RollEntry.voter_id == person_id).order_by(Poll.id)).all()
