"""Every SELECT of the boards. Lists select columns; rows are loaded only to be changed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, or_, select

from server.boards.catalogue import ANSWERABLE
from server.boards.models import Board, Comment, Post, Reaction, Report, State
from server.core.access import GRANTS, Actor, Permission, Role
from server.extensions import db
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
    Estate.name.label("estate_name"),
)  # fmt: skip
_COMMENT = (
    Comment.community_id, Comment.id, Comment.body, Comment.photos, Comment.author_name, Comment.author_place,
    Comment.author_role, Comment.created_at, Comment.reply_to, Comment.reply_to_name, Comment.state,
    Comment.reason,
)  # fmt: skip
# Written into the statement, not bound: SQLite takes a partial index only for what it can read there.
_PUBLISHED: ColumnElement[Any] = literal_column(f"'{State.PUBLISHED}'")
_PINNED: ColumnElement[bool] = literal_column("post.pinned")
#: Whose comment is the committee's answer.
STAFF = tuple(role.value for role in Role if Permission.POST_MODERATE in GRANTS[role])
Said = TypeVar("Said", Post, Comment)
# Built once: making a statement anew, and its key in SQLAlchemy's cache, costs more than sending it.
_ONE: dict[Any, Select[Any]] = {
    model: select(model).where(model.id == bindparam("ident")) for model in (Post, Comment)
}


def get_post(post_id: int) -> Post | None:
    post: Post | None = db.session.scalar(_ONE[Post], {"ident": post_id})
    return post


def get_comment(comment_id: int) -> Comment | None:
    comment: Comment | None = db.session.scalar(_ONE[Comment], {"ident": comment_id})
    return comment


def locked(model: type[Said], row_id: int) -> Said | None:
    """The row as it is now, kept from others until the commit (readers and thanks pass)."""
    return db.session.scalar(
        select(model)
        .where(model.id == row_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def _cards(text: Any) -> Select[Any]:
    at_home = and_(Estate.community_id == Post.community_id, Estate.id == Post.estate_id)
    return select(*_COLUMNS, text.label("text")).outerjoin(Estate, at_home)


def _board(reach: ColumnElement[bool] | None) -> Select[Any]:
    asked = _cards(_LEAD).where(Post.board == bindparam("board"), Post.state == _PUBLISHED)
    return asked if reach is None else asked.where(reach)


# Built once: making a statement anew, and its key in SQLAlchemy's cache, costs more than sending it.
_LEAD = func.substr(Post.body, 1, _LEAD_CHARS)
_NEWEST = Post.id.desc()
_BEFORE = Post.id < bindparam("before")
#: What the actor's estates let him see; True: everything.
_REACHING = {
    False: or_(Post.estate_id.is_(None), Post.estate_id.in_(bindparam("estates", expanding=True))),
    True: None,
}
_TOP = {
    everything: _board(reach).where(_PINNED).order_by(_NEWEST).limit(MOST_PINNED)
    for everything, reach in _REACHING.items()
}
_PAGE = {
    everything: _board(reach).where(~Post.pinned, _BEFORE).order_by(_NEWEST).limit(bindparam("most"))
    for everything, reach in _REACHING.items()
}
_WHOLE = _cards(Post.body).add_columns(Post.author_id).where(Post.id == bindparam("post"))
_PENDING = (
    _cards(_LEAD)
    .where(Post.author_id == bindparam("person"), Post.board == bindparam("board"), Post.state.in_(_OPEN))
    .order_by(_NEWEST)
    .limit(MOST_PENDING)
)
_THANKED = (
    select(Reaction.post_id)
    .where(
        Reaction.post_id.in_(bindparam("posts", expanding=True)), Reaction.person_id == bindparam("person")
    )
    .order_by(Reaction.post_id)
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
_MARKS = select(
    Post,
    select(Reaction.post_id)
    .where(
        Reaction.community_id == Post.community_id,
        Reaction.post_id == Post.id,
        Reaction.person_id == bindparam("person"),
    )
    .exists(),
    select(Report.id)
    .where(
        Report.community_id == Post.community_id,
        Report.post_id == Post.id,
        Report.object_id == Post.id,
        Report.person_id == bindparam("person"),
    )
    .exists(),
).where(Post.id == bindparam("post"))
_MY_COMMENTS = (
    select(Comment)
    .where(
        Comment.author_id == bindparam("person"),
        Comment.post_id == bindparam("post"),
        Comment.state != State.WITHDRAWN,
    )
    .order_by(Comment.id.desc())
    .limit(50)
)


def _seen_by(actor: Actor) -> tuple[bool, dict[str, Any]]:
    visible = actor.visible_estates
    return visible is None, {} if visible is None else {"estates": sorted(visible)}


def pinned(actor: Actor, board: Board) -> Sequence[Any]:
    everything, reach = _seen_by(actor)
    return db.session.execute(_TOP[everything], {"board": board, **reach}).all()


def page(actor: Actor, board: Board, after: int | None, limit: int) -> Sequence[Any]:
    """Newest first, one more than `limit`; pinned ones stand above the first page instead."""
    everything, reach = _seen_by(actor)
    asked = {"board": board, "before": after or LAST_ID, "most": limit + 1, **reach}
    return db.session.execute(_PAGE[everything], asked).all()


def whole(post_id: int) -> Any:
    """One post with its whole body and its author's id, in whatever state."""
    return db.session.execute(_WHOLE, {"post": post_id}).one_or_none()


