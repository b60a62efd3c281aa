"""Every SELECT of the boards. Lists select columns; rows are loaded only to be changed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, literal, literal_column, or_, select

from server.boards.catalogue import ANSWERABLE
from server.boards.models import Board, Comment, Post, Reaction, Report, State
from server.core.access import GRANTS, Actor, Permission, Role
from server.extensions import db
from server.places.models import Estate

MOST_PENDING = 5
MOST_PINNED = 5
_LEAD = 200
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
_PUBLISHED = literal(State.PUBLISHED, Post.state.type, literal_execute=True)
_PINNED: ColumnElement[bool] = literal_column("post.pinned")
#: Whose comment is the committee's answer.
STAFF = tuple(role.value for role in Role if Permission.POST_MODERATE in GRANTS[role])
Said = TypeVar("Said", Post, Comment)


def get_post(post_id: int) -> Post | None:
    return db.session.scalar(select(Post).where(Post.id == post_id))


def get_comment(comment_id: int) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.id == comment_id))


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


def _lead() -> ColumnElement[str]:
    return func.substr(Post.body, 1, _LEAD)


def _reaching(actor: Actor) -> ColumnElement[bool] | None:
    """What the actor's estates let him see; None: everything."""
    visible = actor.visible_estates
    return None if visible is None else or_(Post.estate_id.is_(None), Post.estate_id.in_(sorted(visible)))


def _public(actor: Actor, board: Board) -> Select[Any]:
    asked = _cards(_lead()).where(Post.board == board, Post.state == _PUBLISHED)
    reach = _reaching(actor)
    return asked if reach is None else asked.where(reach)


def pinned(actor: Actor, board: Board) -> Sequence[Any]:
    asked = _public(actor, board).where(_PINNED)
    return db.session.execute(asked.order_by(Post.id.desc()).limit(MOST_PINNED)).all()


def page(actor: Actor, board: Board, after: int | None, limit: int) -> Sequence[Any]:
    """Newest first, one more than `limit`; pinned ones stand above the first page instead."""
    asked = _public(actor, board).where(~Post.pinned)
    if after:
        asked = asked.where(Post.id < after)
    return db.session.execute(asked.order_by(Post.id.desc()).limit(limit + 1)).all()


def whole(post_id: int) -> Any:
    """One post with its whole body and its author's id, in whatever state."""
    asked = _cards(Post.body).add_columns(Post.author_id)
    return db.session.execute(asked.where(Post.id == post_id)).one_or_none()


def pending(actor: Actor, board: Board) -> Sequence[Any]:
    """The actor's own newest posts that are not public."""
    asked = _cards(_lead()).where(
        Post.author_id == actor.person_id, Post.board == board, Post.state.in_(_OPEN)
    )
    return db.session.execute(asked.order_by(Post.id.desc()).limit(MOST_PENDING)).all()


def thanked_among(actor: Actor, post_ids: Sequence[int]) -> list[int]:
    asked = select(Reaction.post_id).where(
        Reaction.post_id.in_(post_ids), Reaction.person_id == actor.person_id
    )
    return list(db.session.scalars(asked.order_by(Reaction.post_id)))


def with_my_marks(actor: Actor, post_id: int) -> tuple[Post, bool, bool]:
    """The post, whether the actor thanked for it, and whether he reported it."""
    mine = select(Reaction.post_id).where(
        Reaction.community_id == Post.community_id,
        Reaction.post_id == Post.id,
        Reaction.person_id == actor.person_id,
    )
    reported = select(Report.id).where(
        Report.community_id == Post.community_id,
        Report.post_id == Post.id,
        Report.object_id == Post.id,
        Report.person_id == actor.person_id,
    )
    asked = select(Post, mine.exists(), reported.exists()).where(Post.id == post_id)
    post, thanked, said_wrong = db.session.execute(asked).one()
    return post, thanked, said_wrong


def comments(post_id: int, after: int | None, limit: int) -> Sequence[Any]:
    """Public comments, oldest first, one more than `limit`."""
    asked = select(*_COMMENT).where(Comment.post_id == post_id, Comment.state == State.PUBLISHED)
    if after:
        asked = asked.where(Comment.id > after)
    return db.session.execute(asked.order_by(Comment.id).limit(limit + 1)).all()


def my_comments(actor: Actor, post_id: int) -> Sequence[Comment]:
    """What the actor said under this post and has not withdrawn."""
    asked = select(Comment).where(
        Comment.author_id == actor.person_id, Comment.post_id == post_id, Comment.state != State.WITHDRAWN
    )
    return db.session.scalars(asked.order_by(Comment.id.desc()).limit(50)).all()


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
