"""Naming an article under somebody's words. It says which rule was meant, never whose home."""

from dataclasses import dataclass
from typing import Any

from server.boards import policy as post_policy
from server.boards import queries as boards
from server.boards.models import State as PostState
from server.core import audit
from server.core.access import Actor
from server.deliberation import policy as topic_policy
from server.deliberation import queries as topics
from server.deliberation.covenants import policy, queries
from server.deliberation.covenants.models import CitationKind, Covenant, CovenantCitation, SubjectKind
from server.deliberation.models import CommentState
from server.deliberation.policy import Sight
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError


@dataclass(frozen=True)
class Subject:
    """Somebody's words that everybody of their estate reads. page_id: the post or topic they stand on."""

    row: Any
    page_id: int
    estate_id: int | None


def cite(actor: Actor, covenant: Covenant, form: dict[str, Any]) -> CovenantCitation:
    """Name an article of the version in force. form: article, subject_kind, subject_id, kind.

    NotFoundError: the caller cannot see the words. ForbiddenError: not his to cite under. ConflictError:
    named there already.
    """
    if covenant.version_in_force is None:
        raise ConflictError("这个公约还没有生效，不能引用", code="not_in_force")
    subject = _FINDERS[SubjectKind(form["subject_kind"])](actor, form["subject_id"])
    if subject is None:
        raise NotFoundError
    row = CovenantCitation(covenant_id=covenant.id, version=covenant.version_in_force, number=form["article"])
    row.subject_kind, row.subject_id = SubjectKind(form["subject_kind"]), form["subject_id"]
    row.page_id, row.kind = subject.page_id, CitationKind(form["kind"])
    row.cited_by, row.cited_name = actor.person_id, actor.name
    _check(actor, covenant, subject, row)
    db.session.add(row)
    db.session.flush()
    if row.kind is CitationKind.BREACH:
        audit.record(actor, "covenant.breach", covenant.id, article=row.number, subject=row.subject_id)
    return row


def _check(actor: Actor, covenant: Covenant, subject: Subject, row: CovenantCitation) -> None:
    breach = row.kind is CitationKind.BREACH
    if reason := policy.why_not_cite(actor, subject.row, subject.estate_id, breach=breach):
        raise ForbiddenError(reason)
    if not policy.fits(covenant, subject.estate_id):
        raise InvalidError(policy.ANOTHER_ESTATE, code="another_estate")
    if queries.article(covenant.id, row.version, row.number) is None:
        raise InvalidError("生效的版本里没有这一条", code="no_such_article")
    if queries.citation(row) is not None:
        raise ConflictError("这里已经引用过这一条", code="already_cited")


def _post(actor: Actor, post_id: int) -> Subject | None:
    post = boards.get_post(post_id)
    if post is None or post.state is not PostState.PUBLISHED or not post_policy.sees(actor, post):
        return None
    return Subject(post, post.id, post.estate_id)


def _comment(actor: Actor, comment_id: int) -> Subject | None:
    row = queries.comment(comment_id)
    if row is None or row.state is not PostState.PUBLISHED:
        return None
    page = _post(actor, row.post_id)
    return Subject(row, page.page_id, page.estate_id) if page else None


def _topic(actor: Actor, topic_id: int) -> Subject | None:
    topic = topics.get_topic(topic_id)
    if topic is None or topic.admitted_at is None:
        return None
    if topic_policy.sight(actor, topic) is not Sight.WHOLE:
        return None
    return Subject(topic, topic.id, topic.estate_id)


def _said(actor: Actor, comment_id: int) -> Subject | None:
    row = queries.said(comment_id)
    if row is None or row.state is not CommentState.PUBLISHED:
        return None
    page = _topic(actor, row.topic_id)
    return Subject(row, page.page_id, page.estate_id) if page else None


_FINDERS = {
    SubjectKind.POST: _post,
    SubjectKind.COMMENT: _comment,
    SubjectKind.TOPIC: _topic,
    SubjectKind.SAID: _said,
}


def on_page(actor: Actor, post_id: int | None, topic_id: int | None) -> list[dict[str, Any]]:
    """The articles named on this page. NotFoundError when the caller does not see it."""
    if (post_id is None) == (topic_id is None):
        raise InvalidError("请只写 post 或 topic 中的一个", code="one_page")
    page = _post(actor, post_id) if post_id is not None else _topic(actor, topic_id or 0)
    if page is None:
        raise NotFoundError
    return [_chip(one) for one in queries.cited_on(page.page_id, actor.visible_estates)]


def _chip(row: Any) -> dict[str, Any]:
    return {
        "covenant_id": row.id,
        "covenant": row.covenant,
        "version": row.version,
        "article": row.number,
        "title": row.title,
        "subject_kind": row.subject_kind.value,
        "subject_id": row.subject_id,
    }
