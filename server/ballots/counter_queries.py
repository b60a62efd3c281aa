"""SELECTs of openings, and of the rows that they open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from server.ballots.counter_models import RowsOpening
from server.ballots.models import Ballot, RollEntry
from server.ballots.queries import Rows, of_entry
from server.extensions import db

#: A page of rows.
PAGE = 100


def openings(poll_id: int) -> Sequence[RowsOpening]:
    """All of a poll, lapsed ones too, the first asked for first."""
    asked = select(RowsOpening).where(RowsOpening.poll_id == poll_id)
    return db.session.scalars(asked.order_by(RowsOpening.asked_at, RowsOpening.id)).all()


def get(opening_id: int) -> RowsOpening | None:
    return db.session.scalar(select(RowsOpening).where(RowsOpening.id == opening_id))


def lock(poll_id: int, opening_id: int) -> RowsOpening | None:
    """As committed now; of two who confirm at once the second waits for the first."""
    return db.session.scalar(
        select(RowsOpening)
        .where(RowsOpening.poll_id == poll_id, RowsOpening.id == opening_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def waiting_of(poll_id: int, person_id: int, moment: datetime) -> RowsOpening | None:
    """What this person has asked for and nobody has confirmed yet."""
    return db.session.scalar(
        select(RowsOpening)
        .where(RowsOpening.poll_id == poll_id, RowsOpening.asked_by == person_id)
        .where(RowsOpening.confirmed_at.is_(None), RowsOpening.ends_at > moment)
        .limit(1)
    )


def cast(poll_id: int, after: int = 0, most: int | None = None) -> Rows:
    """The ballots with what the roll says of their homes, in the order of home ids: one more than `most`.

    home_id, label, area_cm, head, option_id, choice, salt, receipt, channel, cast_name.
    """
    asked = (
        select(
            Ballot.home_id, RollEntry.label, RollEntry.area_cm, RollEntry.head, Ballot.option_id,
            Ballot.choice, Ballot.salt, Ballot.receipt, Ballot.channel, Ballot.cast_name,
        )
        .join(RollEntry, of_entry(Ballot))
        .where(Ballot.poll_id == poll_id, Ballot.home_id > after)
        .order_by(Ballot.home_id)
    )  # fmt: skip
    return db.session.execute(asked.limit(most + 1) if most else asked).all()
