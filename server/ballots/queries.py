"""SELECTs of polls, their rolls and their voters. What was cast and counted: box_queries.py."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, func, or_, select

from server.ballots import policy
from server.ballots.box_models import SealedBallot, VoterMark
from server.ballots.models import Ballot, Electorate, Poll, PollOption, PollState, RollEntry
from server.ballots.paper_models import ProxyLetter
from server.core.access import Actor
from server.core.database import rows
from server.extensions import db
from server.identity.models import Membership
from server.kit.db import among, db_now, unended
from server.places.models import Building, Estate

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]


# Statements that everybody who votes asks are kept: making one anew costs more than sending it.
_POLL = select(Poll).where(Poll.id == bindparam("poll"))
_HELD = (
    select(
        Poll.community_id, Poll.id, Poll.subject_id, Poll.estate_id, Poll.mode, Poll.who, Poll.base,
        Poll.state, Poll.closes_at,
    )
    .where(Poll.id == bindparam("poll"))
    .with_for_update(read=True)
)  # fmt: skip
_OPTIONS = (
    select(PollOption.id, PollOption.label, PollOption.weight, PollOption.place)
    .where(PollOption.poll_id == bindparam("poll"))
    .order_by(PollOption.place)
)
_ESTATE = select(Estate.name).where(Estate.id == bindparam("estate"))
_HOUSEMATES = select(Membership.person_id).where(
    among(Membership.home_id, "homes"),
    unended(Membership.ends_at),
)


def polls_on(subject_id: int) -> Sequence[Poll]:
    """Every poll on this subject, those the 街镇 annulled too, the first first."""
    asked = select(Poll).where(Poll.subject_id == subject_id)
    return db.session.scalars(asked.order_by(Poll.id)).all()


def get_poll(poll_id: int) -> Poll | None:
    return db.session.scalar(_POLL, {"poll": poll_id})


def held(poll_id: int) -> Any:
    """What must be known of a poll to vote in it, as committed now: columns, named as the poll's.

    Until this transaction ends its count waits, and so does a revocation; all who vote hold it together.
    """
    return next(iter(rows(_HELD, {"poll": poll_id})), None)


def lock_poll(poll_id: int) -> Poll | None:
    """The poll as committed now, kept from voters and everybody else. Never after `held`: two would wait."""
    return db.session.scalar(
        select(Poll).where(Poll.id == poll_id).with_for_update().execution_options(populate_existing=True)
    )


def due_polls() -> Sequence[Poll]:
    """Open polls whose time is up by the database's clock, locked: running votes finish first."""
    return db.session.scalars(
        select(Poll)
        .where(Poll.state == PollState.OPEN, Poll.closes_at <= db_now())
        .order_by(Poll.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


#: Of polls and their rolls: the homes whose ballot is to cast by whom `castable_by` speaks of.
CASTABLE: ColumnElement[bool] = or_(
    *(and_(Poll.who == who, among(RollEntry.home_id, f"homes_{who.value}")) for who in Electorate)
) & (RollEntry.voter_id.is_(None) | (RollEntry.voter_id == bindparam("voter")))


def castable_by(actor: Actor) -> dict[str, Any]:
    """What a statement with CASTABLE must be given."""
    homes = {f"homes_{who.value}": policy.homes_for(actor, who) for who in Electorate}
    return {**homes, "voter": actor.person_id}


def of_entry(model: Any) -> ColumnElement[bool]:
    """Of roll entries and ballots or marks: the same home in the same poll."""
    return and_(
        model.community_id == RollEntry.community_id,
        model.poll_id == RollEntry.poll_id,
        model.home_id == RollEntry.home_id,
    )


#: Of roll entries: whether the home took part, by a ballot or (secret polls) by a mark.
TOOK_PART: ColumnElement[bool] = or_(
    exists(Ballot.home_id).where(of_entry(Ballot)).correlate(RollEntry),
    exists(VoterMark.home_id).where(of_entry(VoterMark)).correlate(RollEntry),
)


def _here(model: Any) -> ColumnElement[bool]:
    """Of the poll's own community: what a subquery of a poll asks, for the database's index."""
    found: ColumnElement[bool] = model.community_id == Poll.community_id
    return found


def taken_part_of_poll() -> Any:
    """Of polls: how many homes took part, as a scalar subquery. All that anybody learns before the close."""
    counts = (
        select(func.count())
        .select_from(model)
        .where(_here(model), model.poll_id == Poll.id)
        .correlate(Poll)
        .scalar_subquery()
        for model in (Ballot, VoterMark)
    )
    return next(counts) + next(counts)


def options(poll_id: int) -> Sequence[Any]:
    """(id, label, weight, place), in the order they are shown."""
    return rows(_OPTIONS, {"poll": poll_id})


def housemates(home_ids: Iterable[int]) -> set[int]:
    """Everybody who belongs to these homes now."""
    return {row.person_id for row in rows(_HOUSEMATES, {"homes": list(home_ids)})}


def _head_of(poll_id: int, home_id: int) -> Any:
    asked = select(RollEntry.head).where(RollEntry.poll_id == poll_id, RollEntry.home_id == home_id)
    return asked.scalar_subquery()


def head_homes(poll_id: int, home_id: int) -> Sequence[int]:
    """The homes on the roll that are one head with this one, itself among them, in the order of their ids."""
    return db.session.scalars(
        select(RollEntry.home_id)
        .where(RollEntry.poll_id == poll_id, RollEntry.head == _head_of(poll_id, home_id))
        .order_by(RollEntry.home_id)
    ).all()


def estate_name(estate_id: int) -> str | None:
    return next((row.name for row in rows(_ESTATE, {"estate": estate_id})), None)


def ballot_of_head(poll_id: int, home_id: int, *, but: int) -> Ballot | None:
    """A ballot of this home, or of another home of the same head, that somebody else cast."""
    return db.session.scalar(
        select(Ballot)
        .join(RollEntry, of_entry(Ballot))
        .where(RollEntry.poll_id == poll_id, RollEntry.head == _head_of(poll_id, home_id))
        .where(Ballot.cast_by.is_(None) | (Ballot.cast_by != but))
        .order_by(RollEntry.home_id)
        .limit(1)
        .execution_options(populate_existing=True)
    )


def sealed(poll_id: int, receipt: bytes) -> bytes | None:
    """The sealed choice under this receipt, while the urn of a secret poll is unopened."""
    return db.session.scalar(
        select(SealedBallot.choice).where(SealedBallot.poll_id == poll_id, SealedBallot.receipt == receipt)
    )


def mark_of(poll_id: int, home_id: int) -> VoterMark | None:
    return db.session.scalar(
        select(VoterMark).where(VoterMark.poll_id == poll_id, VoterMark.home_id == home_id)
    )


_IN_HIS_HAND = and_(
    ProxyLetter.poll_id == bindparam("poll"),
    ProxyLetter.agent_person_id == bindparam("person"),
    ProxyLetter.confirmed_at.is_not(None),
    ProxyLetter.revoked_at.is_(None),
)
_LENT = select(ProxyLetter.home_id).where(_IN_HIS_HAND).order_by(ProxyLetter.home_id)
_SHOWN = select(
    *(getattr(Poll, column.key) for column in Poll.__table__.c),
    taken_part_of_poll().label("taken_part"),
    select(Estate.name).where(_here(Estate), Estate.id == Poll.estate_id).scalar_subquery().label("estate"),
    select(Building.name)
    .where(_here(Building), Building.id == Poll.building_id)
    .scalar_subquery()
    .label("building"),
    exists(ProxyLetter.home_id).where(_here(ProxyLetter), _IN_HIS_HAND).label("letters"),
    db_now().label("now"),
).where(Poll.id == bindparam("poll"))
_ON_ROLL = (
    select(
        RollEntry.home_id, RollEntry.label, RollEntry.area_cm, RollEntry.head, RollEntry.voter_id,
        Ballot.option_id, Ballot.choice, Ballot.channel, Ballot.cast_at, Ballot.cast_by,
        Ballot.cast_name, Ballot.salt, Ballot.receipt, VoterMark.marked_at,
    )
    .outerjoin(Ballot, of_entry(Ballot))
    .outerjoin(VoterMark, of_entry(VoterMark))
    .where(RollEntry.poll_id == bindparam("poll"))
    .where(among(RollEntry.home_id, "homes"))
    .order_by(RollEntry.home_id)
)  # fmt: skip


def shown(poll_id: int, person_id: int) -> Any:
    """A poll as its pages tell it to this person: its columns, named as the poll's, and what else they need.

    Of it: taken_part (homes), estate and building (names), letters (any that name this person?), now.
    """
    return next(iter(rows(_SHOWN, {"poll": poll_id, "person": person_id})), None)


def agent_homes(poll_id: int, person_id: int) -> Sequence[int]:
    """Homes whose letter of authority names this person: confirmed by a second clerk, not revoked."""
    return [row.home_id for row in rows(_LENT, {"poll": poll_id, "person": person_id})]


def on_roll(poll_id: int, home_ids: Iterable[int]) -> Sequence[Any]:
    """These homes on the roll (home_id, label, area_cm, head, voter_id) and what they cast, None where not.

    Of it: option_id, choice, channel, cast_at, cast_by, cast_name, salt, receipt; marked_at in secret polls.
    """
    return rows(_ON_ROLL, {"poll": poll_id, "homes": list(home_ids)})
