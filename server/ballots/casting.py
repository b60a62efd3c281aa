"""One home, one vote: the whole decision is one statement, judged by the database's clock and keys."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, literal, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from server.ballots import policy, queries
from server.ballots.models import Ballot, Poll, PollOption, PollState, RollEntry
from server.ballots.roll import receipt
from server.ballots.service import touch
from server.core import versions
from server.core.access import Actor
from server.extensions import db
from server.identity.models import Person
from server.kit.db import db_now
from server.kit.errors import AppError, ConflictError, ForbiddenError, InvalidError
from server.kit.rest import stamp
from server.kit.worktime import SHANGHAI

#: What a change rewrites; who cast it and for which home stays.
_REWRITTEN = ("option_id", "cast_at", "salt", "receipt")


def cast(actor: Actor, poll: Poll, *, home_id: int, option_id: int) -> Row[Any]:
    """Cast or change this home's ballot: (option_id, cast_at, changed, receipt).

    ForbiddenError: not the actor's to cast. ConflictError `home_voted`: another member was first;
    `poll_closed`: too late by the database's clock. InvalidError: not an option of this poll.
    """
    if reason := policy.votes_for(actor, poll, home_id):
        raise ForbiddenError(reason)
    # Held by all voters together: the count waits for every vote that was in time.
    queries.lock_poll(poll.id, shared=True)
    written = db.session.execute(_statement(actor, poll, home_id, option_id)).one_or_none()
    if written is None:
        raise _refusal(actor, poll, home_id)
    touch(poll)
    versions.touch(versions.own_key(poll.community_id, actor.person_id))
    return written


def _statement(actor: Actor, poll: Poll, home_id: int, option_id: int) -> Any:
    salt = secrets.token_bytes(16)
    row = {
        "community_id": bindparam("community_id", poll.community_id, type_=Ballot.community_id.type),
        "poll_id": Poll.id,
        "home_id": RollEntry.home_id,
        "option_id": PollOption.id,
        "cast_by": Person.id,
        "cast_name": Person.masked_name,
        "cast_at": db_now(),
        "changed": literal(0),
        "salt": literal(salt),
        "receipt": literal(receipt(poll.id, home_id, option_id, salt)),
    }
    insert = pg_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    new = insert(Ballot).from_select(list(row), _may_be_cast(poll, home_id, option_id, actor, row))
    return new.on_conflict_do_update(
        index_elements=["community_id", "poll_id", "home_id"],
        set_={name: new.excluded[name] for name in _REWRITTEN} | {"changed": Ballot.changed + 1},
        where=Ballot.cast_by == actor.person_id,
    ).returning(Ballot.option_id, Ballot.cast_at, Ballot.changed, Ballot.receipt)


def _may_be_cast(poll: Poll, home_id: int, option_id: int, actor: Actor, row: dict[str, Any]) -> Any:
    # The fence does not narrow what an INSERT selects from: every table names the community itself.
    here = poll.community_id
    return (
        select(*row.values())
        .select_from(Poll)
        .join(RollEntry, (RollEntry.community_id == Poll.community_id) & (RollEntry.poll_id == Poll.id))
        .join(PollOption, (PollOption.community_id == Poll.community_id) & (PollOption.poll_id == Poll.id))
        .join(Person, Person.id == actor.person_id)
        .where(Poll.community_id == here, RollEntry.community_id == here, PollOption.community_id == here)
        .where(Poll.id == poll.id, RollEntry.home_id == home_id, PollOption.id == option_id)
        .where(Poll.state == PollState.OPEN, Poll.opens_at <= db_now(), Poll.closes_at > db_now())
    )


def _refusal(actor: Actor, poll: Poll, home_id: int) -> AppError:
    """Why nothing was written, asked only then."""
    moment = queries.now()
    if poll.state is not PollState.OPEN or poll.closes_at <= moment:
        return ConflictError(
            "表决已经截止，不能再投票或更改", code="poll_closed", closes_at=stamp(poll.closes_at)
        )
    theirs = queries.ballot_of(poll.id, home_id)
    if theirs is not None and theirs.cast_by != actor.person_id:
        return ConflictError(
            home_voted(theirs, moment),
            code="home_voted",
            at=stamp(theirs.cast_at),
            by=theirs.cast_name,
        )
    if not queries.on_roll(poll.id, [home_id]):
        return ForbiddenError("开始表决时这户不在名册上，这次不能投票", code="not_on_roll")
    return InvalidError("请选择这次表决列出的选项", code="no_such_option")


def home_voted(ballot: Any, now: datetime) -> str:
    """What the other members of the home are told. `ballot`: with cast_at and cast_name."""
    at = moment_words(ballot.cast_at, now)
    return f"这户已经在 {at} 投过票（{ballot.cast_name}），截止前可由本人修改"


def moment_words(moment: datetime, now: datetime) -> str:
    """「14:02」 today, 「11月20日 14:02」 on another day, as clocks in the estate show it."""
    local, today = moment.astimezone(SHANGHAI), now.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    return clock if local.date() == today.date() else f"{local.month}月{local.day}日 {clock}"
