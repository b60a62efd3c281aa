"""SELECTs on covenants. Those of the one trace: trace_queries.py."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from server.boards.models import Comment, Post
from server.deliberation.covenants.models import (
    Covenant,
    CovenantArticle,
    CovenantCitation,
    CovenantReview,
    CovenantVersion,
    VersionState,
)
from server.deliberation.models import Topic, TopicComment
from server.extensions import db
from server.places.models import Estate

Rows = Sequence[Row[*tuple[Any, ...]]]
OPEN = (VersionState.DRAFT, VersionState.VOTING)
#: What was once agreed on: a newer version is compared with the last of these.
AGREED = (VersionState.IN_FORCE, VersionState.SUPERSEDED)
MOST = 100


def reached(estates: Iterable[int] | None, column: Any) -> ColumnElement[bool]:
    """Of rows with an estate: those that people of these estates see (None: of all)."""
    return or_(column.is_(None), column.in_(list(estates))) if estates is not None else true()


def get(covenant_id: int) -> Covenant | None:
    return db.session.scalar(select(Covenant).where(Covenant.id == covenant_id))


def published(covenant_id: int) -> bool:
    """Whether any version was ever put to the vote."""
    asked = exists(CovenantVersion.version).where(
        CovenantVersion.covenant_id == covenant_id, CovenantVersion.state != VersionState.DRAFT
    )
    return bool(db.session.scalar(select(asked)))


def lock(covenant_id: int) -> Covenant | None:
    """The covenant as committed now, nobody else's to change until this transaction ends."""
    asked = select(Covenant).where(Covenant.id == covenant_id).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))


def versions(covenant_id: int) -> Sequence[CovenantVersion]:
    """Every version, the oldest first."""
    asked = select(CovenantVersion).where(CovenantVersion.covenant_id == covenant_id)
    return db.session.scalars(asked.order_by(CovenantVersion.version)).all()


def open_version(covenant_id: int) -> CovenantVersion | None:
    """The version that is drafted or voted on, as committed now."""
    return _version(CovenantVersion.covenant_id == covenant_id, CovenantVersion.state.in_(OPEN))


def in_force(covenant_id: int) -> CovenantVersion | None:
    return _version(
        CovenantVersion.covenant_id == covenant_id, CovenantVersion.state == VersionState.IN_FORCE
    )


def of_topic(topic_id: int) -> CovenantVersion | None:
    """The version that this topic drafts or votes on."""
    return _version(CovenantVersion.topic_id == topic_id, CovenantVersion.state.in_(OPEN))


def drafting(covenant_id: int) -> Topic | None:
    """The topic out of which this covenant is drafted or voted on now."""
    at = and_(CovenantVersion.community_id == Topic.community_id, CovenantVersion.topic_id == Topic.id)
    open_ = (CovenantVersion.covenant_id == covenant_id, CovenantVersion.state.in_(OPEN))
    return db.session.scalar(select(Topic).join(CovenantVersion, at).where(*open_))


def _version(*which: ColumnElement[bool]) -> CovenantVersion | None:
    asked = select(CovenantVersion).where(*which).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))


def articles(covenant_id: int, wanted: Iterable[int]) -> Sequence[CovenantArticle]:
    """The articles of these versions, in order."""
    return db.session.scalars(
        select(CovenantArticle)
        .where(CovenantArticle.covenant_id == covenant_id, CovenantArticle.version.in_(list(wanted)))
        .order_by(CovenantArticle.version, CovenantArticle.number)
    ).all()


def article(covenant_id: int, version: int, number: int) -> CovenantArticle | None:
    return db.session.scalar(
        select(CovenantArticle).where(
            CovenantArticle.covenant_id == covenant_id,
            CovenantArticle.version == version,
            CovenantArticle.number == number,
        )
    )


def cited(covenant_id: int, version: int) -> Rows:
    """(number, kind, count) of the citations of a version's articles."""
    asked = select(CovenantCitation.number, CovenantCitation.kind, func.count().label("times")).where(
        CovenantCitation.covenant_id == covenant_id, CovenantCitation.version == version
    )
    return db.session.execute(asked.group_by(CovenantCitation.number, CovenantCitation.kind)).all()


def reviews(covenant_id: int) -> Sequence[CovenantReview]:
    asked = select(CovenantReview).where(CovenantReview.covenant_id == covenant_id)
    return db.session.scalars(asked.order_by(CovenantReview.at)).all()


