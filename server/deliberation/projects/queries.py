"""SELECTs on projects, their milestones and their log."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, func, or_, select

from server.core.access import Actor
from server.deliberation import queries as topics
from server.deliberation.held_queries import MOST, Ground, on_ground
from server.deliberation.models import CommentState, Topic
from server.deliberation.policy import Matter
from server.deliberation.projects.models import Milestone, NoteKind, Project, ProjectNote
from server.deliberation.states import TopicState
from server.extensions import db
from server.places.models import Estate

S = TopicState
UNDER_WAY = (S.PROJECT, S.IMPLEMENTING)
_OF_PROJECT = and_(Milestone.community_id == Project.community_id, Milestone.project_id == Project.id)
_ITS_TOPIC = and_(Topic.community_id == Project.community_id, Topic.id == Project.topic_id)


class Undertaking(NamedTuple):
    """A project and the matter it carries out."""

    project: Project
    matter: Matter

    @property
    def topic(self) -> Topic:
        """What the rules on topics look at."""
        return self.matter.topic


def open_milestones(topic_id: int) -> int:
    """How many milestones of the topic's project are not done."""
    asked = (
        select(func.count())
        .select_from(Milestone)
        .join(Project, _OF_PROJECT)
        .where(Project.topic_id == topic_id, Milestone.done_at.is_(None))
    )
    return db.session.scalar(asked) or 0


def undertaking(project_id: int) -> Undertaking | None:
    project = db.session.scalar(select(Project).where(Project.id == project_id))
    matter = topics.get_matter(project.topic_id) if project else None
    return Undertaking(project, matter) if project and matter else None


def lock_undertaking(project_id: int) -> Undertaking:
    """As committed now; nobody else moves the topic or its project until this transaction ends."""
    topic_id = db.session.scalars(select(Project.topic_id).where(Project.id == project_id)).one()
    matter = topics.lock_matter(topic_id)
    asked = select(Project).where(Project.id == project_id).execution_options(populate_existing=True)
    return Undertaking(db.session.scalars(asked).one(), matter)


def project_of(topic_id: int) -> Project | None:
    return db.session.scalar(select(Project).where(Project.topic_id == topic_id))


def milestones(project_id: int) -> Sequence[Milestone]:
    asked = select(Milestone).where(Milestone.project_id == project_id).order_by(Milestone.place)
    return db.session.scalars(asked.execution_options(populate_existing=True)).all()


def _many(*which: Any) -> Any:
    asked = select(func.count()).select_from(Milestone).where(_OF_PROJECT, *which)
    return asked.correlate(Project).scalar_subquery()


def _cards(today: date) -> Select[Any]:
    late = and_(Milestone.done_at.is_(None), Milestone.due_on < today, Topic.state.in_(UNDER_WAY))
    spent = select(func.coalesce(func.sum(Milestone.spent_cents), 0)).where(_OF_PROJECT)
    overdue = select(func.count()).select_from(Milestone).where(_OF_PROJECT, late)
    return (
        select(
            Project, Topic.state, Topic.estate_id, Estate.name.label("estate_name"),
            Topic.title.label("topic_title"),
            _many().label("total"), _many(Milestone.done_at.is_not(None)).label("done"),
            overdue.correlate(Project, Topic).scalar_subquery().label("overdue"),
            spent.correlate(Project).scalar_subquery().label("spent"),
        )
        .join(Topic, _ITS_TOPIC)
        .outerjoin(Estate, topics.AT_HOME)
    )  # fmt: skip


def card(project_id: int, today: date) -> Row[*tuple[Any, ...]]:
    """Project, its topic's state and title, and its numbers: total, done, overdue, spent."""
    return db.session.execute(_cards(today).where(Project.id == project_id)).one()


def card_of_topic(topic_id: int, today: date) -> Row[*tuple[Any, ...]] | None:
    """As `card`, of the topic's project."""
    return db.session.execute(_cards(today).where(Project.topic_id == topic_id)).one_or_none()


class Page(NamedTuple):
    """Which projects are asked for. visible: estates whose own are shown (None: every estate)."""

    under_way: bool | None
    visible: Iterable[int] | None
    after: int | None
    limit: int


def page(which: Page, today: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """Rows as `card`'s, newest first, one more than the limit."""
    asked = _cards(today).order_by(Project.id.desc()).limit(which.limit + 1)
    if which.visible is not None:
        asked = asked.where(or_(Topic.estate_id.is_(None), Topic.estate_id.in_(list(which.visible))))
    if which.under_way is not None:
        held = Topic.state.in_(UNDER_WAY)
        asked = asked.where(held if which.under_way else ~held)
    return db.session.execute(asked.where(Project.id < which.after) if which.after else asked).all()


def newly_overdue(today: date) -> Sequence[Milestone]:
    """Milestones whose day is over, not done and not told of yet; locked."""
    asked = (
        select(Milestone)
        .join(Project, _OF_PROJECT)
        .join(Topic, _ITS_TOPIC)
        .where(Topic.state.in_(UNDER_WAY), Milestone.done_at.is_(None))
        .where(Milestone.due_on < today, Milestone.overdue_told_at.is_(None))
    )
    return db.session.scalars(asked.with_for_update(of=Milestone, skip_locked=True)).all()


def milestone(milestone_id: int) -> Milestone | None:
    return db.session.scalar(select(Milestone).where(Milestone.id == milestone_id))


def notes(project_id: int, actor: Actor, after: int | None, limit: int) -> Sequence[ProjectNote]:
    """The log, newest first, one more than `limit`: what is public, and the caller's own."""
    seen = or_(ProjectNote.state == CommentState.PUBLISHED, ProjectNote.author_id == actor.person_id)
    asked = select(ProjectNote).where(ProjectNote.project_id == project_id, seen)
    asked = asked.where(ProjectNote.id < after) if after else asked
    return db.session.scalars(asked.order_by(ProjectNote.id.desc()).limit(limit + 1)).all()


def reschedules(project_id: int) -> int:
    """How often its days were moved."""
    asked = select(func.count()).select_from(ProjectNote)
    moved = (ProjectNote.project_id == project_id, ProjectNote.kind == NoteKind.RESCHEDULE)
    return db.session.scalar(asked.where(*moved)) or 0


def note(note_id: int) -> ProjectNote | None:
    return db.session.scalar(select(ProjectNote).where(ProjectNote.id == note_id))


def lock_note(note_id: int) -> ProjectNote | None:
    asked = select(ProjectNote).where(ProjectNote.id == note_id).with_for_update()
    return db.session.scalar(asked.execution_options(populate_existing=True))


def held_notes(ground: Ground) -> Sequence[ProjectNote]:
    """What waits for a moderator of this ground, oldest first."""
    its_project = and_(Project.community_id == ProjectNote.community_id, Project.id == ProjectNote.project_id)
    asked = select(ProjectNote).join(Project, its_project).where(ProjectNote.state == CommentState.HELD)
    asked = on_ground(asked.order_by(ProjectNote.id).limit(MOST), Project, ground)
    return db.session.scalars(asked).all()


def note_writers(project_id: int) -> frozenset[int]:
    """Who said something in the project's log."""
    asked = select(ProjectNote.author_id).where(ProjectNote.project_id == project_id).distinct()
    return frozenset(db.session.scalars(asked))
