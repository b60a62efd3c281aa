"""One home, one vote: the decision is one statement, judged by the database's clock and keys.

Of owners counted by area and heads, one statement for each home of the owner: all his homes vote, and
vote alike. Secret polls are cast in secret.py.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, literal, select, update

from server.ballots import policy, queries, urn
from server.ballots.counting import touch
from server.ballots.models import Ballot, Channel, Counted, Mode, Poll, PollOption, PollState, RollEntry
from server.ballots.paper_models import PaperBallot, PaperState
from server.ballots.roll import receipt
from server.core import versions
from server.core.access import Actor
from server.core.database import insert_into
from server.extensions import db
from server.identity import queries as people
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


def cast(actor: Actor, poll: Poll, *, home_id: int, option_id: int) -> Row[Any]:
    """Cast or change this home's ballot: (home_id, cast_at, changed, receipt).

    ForbiddenError: not the actor's to cast. ConflictError `home_voted`: another member was first;
    `poll_closed`: too late by the database's clock. InvalidError: not an option of this poll.
    """
    channel = standing(actor, poll, home_id)
    # Held by all voters together: the count waits for every vote that was in time.
    queries.lock_poll(poll.id, shared=True)
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


def enter(vote: Vote) -> Row[Any] | None:
    """Write the vote for its home, and for every home of the same owner where owners are counted.

    The home's row (home_id, cast_at, changed, receipt), or None when it may not be: then nothing of this
    transaction may stay. The caller holds the poll's lock.
    """
    poll, homes = vote.poll, [vote.home_id]
    if poll.base is Counted.OWNERS:
        homes = list(queries.head_homes(poll.id, vote.home_id)) or homes
    written = []
    for home_id in homes:  # in one order, so that two owners of one head cannot wait for each other
        row = db.session.execute(_statement(vote, home_id)).one_or_none()
        if row is None:
            return None
        written.append(row)
    if vote.channel is Channel.PHONE:
        _overtake(poll.id, [row.home_id for row in written if row.changed])
    told(poll, [row.home_id for row in written])
    return next(row for row in written if row.home_id == vote.home_id)


def told(poll: Poll, home_ids: list[int]) -> None:
    """What is cached of the poll, and of what waits for everybody in these homes, is made anew."""
    touch(poll)
    housemates = {one.person_id for one in people.members_of_homes(home_ids)}
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


def _statement(vote: Vote, home_id: int) -> Any:
    poll, salt = vote.poll, secrets.token_bytes(16)
    sealed = poll.mode is Mode.NAMED
    choice = urn.seal(poll.id, home_id, vote.option_id, salt) if sealed else None
    row = {
        "community_id": bindparam("community_id", poll.community_id, type_=Ballot.community_id.type),
        "poll_id": Poll.id,
        "home_id": RollEntry.home_id,
        "option_id": literal(None, Ballot.option_id.type) if sealed else PollOption.id,
        "choice": literal(choice, Ballot.choice.type),
        "channel": literal(vote.channel, Ballot.channel.type),
        "cast_by": literal(vote.by, Ballot.cast_by.type),
        "cast_name": literal("") if vote.by is None else _name_of(vote.by),
        "cast_at": db_now(),
        "changed": literal(0),
        "salt": literal(None if sealed else salt, Ballot.salt.type),
        "receipt": literal(receipt(poll.id, home_id, vote.option_id, salt)),
    }
    new = insert_into(Ballot).from_select(list(row), may_be_cast(poll, home_id, row).where(_answers(vote)))
    return new.on_conflict_do_update(
        index_elements=["community_id", "poll_id", "home_id"],
        set_={name: new.excluded[name] for name in _REWRITTEN} | {"changed": Ballot.changed + 1},
        where=_goes_before(vote),
    ).returning(Ballot.home_id, Ballot.cast_at, Ballot.changed, Ballot.receipt)


def _name_of(person_id: int) -> Any:
    return select(Person.masked_name).where(Person.id == person_id).scalar_subquery()


def _answers(vote: Vote) -> ColumnElement[bool]:
    of_roll = RollEntry.voter_id.is_(None) | (RollEntry.voter_id == vote.by)
    return (PollOption.id == vote.option_id) & (of_roll if vote.channel is Channel.PHONE else literal(True))


def _goes_before(vote: Vote) -> ColumnElement[bool]:
    """Whose earlier ballot this one may replace: the caster's own; a phone's also paper's and an agent's."""
    if vote.by is None:
        return literal(False)
    own = Ballot.cast_by == vote.by
    return own | (Ballot.channel != Channel.PHONE) if vote.channel is Channel.PHONE else own


def may_be_cast(poll: Poll, home_id: int, row: dict[str, Any]) -> Any:
    """SELECT of `row` for this home, empty unless the poll is running and the home on its roll."""
    # The fence does not narrow what an INSERT selects from: every table names the community itself.
    here = poll.community_id
    return (
        select(*row.values())
        .select_from(Poll)
        .join(RollEntry, (RollEntry.community_id == Poll.community_id) & (RollEntry.poll_id == Poll.id))
        .join(PollOption, (PollOption.community_id == Poll.community_id) & (PollOption.poll_id == Poll.id))
        .where(Poll.community_id == here, RollEntry.community_id == here, PollOption.community_id == here)
        .where(Poll.id == poll.id, RollEntry.home_id == home_id)
        .where(Poll.state == PollState.OPEN, Poll.opens_at <= db_now(), Poll.closes_at > db_now())
    )


def refusal(actor: Actor, poll: Poll, home_id: int) -> AppError:
    """Why nothing was written, asked only then."""
    moment = queries.now()
    if poll.state is not PollState.OPEN or poll.closes_at <= moment:
        return ConflictError(
            "表决已经截止，不能再投票或更改", code="poll_closed", closes_at=stamp(poll.closes_at)
        )
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
