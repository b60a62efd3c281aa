"""Verbs of writing: posts, comments, thanks, reports. What becomes of them is decided in desk.py."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, update

from server.boards import policy, queries
from server.boards.catalogue import BoardInfo
from server.boards.events import CommentWritten, PostWritten
from server.boards.models import Board, Comment, Post, Reaction, Report, State
from server.core import authors, outbox, uploads, versions
from server.core.access import Actor, enforce
from server.core.database import insert_into, put
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ConflictError, InvalidError
from server.kit.ids import new_id
from server.places import queries as places

Form = Mapping[str, Any]


def board_key(post: Post) -> str:
    return versions.key("board", post.community_id, post.board.value)


def post_key(community_id: int, post_id: int) -> str:
    return versions.key("post", community_id, post_id)


def write_post(actor: Actor, info: BoardInfo, form: Form) -> Post:
    """A new post, waiting for the content check. `form`: kind, title, body, estate_id, photos.

    ForbiddenError without the board's permission, InvalidError for a foreign estate or another board's kind.
    """
    enforce(actor, info.writes)
    if form["kind"] not in info.kinds:
        raise InvalidError(f"「{info.name}」没有这个类别")
    _check_address(actor, info.board, form["estate_id"])
    post_id = new_id()
    post = Post(
        community_id=actor.community_id,
        id=post_id,
        board=info.board,
        kind=form["kind"],
        title=form["title"],
        body=form["body"],
        estate_id=form["estate_id"],
        photos=uploads.claim(actor, form["photos"], post_id),
        filed_by=authors.filer(actor),
        **authors.stamp(actor, policy.speaks_as(actor, form["estate_id"]), form["estate_id"]),
    )
    db.session.add(post)
    outbox.emit(PostWritten(post_id))
    db.session.flush()
    versions.touch(versions.own_key(actor.community_id, actor.person_id))
    return post


def _check_address(actor: Actor, board: Board, estate_id: int | None) -> None:
    if not policy.may_address(actor, estate_id):
        raise InvalidError("只能发给自己所在的小区，或者整个社区")
    if board is Board.NOTICE and not policy.judges(actor, estate_id):
        raise InvalidError("小区党支部的公告只发给本小区，请选择小区")
    if actor.sees_all_estates and estate_id and places.get_estate(estate_id) is None:
        raise InvalidError("没有找到这个小区")


def write_comment(actor: Actor, post: Any, form: Form) -> Comment:
    """A new comment, waiting for the content check. `form`: body, photos, reply_to. `post`: as addressed.

    Touches no hot row: the post's counter moves when the check lets the comment pass.
    """
    _still_open(post)
    comment_id = new_id()
    replied = _replied(post, form["reply_to"])
    comment = Comment(
        community_id=post.community_id,
        id=comment_id,
        state=State.CHECKING,
        created_at=utc_now(),
        post_id=post.id,
        estate_id=post.estate_id,
        body=form["body"],
        photos=uploads.claim(actor, form["photos"], comment_id),
        reply_to=replied.id if replied else None,
        reply_to_name=replied.author_name if replied else "",
        **authors.stamp(actor, policy.speaks_as(actor, post.estate_id), post.estate_id),
    )
    put(comment)
    outbox.emit(CommentWritten(comment_id))
    versions.touch(versions.own_key(actor.community_id, actor.person_id))
    return comment


def _replied(post: Any, comment_id: int | None) -> Comment | None:
    if comment_id is None:
        return None
    replied = queries.get_comment(comment_id)
    if replied is None or replied.post_id != post.id or replied.state is not State.PUBLISHED:
        raise InvalidError("您回复的评论已经不在了")
    return replied


def _still_open(post: Any) -> None:
    if post.state is not State.PUBLISHED:
        raise ConflictError("这条内容现在没有公开，不能评论或感谢", state=post.state)


def thank(actor: Actor, post: Post, on: bool) -> int:
    """Give or take back one's thanks; the number of thanks now. Twice is once."""
    _still_open(post)
    if post.author_id == actor.person_id:
        raise InvalidError("不能感谢自己")
    ids = {"community_id": post.community_id, "post_id": post.id, "person_id": actor.person_id}
    moved = _put_once(Reaction, ids) if on else -_take_back(post, actor)
    if not moved:
        return post.thanks
    thanks: int = db.session.execute(
        update(Post)
        .where(Post.id == post.id)
        .values(thanks=Post.thanks + moved)
        .returning(Post.thanks)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    mine = versions.own_key(post.community_id, actor.person_id)
    versions.touch(board_key(post), post_key(post.community_id, post.id), mine)
    return thanks


def _take_back(post: Post, actor: Actor) -> int:
    done: Any = db.session.execute(
        delete(Reaction)
        .where(Reaction.post_id == post.id, Reaction.person_id == actor.person_id)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def report(actor: Actor, post: Post, form: Form) -> None:
    """Tell the clerks that a post, or a comment under it, is wrong. Hides nothing; a home counts once.

    `form`: reason_code, note, comment_id.
    """
    target = _reported(post, form["comment_id"])
    row = {
        "community_id": post.community_id,
        "id": new_id(),
        "post_id": post.id,
        "object_id": target.id,
        "person_id": actor.person_id,
        "counted_as": actor.members[0].home_id if actor.members else actor.person_id,
        "reason_code": form["reason_code"],
        "note": form["note"],
    }
    if not _put_once(Report, row):
        return
    model = type(target)
    db.session.execute(
        update(model)
        .where(model.id == target.id)
        .values(reports=model.reports + 1)
        .execution_options(synchronize_session=False)
    )
    mine = versions.own_key(post.community_id, actor.person_id)
    versions.touch(desk_key(post.community_id), post_key(post.community_id, post.id), mine)


def desk_key(community_id: int) -> str:
    """Bumped when something comes onto or leaves the clerks' desk."""
    return versions.key("desk", community_id)


def _reported(post: Post, comment_id: int | None) -> Post | Comment:
    if comment_id is None:
        return post
    comment = queries.get_comment(comment_id)
    if comment is None or comment.post_id != post.id:
        raise InvalidError("没有找到这条评论")
    return comment


def _put_once(model: type[Reaction] | type[Report], row: dict[str, Any]) -> int:
    """Insert unless its unique rule already has it: 1 or 0."""
    # Asked with RETURNING: PostgreSQL's driver does not say how many rows such an INSERT made.
    made = insert_into(model).values(row).on_conflict_do_nothing().returning(model.post_id)
    return len(db.session.execute(made).all())
