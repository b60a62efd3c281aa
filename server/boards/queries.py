"""The SELECTs of the boards but for the hot reads' (page_queries.py). Rows are loaded only to be changed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select
from sqlalchemy.orm import aliased

from server.boards.catalogue import ANSWERABLE
from server.boards.models import Comment, Post, Report, State
from server.core.access import GRANTS, Permission, Role
from server.core.database import rows
from server.extensions import db

#: Whose comment is the committee's answer.
STAFF = tuple(role.value for role in Role if Permission.POST_MODERATE in GRANTS[role])
Said = TypeVar("Said", Post, Comment)
# Built once: making a statement anew, and its key in SQLAlchemy's cache, costs more than sending it.
_ONE: dict[Any, Select[Any]] = {
    model: select(model).where(model.id == bindparam("ident")) for model in (Post, Comment)
}

_ADDRESSED = select(
    Post.community_id, Post.id, Post.author_id, Post.estate_id, Post.state, Post.answer_id
).where(Post.id == bindparam("ident"))


def get_post(post_id: int) -> Post | None:
    post: Post | None = db.session.scalar(_ONE[Post], {"ident": post_id})
    return post


def addressed(post_id: int) -> Any:
    """What must be known of a post to comment on it: columns, since a comment changes nothing of it."""
    found = rows(_ADDRESSED, {"ident": post_id})
    return found[0] if found else None


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
    asked = _on_ground(select(model).where(_waiting(model)), model, ground)
    if after:
        asked = asked.where(model.id > after)
    return db.session.scalars(asked.order_by(model.id).limit(limit + 1)).all()


def hidden(model: type[Said], ground: frozenset[int] | None, after: int | None, limit: int) -> Sequence[Said]:
    """Texts that a clerk hid and may show again, newest first, one more than `limit`; `ground` as above."""
    asked = _on_ground(select(model).where(model.state == State.HIDDEN), model, ground)
    if after:
        asked = asked.where(model.id < after)
    return db.session.scalars(asked.order_by(model.id.desc()).limit(limit + 1)).all()


def _on_ground(asked: Select[Any], model: type[Post] | type[Comment], ground: frozenset[int] | None) -> Any:
    return asked if ground is None else asked.where(model.estate_id.in_(sorted(ground)))


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
        asked = _on_ground(select(model.id).where(_waiting(model)).limit(most), model, ground)
        waiting += len(db.session.scalars(asked).all())
    return waiting


def replies_to(person_id: int) -> ColumnElement[bool]:
    """The condition of a comment: it answers one of this person's."""
    his = aliased(Comment)
    return Comment.reply_to.in_(
        select(his.id).where(his.author_id == person_id, his.community_id == Comment.community_id)
    )
