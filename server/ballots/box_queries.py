"""SELECTs of what was cast and counted. Choices are read only for the count and after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from server.ballots.box_models import CountRecord, SealedBallot, SecretBallot, VoterMark
from server.ballots.models import Ballot, Channel, Counted, Mode, Poll, RollEntry
from server.ballots.queries import TOOK_PART, Rows, of_entry
from server.core.database import rows
from server.extensions import db

#: A page of who took part.
PAGE = 100


@dataclass(frozen=True)
class Part:
    """Homes, and where owners count, their area (hundredths of a square metre) and heads."""

    homes: int
    area_cm: int
    heads: int


def _counting(model: Any) -> dict[Counted, Any]:
    of_poll = model.poll_id == bindparam("poll")
    sums = (
        func.count().label("homes"),
        func.coalesce(func.sum(RollEntry.area_cm), 0).label("area_cm"),
        func.count(RollEntry.head.distinct()).label("heads"),
    )
    return {
        Counted.HOMES: select(func.count().label("homes")).select_from(model).where(of_poll),
        Counted.OWNERS: select(*sums).select_from(model).join(RollEntry, of_entry(model)).where(of_poll),
    }


_BALLOTS, _MARKS = _counting(Ballot), _counting(VoterMark)


def participation(poll: Poll) -> Part:
    """What took part so far: all that anybody learns before the close."""
    counting = _MARKS if poll.mode is Mode.SECRET else _BALLOTS
    (found,) = rows(counting[poll.base], {"poll": poll.id})
    if poll.base is Counted.HOMES:
        return Part(found.homes, 0, 0)
    return Part(found.homes, int(found.area_cm), found.heads)


def channels(poll_id: int) -> dict[str, int]:
    """channel → ballots that came in by it."""
    counted = db.session.execute(
        select(Ballot.channel, func.count()).where(Ballot.poll_id == poll_id).group_by(Ballot.channel)
    )
    found = {row[0]: row[1] for row in counted}
    return {channel.value: found.get(channel, 0) for channel in Channel}


def cast(poll_id: int) -> Rows:
    """(home_id, area_cm, head, option_id, choice, salt, receipt, channel) of every ballot."""
    return db.session.execute(
        select(
            Ballot.home_id, RollEntry.area_cm, RollEntry.head, Ballot.option_id, Ballot.choice,
            Ballot.salt, Ballot.receipt, Ballot.channel,
        )
        .join(RollEntry, of_entry(Ballot))
        .where(Ballot.poll_id == poll_id)
        .order_by(Ballot.home_id)
    ).all()  # fmt: skip


def urn(poll_id: int) -> Rows:
    """(receipt, choice) of the sealed ballots of a secret poll, in the order of their receipts."""
    return db.session.execute(
        select(SealedBallot.receipt, SealedBallot.choice)
        .where(SealedBallot.poll_id == poll_id)
        .order_by(SealedBallot.receipt)
    ).all()


def opened(poll_id: int) -> Rows:
    """(receipt, option_id) of the counted ballots of a secret poll, in the order of their receipts."""
    return db.session.execute(
        select(SecretBallot.receipt, SecretBallot.option_id)
        .where(SecretBallot.poll_id == poll_id)
        .order_by(SecretBallot.receipt)
    ).all()


def receipts(poll: Poll) -> list[bytes]:
    """The receipts of all ballots, sorted: their order tells nothing of the homes."""
    if poll.mode is Mode.SECRET:
        return [row.receipt for row in (opened(poll.id) or urn(poll.id))]
    asked = select(Ballot.receipt).where(Ballot.poll_id == poll.id).order_by(Ballot.receipt)
    return list(db.session.scalars(asked))


def roll(poll_id: int) -> Rows:
    """(home_id, label, area_cm, head) of the frozen roll, in the order of home ids."""
    return db.session.execute(
        select(RollEntry.home_id, RollEntry.label, RollEntry.area_cm, RollEntry.head)
        .where(RollEntry.poll_id == poll_id)
        .order_by(RollEntry.home_id)
    ).all()


def took_part(poll_id: int) -> Sequence[int]:
    """The homes that took part."""
    return db.session.scalars(
        select(RollEntry.home_id).where(RollEntry.poll_id == poll_id, TOOK_PART).order_by(RollEntry.home_id)
    ).all()


def participants(poll_id: int, after: int | None) -> Rows:
    """(home_id, label, option_id, channel, cast_name) of homes that took part, one more than PAGE."""
    return db.session.execute(
        select(RollEntry.home_id, RollEntry.label, Ballot.option_id, Ballot.channel, Ballot.cast_name)
        .outerjoin(Ballot, of_entry(Ballot))
        .where(RollEntry.poll_id == poll_id, RollEntry.home_id > (after or 0), TOOK_PART)
        .order_by(RollEntry.home_id)
        .limit(PAGE + 1)
    ).all()


def rounds(poll_id: int) -> Sequence[CountRecord]:
    """The counts of a poll, the first one first."""
    return db.session.scalars(
        select(CountRecord).where(CountRecord.poll_id == poll_id).order_by(CountRecord.round)
    ).all()


def latest_round(poll_id: int) -> CountRecord | None:
    return db.session.scalar(
        select(CountRecord)
        .where(CountRecord.poll_id == poll_id)
        .order_by(CountRecord.round.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
