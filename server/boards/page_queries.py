"""What the hot reads ask: columns only, by statements that are kept (server/core/tenancy.py says why)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from server.assistance.models import Filing, FilingKind
from server.assistance.queries import SHOWN, of
from server.boards.models import Board, Comment, Post, Reaction, Report, State
from server.core.access import Actor
from server.core.database import rows
from server.kit.db import among
from server.places.models import Estate

MOST_PENDING = 5
MOST_PINNED = 5
_LEAD_CHARS = 200
LAST_ID = 2**63 - 1
_OPEN = (State.CHECKING, State.HELD, State.REFUSED, State.HIDDEN)
_COLUMNS = (
    Post.community_id, Post.id, Post.board, Post.kind, Post.title, Post.photos, Post.author_name,
    Post.author_place, Post.author_role, Post.estate_id, Post.created_at, Post.comments, Post.thanks,
    Post.pinned, Post.answer_id, Post.answered_at, Post.answered_by, Post.state, Post.reason,
    Estate.name.label("estate_name"), *SHOWN,
)  # fmt: skip
_COMMENT = (
    Comment.community_id, Comment.id, Comment.body, Comment.photos, Comment.author_name, Comment.author_place,
    Comment.author_role, Comment.created_at, Comment.reply_to, Comment.reply_to_name, Comment.state,
    Comment.reason,
)  # fmt: skip
# Written into the statement, not bound: SQLite takes a partial index only for what it can read there.
_PUBLISHED: ColumnElement[Any] = literal_column(f"'{State.PUBLISHED}'")
_PINNED: ColumnElement[bool] = literal_column("post.pinned")


def _cards(text: Any, *more: Any) -> Select[Any]:
    at_home = and_(Estate.community_id == Post.community_id, Estate.id == Post.estate_id)
    asked = select(*_COLUMNS, text.label("text"), *more).outerjoin(Estate, at_home)
    return asked.outerjoin(Filing, of(FilingKind.POST, Post))


def _together(*parts: Select[Any]) -> CompoundSelect[Any]:
    # Each in a subquery of its own, because SQLite takes an ORDER BY or LIMIT only there.
    return union_all(*(select(part.subquery()) for part in parts))


def _board(reach: ColumnElement[bool] | None) -> Select[Any]:
    asked = _cards(_LEAD).where(Post.board == bindparam("board"), Post.state == _PUBLISHED)
    return asked if reach is None else asked.where(reach)


_LEAD = func.substr(Post.body, 1, _LEAD_CHARS)
_NEWEST = Post.id.desc()
_BEFORE = Post.id < bindparam("before")
#: What the actor's estates let him see; True: everything.
_REACHING = {
    False: or_(Post.estate_id.is_(None), among(Post.estate_id, "estates")),
    True: None,
}
_PAGE = {
    everything: _board(reach).where(~Post.pinned, _BEFORE).order_by(_NEWEST).limit(bindparam("most"))
    for everything, reach in _REACHING.items()
}
# Two reads in one statement: each costs its reader more in SQLAlchemy than in the database.
_FIRST = {
    everything: _together(
        _board(reach).where(_PINNED).order_by(_NEWEST).limit(MOST_PINNED), _PAGE[everything]
    )
    for everything, reach in _REACHING.items()
}
_WHOLE = _cards(Post.body).add_columns(Post.author_id).where(Post.id == bindparam("post"))
_THANKED = among(Reaction.post_id, "posts"), Reaction.person_id == bindparam("person")
_THANKED_AMONG = select(Reaction.post_id).where(*_THANKED)
_MINE_ON_BOARD = _together(
    _cards(_LEAD, literal_column("1").label("pending"))
    .where(Post.author_id == bindparam("person"), Post.board == bindparam("board"), Post.state.in_(_OPEN))
    .order_by(_NEWEST)
    .limit(MOST_PENDING),
    _cards(_LEAD, literal_column("0").label("pending"))
    .join(Reaction, and_(Reaction.community_id == Post.community_id, Reaction.post_id == Post.id))
    .where(*_THANKED),
)
_OWN = (
    _cards(_LEAD)
    .where(
        Post.author_id == bindparam("person"),
        Post.board == bindparam("board"),
        Post.state != State.WITHDRAWN,
        _BEFORE,
    )
    .order_by(_NEWEST)
    .limit(bindparam("most"))
)
_COMMENTS = (
    select(*_COMMENT)
    .where(
        Comment.post_id == bindparam("post"),
        Comment.state == State.PUBLISHED,
        Comment.id > bindparam("after"),
    )
    .order_by(Comment.id)
    .limit(bindparam("most"))
)
_MINE_ON_PAGE = (
    select(
        Post.author_id.label("post_author_id"),
        Post.filed_by.label("post_filed_by"),
        Post.estate_id.label("post_estate_id"),
        Post.state.label("post_state"),
        Post.reports.label("post_reports"),
        Post.pinned.label("post_pinned"),
        Post.answer_id,
        select(Reaction.post_id)
        .where(
            Reaction.community_id == Post.community_id,
            Reaction.post_id == Post.id,
            Reaction.person_id == bindparam("person"),
        )
        .exists()
        .label("thanked"),
        select(Report.id)
        .where(
            Report.community_id == Post.community_id,
            Report.post_id == Post.id,
            Report.object_id == Post.id,
            Report.person_id == bindparam("person"),
        )
        .exists()
        .label("reported"),
        *_COMMENT,
        Comment.author_id,
        Comment.reports,
    )
    .outerjoin(
        Comment,
        and_(
            Comment.community_id == Post.community_id,
            Comment.author_id == bindparam("person"),
            Comment.post_id == Post.id,
            Comment.state != State.WITHDRAWN,
        ),
    )
    .where(Post.id == bindparam("post"))
    .order_by(Comment.id.desc())
    .limit(50)
)


def _seen_by(actor: Actor) -> tuple[bool, dict[str, Any]]:
    visible = actor.visible_estates
    return visible is None, {} if visible is None else {"estates": sorted(visible)}


def first_page(actor: Actor, board: Board, limit: int) -> tuple[Sequence[Any], Sequence[Any]]:
    """The pinned posts, and the newest others, one more than `limit`."""
    everything, reach = _seen_by(actor)
    asked = {"board": board, "before": LAST_ID, "most": limit + 1, **reach}
    # A UNION promises no order.
    found = sorted(rows(_FIRST[everything], asked), key=lambda row: -row.id)
    return [row for row in found if row.pinned], [row for row in found if not row.pinned]


def page(actor: Actor, board: Board, after: int, limit: int) -> Sequence[Any]:
    """What follows, newest first, one more than `limit`; the pinned ones stood above the first page."""
    everything, reach = _seen_by(actor)
    asked = {"board": board, "before": after, "most": limit + 1, **reach}
    return rows(_PAGE[everything], asked)


def whole(post_id: int) -> Any:
    """One post with its whole body and its author's id, in whatever state."""
    found = rows(_WHOLE, {"post": post_id})
    return found[0] if found else None


