"""What the one trace asks: one statement for each kind of link, however long the chain."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from server.boards.models import Post
from server.boards.models import State as PostState
from server.deliberation.covenants.models import (
    Covenant,
    CovenantArticle,
    CovenantCitation,
    CovenantVersion,
    VersionState,
)
from server.deliberation.covenants.queries import AGREED, reached
from server.deliberation.models import Topic
from server.deliberation.projects.evaluation_models import Evaluation
from server.deliberation.projects.models import Milestone, Project
from server.extensions import db

Rows = Sequence[Row[*tuple[Any, ...]]]
#: More would be no line any more.
MOST = 20


def grown_from(post_id: int, estates: Iterable[int] | None) -> Sequence[Topic]:
    """Admitted topics that grew from this post, the newest first."""
    return db.session.scalars(
        select(Topic)
        .where(Topic.source_post_id == post_id, Topic.admitted_at.is_not(None))
        .where(reached(estates, Topic.estate_id))
        .order_by(Topic.id.desc())
        .limit(MOST)
    ).all()


def project_of(topic_id: int) -> Row[*tuple[Any, ...]] | None:
    """(id, name, formed_at, started_at, finished_at, due_on, milestones, done)."""
    return db.session.execute(
        select(
            Project.id, Project.name, Project.formed_at, Project.started_at, Project.finished_at,
            Project.due_on, func.count(Milestone.id).label("milestones"),
            func.count(Milestone.done_at).label("done"),
        )
        .outerjoin(
            Milestone,
            and_(Milestone.community_id == Project.community_id, Milestone.project_id == Project.id),
        )
        .where(Project.topic_id == topic_id)
        .group_by(
            Project.id, Project.name, Project.formed_at, Project.started_at, Project.finished_at,
            Project.due_on,
        )
    ).one_or_none()  # fmt: skip


def evaluated(topic_id: int) -> int:
    """How many homes have said what they think of the result."""
    asked = select(func.count()).select_from(Evaluation).where(Evaluation.topic_id == topic_id)
    return db.session.scalar(asked) or 0


def versions_of(topic_id: int) -> Rows:
    """(covenant_id, title, version, state, poll_id, adopted_at, in_force_from, drafted_at, articles) of what
    this topic put to the vote."""
    return db.session.execute(
        select(
            Covenant.id.label("covenant_id"), Covenant.title, CovenantVersion.version,
            CovenantVersion.state, CovenantVersion.poll_id, CovenantVersion.adopted_at,
            CovenantVersion.in_force_from, CovenantVersion.drafted_at,
            func.count(CovenantArticle.number).label("articles"),
        )
        .join(Covenant, and_(Covenant.community_id == CovenantVersion.community_id,
                             Covenant.id == CovenantVersion.covenant_id))
        .join(CovenantArticle, and_(CovenantArticle.community_id == CovenantVersion.community_id,
                                    CovenantArticle.covenant_id == CovenantVersion.covenant_id,
                                    CovenantArticle.version == CovenantVersion.version))
        .where(CovenantVersion.topic_id == topic_id, CovenantVersion.state != VersionState.DRAFT)
        .group_by(
            Covenant.id, Covenant.title, CovenantVersion.version, CovenantVersion.state,
            CovenantVersion.poll_id, CovenantVersion.adopted_at, CovenantVersion.in_force_from,
            CovenantVersion.drafted_at,
        )
        .order_by(CovenantVersion.version)
    ).all()  # fmt: skip


def citations_of(topic_id: int, estates: Iterable[int] | None) -> Rows:
    """Where the articles this topic made are named, as far as the reader sees those pages.

    (number, article, version, covenant, post_id, post_title, topic_id, topic_title, at), each page and
    article once.
    """
    at = func.min(CovenantCitation.at).label("at")
    asked = (
        _named()
        .add_columns(at)
        .outerjoin(Post, and_(Post.community_id == CovenantCitation.community_id,
                              Post.id == CovenantCitation.page_id, Post.state == PostState.PUBLISHED,
                              reached(estates, Post.estate_id)))
        .outerjoin(Topic, and_(Topic.community_id == CovenantCitation.community_id,
                               Topic.id == CovenantCitation.page_id, Topic.admitted_at.is_not(None),
                               reached(estates, Topic.estate_id)))
        .where(CovenantVersion.topic_id == topic_id, CovenantVersion.state.in_(AGREED))
        .where(or_(Post.id.is_not(None), Topic.id.is_not(None)))
        .group_by(*(getattr(one, "element", one) for one in _NAMES))
        .order_by(at)
        .limit(MOST)
    )  # fmt: skip
    return db.session.execute(asked).all()


_NAMES = (
    CovenantArticle.number, CovenantArticle.title.label("article"), CovenantArticle.version,
    Covenant.title.label("covenant"), Post.id.label("post_id"), Post.title.label("post_title"),
    Topic.id.label("topic_id"), Topic.title.label("topic_title"),
)  # fmt: skip


def _named() -> Select[*tuple[Any, ...]]:
    """Citations with their articles, versions and covenants; posts and topics are still to be joined."""
    return (
        select(*_NAMES)
        .select_from(CovenantCitation)
        .join(CovenantVersion, and_(CovenantVersion.community_id == CovenantCitation.community_id,
                                    CovenantVersion.covenant_id == CovenantCitation.covenant_id,
                                    CovenantVersion.version == CovenantCitation.version))
        .join(CovenantArticle, and_(CovenantArticle.community_id == CovenantCitation.community_id,
                                    CovenantArticle.covenant_id == CovenantCitation.covenant_id,
                                    CovenantArticle.version == CovenantCitation.version,
                                    CovenantArticle.number == CovenantCitation.number))
        .join(Covenant, and_(Covenant.community_id == CovenantCitation.community_id,
                             Covenant.id == CovenantCitation.covenant_id))
    )  # fmt: skip
