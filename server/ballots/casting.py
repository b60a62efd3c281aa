"""One home, one vote: the decision is one statement, judged by the database's clock and keys.

Of owners counted by area and heads, one statement for each home of the owner: all his homes vote, and
vote alike. Secret polls are cast in secret.py.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, bindparam, func, literal, null, select, update

from server.ballots import policy, queries, urn
from server.ballots.counting import touch
from server.ballots.models import Ballot, Channel, Counted, Mode, Poll, PollOption, PollState, RollEntry
from server.ballots.paper_models import PaperBallot, PaperState
from server.ballots.roll import receipt
from server.core import database, versions
from server.core.access import Actor
from server.core.database import insert_of, write
from server.extensions import db
from server.identity.models import Person
from server.kit.db import db_now
from server.kit.errors import AppError, ConflictError, ForbiddenError, InvalidError
from server.kit.rest import stamp
from server.kit.worktime import SHANGHAI

#: What a change rewrites; for which home stays.
_REWRITTEN = ("option_id", "choice", "salt", "receipt", "channel", "cast_by", "cast_name", "cast_at")


@dataclass(frozen=True)
class Vote:
    """One choice for one home. by: who cast it; None of paper, which the desk enters for the home."""

    poll: Poll
    home_id: int
    option_id: int
    channel: Channel
    by: int | None


def cast(actor: Actor, poll: Poll, *, home_id: int, option_id: int) -> Any:
    """Cast or change this home's ballot: (home_id, cast_at, changed, receipt). The caller holds the poll.

    ForbiddenError: not the actor's to cast. ConflictError `home_voted`: another member was first;
    `poll_closed`: too late by the database's clock. InvalidError: not an option of this poll.
    """
    channel = standing(actor, poll, home_id)
    written = enter(Vote(poll, home_id, option_id, channel, actor.person_id))
    if written is None:
        raise refusal(actor, poll, home_id)
    return written


def standing(actor: Actor, poll: Poll, home_id: int) -> Channel:
    """By what right the actor votes for this home: his own, or a letter's. ForbiddenError: by none."""
    if (reason := policy.votes_for(actor, poll, home_id)) is None:
        return Channel.PHONE
    if actor.adult and home_id in queries.agent_homes(poll.id, actor.person_id):
        return Channel.PROXY
    raise ForbiddenError(reason)


def enter(vote: Vote) -> Any:
    """Write the vote for its home, and for every home of the same owner where owners are counted.

    The home's row (home_id, cast_at, changed, receipt), or None when it may not be: then nothing of this
    transaction may stay. The caller holds the poll's lock.
    """
    poll, homes = vote.poll, [vote.home_id]
    if poll.base is Counted.OWNERS:
        homes = list(queries.head_homes(poll.id, vote.home_id)) or homes
    statement = _casting(db.session.get_bind().dialect.name, sealed=poll.mode is Mode.NAMED)
    written: list[Any] = []
    for home_id in homes:  # in one order, so that two owners of one head cannot wait for each other
        if not (rows := write(statement, _values(vote, home_id))):
            return None
        written += rows
    if vote.channel is Channel.PHONE:
        _overtake(poll.id, [row.home_id for row in written if row.changed])
    told(poll, [row.home_id for row in written])
    return next(row for row in written if row.home_id == vote.home_id)


def told(poll: Poll, home_ids: list[int]) -> None:
    """What is cached of the poll, and of what waits for everybody in these homes, is made anew."""
    touch(poll)
    housemates = queries.housemates(home_ids)
    versions.touch(*(versions.own_key(poll.community_id, person) for person in housemates))


def _overtake(poll_id: int, home_ids: list[int]) -> None:
    """A phone vote goes before paper: what was read in for these homes counts no more."""
    if home_ids:
        db.session.execute(
            update(PaperBallot)
            .where(PaperBallot.poll_id == poll_id, PaperBallot.home_id.in_(home_ids))
            .where(PaperBallot.state == PaperState.ENTERED)
            .values(state=PaperState.OVERTAKEN)
            .execution_options(synchronize_session=False)
        )


def _values(vote: Vote, home_id: int) -> dict[str, Any]:
    """What the kept statement is given for one home."""
    poll, salt = vote.poll, secrets.token_bytes(16)
    sealed = poll.mode is Mode.NAMED
    return {
        "community_id": poll.community_id,
        "poll": poll.id,
        "home": home_id,
        "option": vote.option_id,
        "by": vote.by,
        "by_phone": vote.channel is Channel.PHONE,
        "given_channel": vote.channel,
        "given_salt": None if sealed else salt,
        "given_choice": urn.seal(poll.id, home_id, vote.option_id, salt) if sealed else None,
        "given_receipt": receipt(poll.id, home_id, vote.option_id, salt),
    }