def mine_on_board(actor: Actor, board: Board, shown: Sequence[int]) -> tuple[Sequence[Any], list[int]]:
    """The actor's own newest posts that are not public, and which of the posts shown he thanked for."""
    asked = {"person": actor.person_id, "board": board, "posts": shown}
    found = sorted(rows(_MINE_ON_BOARD, asked), key=lambda row: -row.id)
    return [row for row in found if row.pending], [row.id for row in reversed(found) if not row.pending]


def own(actor: Actor, board: Board, after: int | None, limit: int) -> Sequence[Any]:
    """All that the actor wrote on this board and did not take back, newest first, one more than `limit`."""
    asked = {"person": actor.person_id, "board": board, "before": after or LAST_ID, "most": limit + 1}
    return rows(_OWN, asked)


def thanked_among(actor: Actor, post_ids: Sequence[int]) -> list[int]:
    found = rows(_THANKED_AMONG, {"posts": post_ids, "person": actor.person_id})
    return sorted(row.post_id for row in found)


def mine_on_page(actor: Actor, post_id: int) -> Sequence[Any]:
    """One row for each comment of the actor under this post that he has not withdrawn, newest first; one
    without a comment (`id` None) when there is none.

    Every row has what a rule must know of the post (`post_…`, `answer_id`) and `thanked`, `reported`.
    """
    return rows(_MINE_ON_PAGE, {"post": post_id, "person": actor.person_id})


def comments(post_id: int, after: int | None, limit: int) -> Sequence[Any]:
    """Public comments, oldest first, one more than `limit`."""
    return rows(_COMMENTS, {"post": post_id, "after": after or 0, "most": limit + 1})
