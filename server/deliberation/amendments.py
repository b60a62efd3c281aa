"""修改建议: other words for a passage of the text; the topic's author accepts or refuses, with a reason."""

from typing import Any

from server.core import audit, authors, database, outbox, versions
from server.core.access import Actor, Permission, enforce
from server.core.safety import Suggest
from server.deliberation import discussion_queries, plans, policy, queries, service, talk, texts
from server.deliberation.discussion_models import Amendment, AmendmentState
from server.deliberation.events import AmendmentJudged, AmendmentWritten
from server.deliberation.models import Topic
from server.extensions import db
from server.kit.errors import ConflictError, InvalidError, NotFoundError
from server.kit.ids import new_id
from server.kit.worktime import today

A = AmendmentState
MOST_TEXT = 5000
#: What each verdict of the content check makes of a proposal.
_JUDGED = {
    Suggest.PASS: A.OPEN,
    Suggest.REVIEW: A.HELD,
    Suggest.DOWN: A.HELD,
    Suggest.RISKY: A.REFUSED_BY_CHECK,
}
MODERATION = {"release": A.OPEN, "refuse": A.REFUSED_BY_CHECK}


def propose(actor: Actor, topic_id: int, form: dict[str, Any]) -> Amendment:
    """`form`: passage (empty: add at the end), proposal, reason. InvalidError when the text has no such
    passage."""
    topic = talk.discussed(actor, topic_id, Permission.TOPIC_COMMENT)
    if form["passage"] not in topic.body:
        raise InvalidError("议题正文里没有这段文字，请从正文中照抄要改的一段", code="no_such_passage")
    if form["passage"] == form["proposal"]:
        raise InvalidError("改后的文字和原文一样", code="same_words")
    author = authors.stamp(actor, estate_id=topic.estate_id)
    row = Amendment(id=new_id(), topic_id=topic_id, **form, **author)
    db.session.add(row)
    db.session.flush()
    outbox.emit(AmendmentWritten(row.id))
    versions.touch(versions.own_key(topic.community_id, actor.person_id))
    return row


def answer(actor: Actor, topic_id: int, amendment_id: int, *, accept: bool, reason: str) -> Amendment:
    """The author's answer. Accepted words stand in the text at once, as its next version; ConflictError
    when the passage is gone meanwhile."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.TOPIC_PROPOSE, matter)
    if why := plans.not_running(matter.topic, today(database.now())):
        raise ConflictError(why, code="not_discussing")
    row = _open(topic_id, amendment_id)
    if accept:
        _rewrite(matter.topic, row)
    row.state, row.answer, row.answered_at = A.ACCEPTED if accept else A.REJECTED, reason, database.now()
    db.session.flush()
    if accept:
        _overtake(matter.topic)
    audit.record(actor, "topic.amendment", topic_id, amendment=row.id, accepted=accept)
    outbox.emit(AmendmentJudged(topic_id, row.id, row.state))
    versions.touch(versions.own_key(matter.topic.community_id, row.author_id))
    service.touch(matter.topic, actor)
    return row


def _open(topic_id: int, amendment_id: int) -> Amendment:
    row = discussion_queries.lock_amendment(amendment_id)
    if row is None or row.topic_id != topic_id:
        raise NotFoundError
    if row.state is A.OVERTAKEN:
        raise ConflictError("这段原文已被另一条采纳的建议改过，对不上了", code="passage_gone")
    if row.state is not A.OPEN:
        raise ConflictError("这条建议已经答复过了，或还没有通过内容检查", code="already_answered")
    return row


def _rewrite(topic: Topic, row: Amendment) -> None:
    """Mechanical: the proposal where the passage stands first; a new version of the text."""
    if row.passage not in topic.body:
        raise ConflictError("这段原文已经不在正文里了，不能采纳", code="passage_gone")
    body = (
        topic.body.replace(row.passage, row.proposal, 1) if row.passage else f"{topic.body}\n{row.proposal}"
    )
    if len(body) > MOST_TEXT:
        raise ConflictError(f"采纳后正文超过 {MOST_TEXT} 字", code="text_too_long")
    texts.revise(topic, title=topic.title, body=body, photos=topic.photos)
    row.text_version = topic.text_version


def _overtake(topic: Topic) -> None:
    """Other proposals for words that are no longer there cannot be accepted any more: they say so."""
    for other in discussion_queries.open_amendments(topic.id):
        if other.passage not in topic.body:
            other.state = A.OVERTAKEN


def apply_verdict(amendment_id: int, suggest: Suggest, note: str) -> None:
    """What the content check said, once."""
    row = discussion_queries.lock_amendment(amendment_id)
    if row is not None and row.state is A.CHECKING:
        _settle(row, _JUDGED[suggest], note)


def moderate(actor: Actor, topic: Topic, amendment_id: int, form: dict[str, str]) -> Amendment:
    """A moderator lets a held proposal on this topic through, or does not; `form`: verb, reason."""
    row = discussion_queries.lock_amendment(amendment_id)
    if row is None or row.topic_id != topic.id:
        raise NotFoundError
    policy.check_judge(actor, topic, row.author_id)
    if row.state is not A.HELD:
        raise ConflictError("这条建议已经处理过了，请刷新后再看", state=row.state)
    _settle(row, MODERATION[form["verb"]], form["reason"])
    audit.record(actor, f"topic_amendment.{form['verb']}", row.id, topic=row.topic_id, reason=form["reason"])
    return row


def _settle(row: Amendment, state: AmendmentState, note: str) -> None:
    row.state, row.note = state, note[:120]
    topic = queries.get_topic(row.topic_id)
    assert topic is not None
    if state is A.OPEN and row.passage not in topic.body:
        row.state = A.OVERTAKEN
    outbox.emit(AmendmentJudged(row.topic_id, row.id, row.state))
    versions.touch(versions.own_key(row.community_id, row.author_id))
    service.touch(topic)