def pending(actor: Actor, board: Board) -> Sequence[Any]:
    """The actor's own newest posts that are not public."""
    return db.session.execute(_PENDING, {"person": actor.person_id, "board": board}).all()


def thanked_among(actor: Actor, post_ids: Sequence[int]) -> list[int]:
    return list(db.session.scalars(_THANKED, {"posts": list(post_ids), "person": actor.person_id}))


def with_my_marks(actor: Actor, post_id: int) -> tuple[Post, bool, bool]:
    """The post, whether the actor thanked for it, and whether he reported it."""
    asked = {"post": post_id, "person": actor.person_id}
    post, thanked, said_wrong = db.session.execute(_MARKS, asked).one()
    return post, thanked, said_wrong


def comments(post_id: int, after: int | None, limit: int) -> Sequence[Any]:
    """Public comments, oldest first, one more than `limit`."""
    return db.session.execute(_COMMENTS, {"post": post_id, "after": after or 0, "most": limit + 1}).all()


def my_comments(actor: Actor, post_id: int) -> Sequence[Comment]:
    """What the actor said under this post and has not withdrawn."""
    return db.session.scalars(_MY_COMMENTS, {"person": actor.person_id, "post": post_id}).all()


def first_answer(post_id: int) -> Any:
    """The committee's first public comment under this post: (id, created_at, author_place)."""
    asked = select(Comment.id, Comment.created_at, Comment.author_place).where(
        Comment.post_id == post_id, Comment.state == State.PUBLISHED, Comment.author_role.in_(STAFF)
    )
    return db.session.execute(asked.order_by(Comment.id).limit(1)).one_or_none()


def answerable(post: Post) -> bool:
    return post.kind in ANSWERABLE


def desk(model: type[Said], ground: frozenset[int] | None, after: int | None, limit: int) -> Sequence[Said]:
    """Held or reported texts, oldest first, one more than `limit`; `ground` None: of every estate."""
    asked = select(model).where(_waiting(model))
    if ground is not None:
        asked = asked.where(model.estate_id.in_(sorted(ground)))
    if after:
        asked = asked.where(model.id > after)
    return db.session.scalars(asked.order_by(model.id).limit(limit + 1)).all()


def _waiting(model: type[Post] | type[Comment]) -> ColumnElement[bool]:
    table = model.__tablename__
    return literal_column(f"({table}.state = 'held' OR {table}.reports > 0)")


def open_reports(object_ids: Sequence[int]) -> Sequence[Any]:
    asked = select(Report.object_id, Report.reason_code, Report.note, Report.at).where(
        Report.object_id.in_(object_ids), Report.settled_at.is_(None)
    )
    return db.session.execute(asked.order_by(Report.id)).all()


def desk_count(ground: frozenset[int] | None, most: int = 100) -> int:
    """How many texts wait on this desk, counted up to `most` of each sort (posts, comments)."""
    waiting = 0
    for model in (Post, Comment):
        asked = select(model.id).where(_waiting(model)).limit(most)
        if ground is not None:
            asked = asked.where(model.estate_id.in_(sorted(ground)))
        waiting += len(db.session.scalars(asked).all())
    return waiting
