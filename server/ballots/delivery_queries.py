"""SELECTs on whether paper ballots reached their homes, and their homes heard that they were entered."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from server.ballots.models import Ballot, Mode, Poll, RollEntry
from server.ballots.paper_models import PaperBallot, PaperCall, PaperState
from server.ballots.queries import of_entry
from server.extensions import db


def _of_sheet(sheet: Any) -> ColumnElement[bool]:
    return and_(
        PaperCall.community_id == sheet.community_id,
        PaperCall.poll_id == sheet.poll_id,
        PaperCall.serial == sheet.serial,
    )


#: Of sheets: calls made, and whether one of them reached somebody.
CALLS = select(func.count()).where(_of_sheet(PaperBallot)).correlate(PaperBallot).scalar_subquery()
REACHED = exists(PaperCall.id).where(_of_sheet(PaperBallot), PaperCall.reached).correlate(PaperBallot)


def confirmations(poll_id: int) -> Sequence[Any]:
    """(told, reached, sheets) of all that were entered."""
    reached = REACHED.label("reached")
    of_sheets = select(PaperBallot.told, reached).where(
        PaperBallot.poll_id == poll_id, PaperBallot.state == PaperState.ENTERED
    )
    found = of_sheets.subquery()
    return db.session.execute(
        select(found.c.told, found.c.reached, func.count().label("sheets")).group_by(
            found.c.told, found.c.reached
        )
    ).all()


def calls(sheet: PaperBallot) -> Sequence[PaperCall]:
    """Every call about this sheet, the oldest first."""
    asked = select(PaperCall).where(PaperCall.poll_id == sheet.poll_id, PaperCall.serial == sheet.serial)
    return db.session.scalars(asked.order_by(PaperCall.called_at, PaperCall.id)).all()


def undelivered(poll: Poll) -> list[str]:
    """Labels of the homes whose latest sheet could not be handed over, and that did not vote otherwise."""
    if poll.mode is Mode.SECRET:
        return []  # knows no paper
    later = aliased(PaperBallot)
    newer = exists(later.serial).where(
        later.community_id == PaperBallot.community_id,
        later.poll_id == PaperBallot.poll_id,
        later.home_id == PaperBallot.home_id,
        later.issued_at > PaperBallot.issued_at,
    )
    voted = exists(Ballot.home_id).where(of_entry(Ballot)).correlate(RollEntry)
    asked = (
        select(RollEntry.label)
        .join(PaperBallot, of_entry(PaperBallot))
        .where(RollEntry.poll_id == poll.id, PaperBallot.undelivered, ~newer, ~voted)
        .order_by(RollEntry.home_id)
    )
    return list(db.session.scalars(asked))
