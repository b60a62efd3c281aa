"""Every SELECT of the feature."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, or_, select

from server.ballots import policy
from server.ballots.models import Ballot, Electorate, Poll, PollOption, PollState, RollEntry
from server.core.access import Actor
from server.extensions import db
from server.kit.db import db_now
from server.places.models import Building, Estate, Home

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]


def now() -> datetime:
    """The database's clock."""
    moment: datetime = db.session.execute(select(db_now())).scalar_one()
    return moment


def get_poll(poll_id: int) -> Poll | None:
    return db.session.scalar(select(Poll).where(Poll.id == poll_id))


def lock_poll(poll_id: int, *, shared: bool = False) -> Poll | None:
    """The poll as committed now. `shared`: many voters hold it together, and keep the count waiting."""
    return db.session.scalar(
        select(Poll)
        .where(Poll.id == poll_id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
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
    *(
        and_(Poll.who == who, RollEntry.home_id.in_(bindparam(f"homes_{who.value}", expanding=True)))
        for who in Electorate
    )
)


def castable_by(actor: Actor) -> dict[str, list[int]]:
    """What a statement with CASTABLE must be given."""
    return {f"homes_{who.value}": policy.homes_for(actor, who) for who in Electorate}


def options(poll_id: int) -> Sequence[PollOption]:
    return db.session.scalars(
        select(PollOption).where(PollOption.poll_id == poll_id).order_by(PollOption.place)
    ).all()


def homes_of(estate_id: int | None) -> Rows:
    """(id, estate, building, room, area_cm) of every home that may vote: of one estate, or of all."""
    asked = (
        select(Home.id, Estate.name.label("estate"), Building.name.label("building"), Home.room, Home.area_cm)
        .join(Estate, (Estate.community_id == Home.community_id) & (Estate.id == Home.estate_id))
        .join(Building, (Building.community_id == Home.community_id) & (Building.id == Home.building_id))
        .order_by(Home.id)
    )
    return db.session.execute(asked.where(Home.estate_id == estate_id) if estate_id else asked).all()


def estate_name(estate_id: int) -> str | None:
    return db.session.scalar(select(Estate.name).where(Estate.id == estate_id))


def taken_part(poll_id: int) -> int:
    """How many homes have voted: all that anybody learns before the close."""
    return db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.poll_id == poll_id)) or 0


def votes(poll_id: int) -> dict[int, int]:
    """option id → ballots. Only for the count after the close."""
    counted = db.session.execute(
        select(Ballot.option_id, func.count()).where(Ballot.poll_id == poll_id).group_by(Ballot.option_id)
    )
    return {row[0]: row[1] for row in counted}


def box(poll_id: int) -> Sequence[bytes]:
    """The receipts of all ballots, sorted: their order tells nothing of the homes."""
    return db.session.scalars(
        select(Ballot.receipt).where(Ballot.poll_id == poll_id).order_by(Ballot.receipt)
    ).all()


def roll(poll_id: int) -> Rows:
    """(home_id, label, area_cm) of the frozen roll."""
    return db.session.execute(
        select(RollEntry.home_id, RollEntry.label, RollEntry.area_cm).where(RollEntry.poll_id == poll_id)
    ).all()


def ballots(poll_id: int) -> Rows:
    """(home_id, option_id, salt, receipt), for the check of the published count."""
    return db.session.execute(
        select(Ballot.home_id, Ballot.option_id, Ballot.salt, Ballot.receipt).where(Ballot.poll_id == poll_id)
    ).all()


def ballot_of(poll_id: int, home_id: int) -> Ballot | None:
    return db.session.scalar(
        select(Ballot)
        .where(Ballot.poll_id == poll_id, Ballot.home_id == home_id)
        .execution_options(populate_existing=True)
    )


def on_roll(poll_id: int, home_ids: Iterable[int]) -> Rows:
    """(home_id, label, option_id, cast_at, cast_by, cast_name, salt, receipt) of these homes on the roll."""
    return db.session.execute(
        select(
            RollEntry.home_id,
            RollEntry.label,
            Ballot.option_id,
            Ballot.cast_at,
            Ballot.cast_by,
            Ballot.cast_name,
            Ballot.salt,
            Ballot.receipt,
        )
        .outerjoin(
            Ballot,
            (Ballot.community_id == RollEntry.community_id)
            & (Ballot.poll_id == RollEntry.poll_id)
            & (Ballot.home_id == RollEntry.home_id),
        )
        .where(RollEntry.poll_id == poll_id, RollEntry.home_id.in_(list(home_ids)))
        .order_by(RollEntry.home_id)
    ).all()
