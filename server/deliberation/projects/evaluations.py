"""大家评: each household says once what the result is worth; those who watch add their word."""

from typing import Any

from server.core import audit, database, outbox, versions
from server.core.access import Actor, Permission, Role, enforce
from server.core.safety import Suggest
from server.deliberation import policy, queries
from server.deliberation.guards import day_words
from server.deliberation.models import CommentState, Topic
from server.deliberation.projects import evaluation_queries
from server.deliberation.projects.evaluation_models import (
    LEAST_COMPLAINT,
    Evaluation,
    EvaluationRemark,
    Rating,
)
from server.deliberation.projects.events import EvaluationJudged, EvaluationWritten
from server.deliberation.projects.notes import JUDGED
from server.deliberation.states import TopicState
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from server.kit.worktime import today


def rate(actor: Actor, topic_id: int, form: dict[str, Any]) -> Evaluation:
    """`form`: home_id, rating, text. ConflictError when it is not asked for now, or another of the home
    has said it."""
    # The topic's row is locked: of two members of one home the second reads what the first said.
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.PROJECT_RATE, matter)
    _check_home(actor, matter.topic, form["home_id"])
    _check_open(matter.topic)
    rating, words = Rating(form["rating"]), form["text"]
    if rating is Rating.UNSATISFIED and len(words) < LEAST_COMPLAINT:
        raise InvalidError(
            f"不满意请写明原因，至少 {LEAST_COMPLAINT} 个字，方便整改", code="reason_required", needs="text"
        )
    held = evaluation_queries.given(topic_id, form["home_id"])
    if held is not None and held.person_id != actor.person_id:
        raise ConflictError("这户已由家里另一位评价过了", code="home_rated")
    if held is not None and (held.rating, held.body) == (rating, words):
        return held
    row = held or Evaluation(topic_id=topic_id, home_id=form["home_id"], person_id=actor.person_id, times=0)
    _say(row, rating, words)
    db.session.add(row)
    db.session.flush()
    if row.state is CommentState.CHECKING:
        outbox.emit(EvaluationWritten(topic_id, row.home_id, row.times))
    versions.touch(versions.own_key(actor.community_id, actor.person_id))
    return row


def _say(row: Evaluation, rating: Rating, words: str) -> None:
    """Words that were checked already are not checked again."""
    row.at = database.now()
    if words != row.body:
        row.state = CommentState.CHECKING if words else None
        row.reason = ""
    row.rating, row.body = rating, words
    row.times += 1


def _check_home(actor: Actor, topic: Topic, home_id: int) -> None:
    if not policy.speaks_for(actor, topic, home_id):
        raise ForbiddenError("只能代表自己居住的、议题所涉及的这一户评价")
    if not actor.adult:
        raise ForbiddenError("一户评价一次，请由家里的成年人评价")


def _check_open(topic: Topic) -> None:
    if topic.state is not TopicState.EVALUATING:
        raise ConflictError("现在不是评价的时候", code="not_evaluating", state=topic.state)
    assert topic.public_until is not None
    if today(database.now()) > topic.public_until:
        last = day_words(topic.public_until)
        raise ConflictError(f"评价到 {last} 为止，已经过了", code="evaluation_over")


def remark(actor: Actor, topic_id: int, text: str) -> EvaluationRemark:
    """A member of the 监督委员会 adds what it thinks of the result: once, in office, public at once."""
    matter = queries.lock_matter(topic_id)
    duty = next((one for one in actor.duties if one.role is Role.WATCH), None)
    if duty is None or duty.estate_id not in (None, matter.topic.estate_id):
        raise ForbiddenError("评价意见由本社区（或本小区）监督委员会的成员发表")
    _check_open(matter.topic)
    if any(one.person_id == actor.person_id for one in evaluation_queries.remarks(topic_id)):
        raise ConflictError("您已经发表过意见了", code="already_remarked")
    row = EvaluationRemark(
        topic_id=topic_id,
        person_id=actor.person_id,
        name=actor.name,
        organisation=duty.organisation[:40],
        body=text,
        at=database.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "evaluation.remark", topic_id, remark=row.id)
    return row


def apply_verdict(key: tuple[int, int, int], suggest: Suggest, reason: str) -> None:
    """`key`: topic, home, which wording. What the check said of these words, once."""
    row = evaluation_queries.given(key[0], key[1])
    if row is not None and row.times == key[2] and row.state is CommentState.CHECKING:
        _settle(row, JUDGED[suggest], reason)


def moderate(actor: Actor, topic_id: int, home_id: int, form: dict[str, str]) -> Evaluation:
    """A moderator lets words be read, or does not. The rating counts whatever becomes of them."""
    row = evaluation_queries.given(topic_id, home_id)
    if row is None or row.state is None:
        raise NotFoundError
    policy.check_judge(actor, queries.get_topic(topic_id), row.person_id)
    sources, target = policy.MODERATION[form["verb"]]
    if row.state not in sources:
        raise ConflictError("这段文字已经处理过了，请刷新后再看", state=row.state)
    _settle(row, target, form["reason"])
    audit.record(actor, f"evaluation.{form['verb']}", topic_id, home=home_id)
    return row


def _settle(row: Evaluation, state: CommentState, reason: str) -> None:
    row.state, row.reason = state, reason[:120]
    versions.touch(versions.own_key(row.community_id, row.person_id))
    outbox.emit(EvaluationJudged(row.topic_id, row.home_id, row.times, state))
