"""What becomes of a text: the content check's verdict, the clerk's and the author's steps, and what follows.

`_enter` is the only function that changes a state.
"""

from typing import Any

from sqlalchemy import update

from server.boards import policy, queries
from server.boards.events import CommentMoved, CommentPublished, PostMoved, PostPublished
from server.boards.models import Comment, Post, PostStep, Report, State
from server.boards.service import board_key, desk_key, post_key
from server.boards.workflow import LEAST_REASON, REASONED, Facts, Verb
from server.core import audit, outbox, versions
from server.core.access import Actor
from server.core.safety import Suggest, Verdict
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import InvalidError, NotFoundError
from server.kit.ids import new_id
from server.kit.workflow import Step

VERDICTS = {
    Suggest.PASS: Verb.PASS,
    Suggest.REVIEW: Verb.HOLD,
    Suggest.DOWN: Verb.HOLD,
    Suggest.RISKY: Verb.REJECT,
}
_TOLD = frozenset({State.HELD, State.REFUSED, State.HIDDEN})
UNEXPLAINED = "未通过内容检查"
_NO_SYNC = {"synchronize_session": False}


def move(actor: Actor, subject: Post | Comment, verb: Verb, reason: str | None = None) -> Post | Comment:
    """One step of a person. ConflictError from a wrong state, ForbiddenError without the right to it."""
    row = _now(subject)
    step = policy.table_of(row).step(verb, row.state)
    policy.enforce(actor, step, row)
    if verb in REASONED and len(reason or "") < LEAST_REASON:
        raise InvalidError(f"请写明原因，至少 {LEAST_REASON} 个字，作者会看到", code="reason_needed")
    _enter(row, step, reason, actor)
    if verb is not Verb.WITHDRAW:
        kind = "post" if isinstance(row, Post) else "comment"
        audit.record(actor, f"{kind}.{verb}", row.id, state=row.state.value)
    db.session.flush()
    return row


def judge(model: Any, row_id: int, verdict: Verdict) -> None:
    """Apply the content check's verdict, unless the text has moved on since."""
    row: Post | Comment | None = queries.locked(model, row_id)
    if row is None or row.state is not State.CHECKING:
        return
    step = policy.table_of(row).step(VERDICTS[verdict.suggest], row.state)
    reason = verdict.note or (UNEXPLAINED if verdict.suggest is Suggest.RISKY else None)
    _enter(row, step, reason, None)


def _now(subject: Post | Comment) -> Post | Comment:
    model: Any = type(subject)
    row: Post | Comment | None = queries.locked(model, subject.id)
    if row is None:
        raise NotFoundError
    return row


def _enter(row: Post | Comment, step: Step[State, Facts], reason: str | None, actor: Actor | None) -> None:
    before = row.state
    row.state = step.leave(before, policy.facts_of(row))
    row.reason = reason if row.state in _TOLD else None
    verb = Verb(step.verb)
    if isinstance(row, Post):
        row.pinned = (
            row.state is State.PUBLISHED and (row.pinned or verb is Verb.PIN) and verb is not Verb.UNPIN
        )
    taken = PostStep(
        id=new_id(),
        post_id=row.id if isinstance(row, Post) else row.post_id,
        comment_id=row.id if isinstance(row, Comment) else None,
        person_id=actor.person_id if actor else None,
        verb=verb,
        from_state=before,
        to_state=row.state,
        reason=reason,
    )
    db.session.add(taken)
    if row.reports and (verb is Verb.KEEP or row.state is not State.PUBLISHED):
        _settle_reports(row)
    _post_follows(row, taken) if isinstance(row, Post) else _comment_follows(row, taken)
    versions.touch(desk_key(row.community_id), versions.own_key(row.community_id, row.author_id))


def _settle_reports(row: Post | Comment) -> None:
    row.reports = 0
    db.session.execute(
        update(Report)
        .where(Report.object_id == row.id, Report.settled_at.is_(None))
        .values(settled_at=utc_now())
        .execution_options(**_NO_SYNC)
    )


def _post_follows(post: Post, taken: PostStep) -> None:
    verb = Verb(taken.verb)
    if verb in (Verb.PASS, Verb.RELEASE):
        outbox.emit(PostPublished(post.id, post.board.value, post.kind.value, post.estate_id, post.author_id))
    if verb is not Verb.PASS and taken.from_state is not post.state:
        outbox.emit(PostMoved(post.id, taken.id, post.author_id, verb.value, post.state.value))
    versions.touch(board_key(post), post_key(post.community_id, post.id))


def _comment_follows(comment: Comment, taken: PostStep) -> None:
    verb, before = Verb(taken.verb), taken.from_state
    post = queries.locked(Post, comment.post_id)
    assert post is not None
    moved = (comment.state is State.PUBLISHED) - (before is State.PUBLISHED)
    db.session.flush()
    if moved:
        post.comments += moved
        _settle_answer(post)
    if verb in (Verb.PASS, Verb.RELEASE):
        replied = queries.get_comment(comment.reply_to) if comment.reply_to else None
        outbox.emit(
            CommentPublished(
                comment_id=comment.id,
                post_id=post.id,
                author_id=comment.author_id,
                post_author_id=post.author_id,
                reply_to_author=replied.author_id if replied else None,
                answer=post.answer_id == comment.id,
            )
        )
    if verb is not Verb.PASS and before is not comment.state:
        outbox.emit(
            CommentMoved(comment.id, taken.id, post.id, comment.author_id, verb.value, comment.state.value)
        )
    versions.touch(board_key(post), post_key(post.community_id, post.id))


def _settle_answer(post: Post) -> None:
    """The committee's first public comment is the answer; when it goes, the next one is."""
    if not queries.answerable(post):
        return
    first = queries.first_answer(post.id)
    post.answer_id = first.id if first else None
    post.answered_at = first.created_at if first else None
    post.answered_by = first.author_place if first else None
