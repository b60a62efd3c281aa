"""SELECTs of paper ballots."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, exists, func, literal, select, type_coerce
from sqlalchemy.orm import aliased

from server.ballots import queries
from server.ballots.delivery_queries import CALLS, REACHED
from server.ballots.models import Ballot, Channel, Counted, Electorate, Poll, RollEntry
from server.ballots.paper_models import PaperBallot, PaperState
from server.ballots.queries import Rows, of_entry
from server.core.uploads import Upload
from server.extensions import db
from server.identity.models import Membership, Person, Relation
from server.kit.db import db_now, unended
from server.places.models import Building, Home

#: A sheet that is in somebody's hands, or counted.
LIVE: ColumnElement[bool] = PaperBallot.state.not_in((PaperState.VOID, PaperState.OVERTAKEN))


@dataclass(frozen=True)
class Wanted:
    """Which homes of the roll: these, those of a building, or all where nobody can vote by phone."""

    home_ids: Collection[int] | None = None
    building_id: int | None = None
    without_phone: bool = False


def sheet(poll_id: int, serial: int) -> PaperBallot | None:
    return db.session.scalar(
        select(PaperBallot)
        .where(PaperBallot.poll_id == poll_id, PaperBallot.serial == serial)
        .execution_options(populate_existing=True)
    )


def question_of(serial: int) -> str | None:
    """What the poll asks in which this serial was issued."""
    joined = (Poll.community_id == PaperBallot.community_id) & (Poll.id == PaperBallot.poll_id)
    return db.session.scalar(
        select(Poll.question).join(PaperBallot, joined).where(PaperBallot.serial == serial)
    )


def homes_of(poll: Poll, home_id: int) -> Sequence[int]:
    """The homes that one sheet of this home votes for: where owners count, all of the same owner."""
    return queries.head_homes(poll.id, home_id) if poll.base is Counted.OWNERS else [home_id]


def cast_for(poll_id: int, home_ids: Collection[int]) -> Any:
    """(channel, cast_name, cast_at) of a ballot that lies in the box for one of these homes."""
    return db.session.execute(
        select(Ballot.channel, Ballot.cast_name, Ballot.cast_at)
        .where(Ballot.poll_id == poll_id, Ballot.home_id.in_(home_ids))
        .order_by(Ballot.home_id)
        .limit(1)
    ).one_or_none()


def labels(poll_id: int, home_ids: Collection[int]) -> dict[int, str]:
    found = db.session.execute(
        select(RollEntry.home_id, RollEntry.label)
        .where(RollEntry.poll_id == poll_id, RollEntry.home_id.in_(home_ids))
        .order_by(RollEntry.home_id)
    )
    return {row.home_id: row.label for row in found}


def wanted(poll: Poll, which: Wanted) -> Rows:
    """(home_id, label, head, channel, serial, state) of homes on the roll: their ballot and sheet in hand."""
    asked = (
        select(
            RollEntry.home_id, RollEntry.label, RollEntry.head, Ballot.channel,
            PaperBallot.serial, PaperBallot.state,
        )
        .outerjoin(Ballot, of_entry(Ballot))
        .outerjoin(PaperBallot, of_entry(PaperBallot) & LIVE)
        .where(RollEntry.poll_id == poll.id)
        .order_by(RollEntry.home_id)
    )  # fmt: skip
    if which.home_ids is not None:
        asked = asked.where(RollEntry.home_id.in_(which.home_ids))
    if which.building_id is not None:
        asked = asked.join(Home, _home()).where(Home.building_id == which.building_id)
    if which.without_phone:
        asked = asked.where(~_can_by_phone(poll.who))
    return db.session.execute(asked).all()


def _home() -> ColumnElement[bool]:
    return and_(Home.community_id == RollEntry.community_id, Home.id == RollEntry.home_id)


def _can_by_phone(who: Electorate) -> ColumnElement[bool]:
    """Of roll entries: whether somebody with an account could vote for the home."""
    able = (
        exists(Membership.id)
        .where(Membership.community_id == RollEntry.community_id, Membership.home_id == RollEntry.home_id)
        .where(unended(Membership.ends_at))
        .where(Membership.relation != Relation.AWAY, Person.id == Membership.person_id)
        .where(Person.adult_on <= db_now())
    )
    able = able.where(Membership.relation == Relation.OWNER) if who is Electorate.OWNERS else able
    return able.correlate(RollEntry)


def sheets_in_hand(poll_id: int) -> dict[int, str]:
    """head → the label of the home that holds its sheet."""
    found = db.session.execute(
        select(RollEntry.head, RollEntry.label)
        .join(PaperBallot, of_entry(PaperBallot) & LIVE)
        .where(RollEntry.poll_id == poll_id)
    )
    return {row.head: row.label for row in found}


def to_print(poll_id: int, only: Any, after: int | None, limit: int) -> Rows:
    """(serial, home_id, token_hash, label, head, building_id) of sheets not read in yet, by home."""
    asked = (
        select(
            PaperBallot.serial, PaperBallot.home_id, PaperBallot.token_hash, RollEntry.label,
            RollEntry.head, Home.building_id,
        )
        .join(RollEntry, of_entry(PaperBallot))
        .join(Home, _home())
        .where(PaperBallot.poll_id == poll_id, PaperBallot.state == PaperState.ISSUED)
        .order_by(PaperBallot.home_id)
        .limit(limit + 1)
    )  # fmt: skip
    if only["serial"] is not None:
        asked = asked.where(PaperBallot.serial == only["serial"])
    if only["building_id"] is not None:
        asked = asked.where(Home.building_id == only["building_id"])
    return db.session.execute(asked.where(PaperBallot.home_id > after) if after else asked).all()


def labels_of_heads(poll_id: int, heads: Collection[int]) -> dict[int, list[str]]:
    """head → the labels of all its homes."""
    found: dict[int, list[str]] = {}
    for row in db.session.execute(
        select(RollEntry.head, RollEntry.label)
        .where(RollEntry.poll_id == poll_id, RollEntry.head.in_(heads))
        .order_by(RollEntry.home_id)
    ):
        found.setdefault(row.head, []).append(row.label)
    return found


_older = aliased(PaperBallot)
#: The sheet that says how a home stands: its latest one.
_LATEST = (
    select(_older.serial)
    .where(_older.community_id == RollEntry.community_id, _older.poll_id == RollEntry.poll_id)
    .where(_older.home_id == RollEntry.home_id)
    .order_by(_older.issued_at.desc(), _older.serial)
    .limit(1)
    .correlate(RollEntry)
    .scalar_subquery()
)
#: none, a PaperState, or the channel the home voted by. A ballot in the box says more than any sheet.
STANDING = case(
    (Ballot.channel == Channel.PHONE, literal("phone")),
    (Ballot.channel == Channel.PROXY, literal("proxy")),
    (Ballot.channel == Channel.PAPER, literal("entered")),
    (PaperBallot.serial.is_(None), literal("none")),
    (PaperBallot.undelivered, literal("undelivered")),
    else_=type_coerce(PaperBallot.state, String),
)


def _roll(poll_id: int, *columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(RollEntry)
        .join(Home, _home())
        .join(Building, and_(Building.community_id == Home.community_id, Building.id == Home.building_id))
        .outerjoin(Ballot, of_entry(Ballot))
        .outerjoin(PaperBallot, of_entry(PaperBallot) & (PaperBallot.serial == _LATEST))
        .where(RollEntry.poll_id == poll_id)
    )


def standings(poll_id: int) -> Rows:
    """(building_id, building, standing, homes) of the whole roll."""
    columns = (Home.building_id, Building.name.label("building"), STANDING.label("standing"))
    return db.session.execute(
        _roll(poll_id, *columns, func.count().label("homes")).group_by(*columns).order_by(Home.building_id)
    ).all()


def homes(poll_id: int, only: Any, limit: int) -> Rows:
    """(home_id, label, standing, serial, state, first_by, issued_at, told, calls, reached) by home, one more
    than `limit`."""
    asked = (
        _roll(
            poll_id, RollEntry.home_id, RollEntry.label, STANDING.label("standing"), PaperBallot.serial,
            PaperBallot.state, PaperBallot.first_by, PaperBallot.issued_at, PaperBallot.told,
            CALLS.label("calls"), REACHED.label("reached"),
        )
        .order_by(RollEntry.home_id)
        .limit(limit + 1)
    )  # fmt: skip
    if only["building_id"] is not None:
        asked = asked.where(Home.building_id == only["building_id"])
    if only["standing"] is not None:
        asked = asked.where(only["standing"] == STANDING)
    return db.session.execute(
        asked.where(RollEntry.home_id > only["after"]) if only["after"] else asked
    ).all()


def photos(upload_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """upload id → what uploads.view takes."""
    found = db.session.execute(
        select(Upload.id, Upload.width, Upload.height).where(Upload.id.in_(upload_ids))
    )
    return {row.id: {"id": row.id, "w": row.width, "h": row.height} for row in found}


def names(person_ids: Collection[int | None]) -> dict[int, str]:
    """What clerks are called."""
    found = db.session.execute(
        select(Person.id, Person.display_name).where(Person.id.in_([one for one in person_ids if one]))
    )
    return {row.id: row.display_name for row in found}
