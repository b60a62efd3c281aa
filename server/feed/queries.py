"""Every SELECT of the home page: the stream, a card's source where its owner has no read, what waits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, true

from server.ballots.models import Poll, PollState, RollEntry
from server.ballots.queries import CASTABLE, TOOK_PART, castable_by
from server.core.access import Actor
from server.core.database import rows
from server.deliberation.models import TopicStep
from server.extensions import db
from server.feed.models import FeedEntry, FeedKind
from server.identity.models_enrolment import Application, ApplicationState
from server.kit.db import among, db_now
from server.kit.rest import MOST_ID
from server.places.models import Estate

_ENTRY = FeedEntry
_REACH: dict[bool, ColumnElement[bool]] = {
    False: _ENTRY.estate_id.is_(None) | among(_ENTRY.estate_id, "estates"),
    True: true(),
}
_BOARD: dict[bool, ColumnElement[bool]] = {False: _ENTRY.board == bindparam("board"), True: true()}


def _stream(everywhere: bool, every_board: bool) -> Select[*tuple[Any, ...]]:
    entry = _ENTRY
    return (
        select(
            entry.kind, entry.ref_id, entry.sort, entry.board, entry.estate_id, entry.title, entry.excerpt,
            entry.photos, entry.badge, entry.tone, entry.filed, entry.at, entry.author_name,
            entry.author_place, entry.author_role, Estate.name.label("estate_name"),
        )
        .outerjoin(Estate, (Estate.community_id == entry.community_id) & (Estate.id == entry.estate_id))
        .where(_REACH[everywhere], _BOARD[every_board], entry.sort < bindparam("before"))
        .order_by(entry.sort.desc())
        .limit(bindparam("most"))
    )  # fmt: skip


# Built once: making a statement anew costs more than sending it.
_STREAMS = {key: _stream(*key) for key in ((False, False), (False, True), (True, False), (True, True))}


def stream(
    estates: frozenset[int] | None, *, board: str | None, after: int | None, limit: int
) -> Sequence[Any]:
    """Cards of the community and of these estates (None: all), newest first, one more than asked for."""
    asked = {"estates": sorted(estates or ()), "board": board, "before": after or MOST_ID, "most": limit + 1}
    return rows(_STREAMS[estates is None, board is None], asked)


def locked(kind: FeedKind, ref_id: int) -> FeedEntry | None:
    """The card of one object as it is now, kept from others until the commit."""
    return db.session.scalar(
        select(FeedEntry).where(FeedEntry.kind == kind, FeedEntry.ref_id == ref_id).with_for_update()
    )


def last_step(topic_id: int) -> int | None:
    """The id of a topic's newest step."""
    steps = select(TopicStep.id).where(TopicStep.topic_id == topic_id)
    return db.session.scalar(steps.order_by(TopicStep.move.desc()).limit(1))


_UNCAST = (
    select(Poll.id, Poll.question, Poll.closes_at, RollEntry.label)
    .join(RollEntry, (RollEntry.community_id == Poll.community_id) & (RollEntry.poll_id == Poll.id))
    .where(Poll.state == PollState.OPEN, Poll.closes_at > db_now(), CASTABLE, ~TOOK_PART)
    .order_by(Poll.closes_at)
    .limit(bindparam("most"))
)


def uncast(actor: Actor, most: int) -> Sequence[Any]:
    """(id, question, closes_at, label) where a home of the actor may still vote, the next to close first."""
    return rows(_UNCAST, {"most": most, **castable_by(actor)})


def unconfirmed() -> Sequence[Poll]:
    """Polls whose count nobody has confirmed yet, the first to close first."""
    return db.session.scalars(
        select(Poll).where(Poll.state == PollState.CLOSED).order_by(Poll.closes_at)
    ).all()


def applications_waiting(estates: frozenset[int] | None, most: int) -> int:
    """How many applications of these estates (None: all) wait for the committee, counted up to `most`."""
    waiting = select(Application.id).where(Application.state == ApplicationState.VERIFIED).limit(most)
    if estates is not None:
        waiting = waiting.where(Application.estate_id.in_(sorted(estates)))
    return db.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