def listed(estates: Iterable[int] | None) -> Rows:
    """Of every covenant that people of these estates see: itself, its version in force, the open one."""
    force, draft = aliased(CovenantVersion), aliased(CovenantVersion)
    asked: Select[Any] = (
        select(
            Covenant.id, Covenant.title, Covenant.estate_id, Estate.name.label("estate_name"),
            Covenant.version_in_force, _articles_in_force().label("articles"), force.adopted_at,
            force.in_force_from, force.filing_no, force.review_on, draft.state.label("open_state"),
            draft.version.label("open_version"), draft.topic_id.label("open_topic"),
        )
        .outerjoin(Estate, and_(Estate.community_id == Covenant.community_id,
                                Estate.id == Covenant.estate_id))
        .outerjoin(force, and_(of_covenant(force), force.state == VersionState.IN_FORCE))
        .outerjoin(draft, and_(of_covenant(draft), draft.state.in_(OPEN)))
        .where(reached(estates, Covenant.estate_id))
        .order_by(Covenant.version_in_force.is_(None), Covenant.id)
        .limit(MOST)
    )  # fmt: skip
    return db.session.execute(asked).all()


def _articles_in_force() -> Any:
    """Of covenants: how many articles the version in force has, as a scalar subquery."""
    return (
        select(func.count())
        .select_from(CovenantArticle)
        .where(
            CovenantArticle.community_id == Covenant.community_id,
            CovenantArticle.covenant_id == Covenant.id,
            CovenantArticle.version == Covenant.version_in_force,
        )
        .correlate(Covenant)
        .scalar_subquery()
    )


def of_covenant(version: Any) -> ColumnElement[bool]:
    return and_(version.community_id == Covenant.community_id, version.covenant_id == Covenant.id)


def review_due(day: date) -> Sequence[CovenantVersion]:
    """Versions in force whose day of review is `day` or before, and of which nobody was told. Locked."""
    return db.session.scalars(
        select(CovenantVersion)
        .where(
            CovenantVersion.state == VersionState.IN_FORCE,
            CovenantVersion.review_on <= day,
            CovenantVersion.review_told_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    ).all()


def comment(comment_id: int) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.id == comment_id))


def said(comment_id: int) -> TopicComment | None:
    return db.session.scalar(select(TopicComment).where(TopicComment.id == comment_id))


def citation(wanted: CovenantCitation) -> CovenantCitation | None:
    """The same citation, if it stands already."""
    return db.session.scalar(
        select(CovenantCitation).where(
            CovenantCitation.subject_id == wanted.subject_id,
            CovenantCitation.covenant_id == wanted.covenant_id,
            CovenantCitation.version == wanted.version,
            CovenantCitation.number == wanted.number,
            CovenantCitation.kind == wanted.kind,
        )
    )


def cited_on(page_id: int, estates: Iterable[int] | None) -> Rows:
    """The articles named on the page of a post or topic, each once under the same words."""
    asked = (
        select(
            Covenant.id, Covenant.title.label("covenant"), CovenantArticle.version, CovenantArticle.number,
            CovenantArticle.title, CovenantCitation.subject_kind, CovenantCitation.subject_id,
            func.min(CovenantCitation.at).label("at"),
        )
        .join(CovenantArticle, _of_article())
        .join(Covenant, and_(Covenant.community_id == CovenantCitation.community_id,
                             Covenant.id == CovenantCitation.covenant_id))
        .where(CovenantCitation.page_id == page_id, reached(estates, Covenant.estate_id))
        .group_by(
            Covenant.id, Covenant.title, CovenantArticle.version, CovenantArticle.number,
            CovenantArticle.title, CovenantCitation.subject_kind, CovenantCitation.subject_id,
        )
        .order_by(CovenantCitation.subject_id, Covenant.id, CovenantArticle.number)
        .limit(MOST)
    )  # fmt: skip
    return db.session.execute(asked).all()


def _of_article() -> ColumnElement[bool]:
    return and_(
        CovenantArticle.community_id == CovenantCitation.community_id,
        CovenantArticle.covenant_id == CovenantCitation.covenant_id,
        CovenantArticle.version == CovenantCitation.version,
        CovenantArticle.number == CovenantCitation.number,
    )


def page_of(post_id: int | None, topic_id: int | None) -> tuple[Post | None, Topic | None]:
    """The post and the topic that a list of citations is asked for."""
    post = db.session.scalar(select(Post).where(Post.id == post_id)) if post_id else None
    topic = db.session.scalar(select(Topic).where(Topic.id == topic_id)) if topic_id else None
    return post, topic
