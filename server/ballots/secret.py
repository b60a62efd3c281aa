"""Casting in a secret poll: a mark for the home, and a ballot that nothing joins to it.

The token is made here, shown once and stored nowhere; only its hash lies with the ballot. A secret vote
cannot be changed: to find the old ballot one would have to know whose it was.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from server.ballots import queries, urn
from server.ballots.box_models import SealedBallot, VoterMark
from server.ballots.casting import RAW, given, may_be_cast, moment_words, refusal, standing, told
from server.ballots.models import Poll, RollEntry
from server.ballots.roll import secret_receipt
from server.core.access import Actor
from server.core.database import insert_of, put
from server.extensions import db
from server.kit.db import db_now
from server.kit.errors import AppError, ConflictError
from server.kit.rest import stamp


@dataclass(frozen=True)
class Dropped:
    """token: all that will ever find this ballot again."""

    marked_at: datetime
    token: str


def cast(actor: Actor, poll: Poll, *, home_id: int, option_id: int) -> Dropped:
    """Mark the home and drop its ballot. Refused like casting.cast; a second time for everybody."""
    queries.hold(poll.id)
    standing(actor, poll, home_id)
    here = {"community_id": poll.community_id, "poll": poll.id, "home": home_id, "option": option_id}
    statement = _marking(db.session.get_bind().dialect.name)
    marked = db.session.execute(statement, here | {"by": actor.person_id}, execution_options=RAW)
    marked_at = marked.scalar_one_or_none()
    if marked_at is None:
        raise _refusal(actor, poll, home_id)
    token = secrets.token_hex(16)
    receipt = secret_receipt(token)
    put(SealedBallot(poll_id=poll.id, receipt=receipt, choice=urn.seal_secret(poll.id, receipt, option_id)))
    told(poll, [home_id])
    return Dropped(marked_at, token)


@cache
def _marking(dialect: str) -> Any:
    row = {
        "community_id": given("community_id", VoterMark.community_id),
        "poll_id": Poll.id,
        "home_id": RollEntry.home_id,
        "marked_at": db_now(),
    }
    its_own = RollEntry.voter_id.is_(None) | (RollEntry.voter_id == given("by", RollEntry.voter_id))
    new = insert_of(dialect, VoterMark).from_select(list(row), may_be_cast(row).where(its_own))
    return new.on_conflict_do_nothing().returning(VoterMark.marked_at)


def _refusal(actor: Actor, poll: Poll, home_id: int) -> AppError:
    mark = queries.mark_of(poll.id, home_id)
    if mark is None:
        return refusal(actor, poll, home_id)
    return ConflictError(marked(mark, queries.now()), code="home_voted", at=stamp(mark.marked_at))


def marked(mark: Any, now: datetime) -> str:
    """`mark`: with marked_at."""
    return f"这户已经在 {moment_words(mark.marked_at, now)} 投过票，无记名票投出后不能更改"