def given(name: str, column: Any) -> Any:
    """A value of the statement, with the column's type."""
    return bindparam(name, type_=column.type)


@cache
def _casting(dialect: str, *, sealed: bool) -> Any:
    """INSERT … SELECT … ON CONFLICT DO UPDATE: made once, for making it costs more than sending it."""
    by, by_phone = given("by", Ballot.cast_by), bindparam("by_phone", type_=Boolean())
    name = select(Person.masked_name).where(Person.id == by).scalar_subquery()
    row = {
        "community_id": given("community_id", Ballot.community_id),
        "poll_id": Poll.id,
        "home_id": RollEntry.home_id,
        "option_id": null() if sealed else PollOption.id,
        "choice": given("given_choice", Ballot.choice),
        "channel": given("given_channel", Ballot.channel),
        "cast_by": by,
        "cast_name": func.coalesce(name, ""),
        "cast_at": db_now(),
        "changed": literal(0),
        "salt": given("given_salt", Ballot.salt),
        "receipt": given("given_receipt", Ballot.receipt),
    }
    its_own = RollEntry.voter_id.is_(None) | (RollEntry.voter_id == by) | ~by_phone
    new = insert_of(dialect, Ballot.__table__).from_select(list(row), may_be_cast(row).where(its_own))
    return new.on_conflict_do_update(
        index_elements=["community_id", "poll_id", "home_id"],
        set_={name: new.excluded[name] for name in _REWRITTEN} | {"changed": Ballot.changed + 1},
        # The caster's own ballot; a phone's goes before paper's and an agent's too. Paper's `by` is NULL.
        where=(Ballot.cast_by == by) | (by_phone & (Ballot.channel != Channel.PHONE)),
    ).returning(Ballot.home_id, Ballot.cast_at, Ballot.changed, Ballot.receipt)


def may_be_cast(row: dict[str, Any]) -> Any:
    """SELECT of `row` for `home` and `option`; empty unless the poll runs and has them on its lists."""
    # The fence does not narrow what an INSERT selects from: every table names the community itself.
    here = given("community_id", Ballot.community_id)
    return (
        select(*row.values())
        .select_from(Poll)
        .join(RollEntry, (RollEntry.community_id == Poll.community_id) & (RollEntry.poll_id == Poll.id))
        .join(PollOption, (PollOption.community_id == Poll.community_id) & (PollOption.poll_id == Poll.id))
        .where(Poll.community_id == here, RollEntry.community_id == here, PollOption.community_id == here)
        .where(Poll.id == bindparam("poll"), RollEntry.home_id == bindparam("home"))
        .where(PollOption.id == bindparam("option"))
        .where(Poll.state == PollState.OPEN, Poll.opens_at <= db_now(), Poll.closes_at > db_now())
    )


def refusal(actor: Actor, poll: Poll, home_id: int) -> AppError:
    """Why nothing was written, asked only then."""
    moment = database.now()
    if late := too_late(poll, moment):
        return late
    if theirs := queries.ballot_of_head(poll.id, home_id, but=actor.person_id):
        return ConflictError(
            home_voted(theirs, moment), code="home_voted", at=stamp(theirs.cast_at), by=theirs.cast_name
        )
    place = next(iter(queries.on_roll(poll.id, [home_id])), None)
    if place is None:
        return ForbiddenError("开始表决时这户不在名册上，这次不能投票", code="not_on_roll")
    if reason := policy.delegate_of(actor, place.voter_id):
        return ForbiddenError(reason, code="not_the_delegate")
    return InvalidError("请选择这次表决列出的选项", code="no_such_option")


def too_late(poll: Poll, moment: datetime) -> ConflictError | None:
    if poll.state is PollState.OPEN and moment < poll.closes_at:
        return None
    words = "表决已经截止，不能再投票或更改"
    return ConflictError(words, code="poll_closed", closes_at=stamp(poll.closes_at))


def home_voted(ballot: Any, now: datetime) -> str:
    """What the other members of the home are told. `ballot`: with cast_at, cast_name and channel."""
    at = moment_words(ballot.cast_at, now)
    if ballot.channel is Channel.PAPER:
        return f"这户的纸质票已经在 {at} 录入"
    return f"这户已经在 {at} 投过票（{ballot.cast_name}），截止前可由本人修改"


def moment_words(moment: datetime, now: datetime) -> str:
    """「14:02」 today, 「11月20日 14:02」 on another day, as clocks in the estate show it."""
    local, today = moment.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    return clock if local.date() == today.date() else f"{local.month}月{local.day}日 {clock}"
