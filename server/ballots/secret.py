"""Casting in a secret poll: a mark for the home, and a ballot that nothing joins to it.

The voter's device makes the token, keeps it, and sends with the ballot only its hash, the receipt. So a
lost answer loses nothing: the very same ballot sent again is answered as the first time. A secret vote
cannot be changed: to find the old ballot one would have to know whose it was.
"""

from datetime import datetime
from functools import cache
from typing import Any

from server.ballots import queries, urn
from server.ballots.box_models import SealedBallot, VoterMark
from server.ballots.casting import given, may_be_cast, moment_words, refusal, standing, told, too_late
from server.ballots.models import Mode, Poll, RollEntry
from server.core import database
from server.core.access import Actor
from server.core.database import insert_of, write
from server.extensions import db
from server.kit.db import db_now
from server.kit.errors import ConflictError, InvalidError
from server.kit.rest import stamp


def checked(poll: Poll, receipt: str | None) -> bytes | None:
    """The receipt of a secret ballot; None in other polls, whose receipts the server makes. InvalidError."""
    if poll.mode is not Mode.SECRET:
        if receipt is not None:
            words = "只有无记名表决由投票人的手机生成回执，请去掉回执再提交"
            raise InvalidError(words, code="receipt_not_wanted")
        return None
    if receipt is None:
        raise InvalidError("无记名票要附上手机生成的回执，请更新后再投", code="receipt_missing")
    return bytes.fromhex(receipt)


def cast(actor: Actor, poll: Poll, *, home_id: int, option_id: int, receipt: bytes) -> datetime:
    """Mark the home and drop its ballot: when it was marked. The same once more changes nothing.

    The caller holds the poll.
    Refused like casting.cast; `home_voted` also to whoever comes again with another receipt or choice.
    ConflictError `receipt_taken`: another home's ballot has it.
    """
    standing(actor, poll, home_id)
    here = {"community_id": poll.community_id, "poll": poll.id, "home": home_id, "option": option_id}
    dialect = db.session.get_bind().dialect.name
    marks = write(_marking(dialect), here | {"by": actor.person_id})
    if not marks:
        return _again(actor, poll, home_id, option_id, receipt)
    sealed = {"receipt": receipt, "choice": urn.seal_secret(poll.id, receipt, option_id)}
    if not write(_dropping(dialect), here | sealed):
        raise ConflictError("这个回执已经用在另一张票上，请重新投一次", code="receipt_taken")
    told(poll, [home_id])
    return marks[0].marked_at  # type: ignore[no-any-return]


def _again(actor: Actor, poll: Poll, home_id: int, option_id: int, receipt: bytes) -> datetime:
    """The same ballot of a home that has voted, or why it is refused.

    Which ballot is the home's nobody knows: that this one lies in the urn is answered, and not kept. Two
    statements, so that no log of the database ever shows home and receipt in one line.
    """
    mark, moment = queries.mark_of(poll.id, home_id), database.now()
    if mark is None or too_late(poll, moment):
        raise refusal(actor, poll, home_id)
    choice = queries.sealed(poll.id, receipt)
    if choice is not None and urn.open_secret(poll.id, receipt, choice) == option_id:
        return mark.marked_at
    raise ConflictError(marked(mark, moment), code="home_voted", at=stamp(mark.marked_at))


@cache
def _marking(dialect: str) -> Any:
    row = {
        "community_id": given("community_id", VoterMark.community_id),
        "poll_id": Poll.id,
        "home_id": RollEntry.home_id,
        "marked_at": db_now(),
    }
    its_own = RollEntry.voter_id.is_(None) | (RollEntry.voter_id == given("by", RollEntry.voter_id))
    new = insert_of(dialect, VoterMark.__table__).from_select(list(row), may_be_cast(row).where(its_own))
    return new.on_conflict_do_nothing().returning(VoterMark.marked_at)


@cache
def _dropping(dialect: str) -> Any:
    row = {
        "community_id": given("community_id", SealedBallot.community_id),
        "poll_id": given("poll", SealedBallot.poll_id),
        "receipt": given("receipt", SealedBallot.receipt),
        "choice": given("choice", SealedBallot.choice),
    }
    new = insert_of(dialect, SealedBallot.__table__).values(row)
    return new.on_conflict_do_nothing().returning(SealedBallot.poll_id)


def marked(mark: Any, now: datetime) -> str:
    """`mark`: with marked_at."""
    return f"这户已经在 {moment_words(mark.marked_at, now)} 投过票，无记名票投出后不能更改"
