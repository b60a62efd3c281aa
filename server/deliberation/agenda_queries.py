"""SELECTs on who stands behind a topic, and on topics that say much the same."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from server.ballots.models import Ballot, Poll
from server.core.database import rows
from server.deliberation.agenda_models import Second, TopicGram
from server.deliberation.models import CommentState, Stance, TextCheck, Topic, TopicComment
from server.deliberation.states import SECONDABLE
from server.extensions import db
from server.places.models import Building, Estate, Home

#: So many candidates are looked at before those the caller does not see are left out.
MOST_ALIKE = 40
#: More topics than this wait for no discussion at once in one community.
MOST_TARGETS = 200
_Target = aliased(Topic)
_MERGED = (
    select(Topic.id, Topic.title, Topic.seconds)
    .join(_Target, and_(_Target.community_id == Topic.community_id, _Target.id == Topic.target_id))
    .where(Topic.target_id == bindparam("topic"), Topic.text_check == TextCheck.PASSED)
    # The bytes are shared by all who read the target: they must be those whom the merged topic concerned.
    .where(Topic.estate_id.is_not_distinct_from(_Target.estate_id))
    .order_by(Topic.id)
)


def households(estate_id: int | None) -> int:
    """How many homes the topic concerns: those of its estate, or of the whole community."""
    asked = select(func.count()).select_from(Home)
    return db.session.scalar(asked.where(Home.estate_id == estate_id) if estate_id else asked) or 0


def stands_behind(topic_id: int, home_ids: Iterable[int]) -> bool:
    """Whether one of these homes seconds it."""
    asked = exists(Second.home_id).where(Second.topic_id == topic_id, Second.home_id.in_(list(home_ids)))
    return bool(db.session.scalar(select(asked)))


def building(building_id: int, estate_id: int | None) -> Any:
    """Name and estate of this building, if it is one of the estate's (None: of any); None when not."""
    asked = select(Building.name, Building.estate_id).where(Building.id == building_id)
    asked = asked.where(Building.estate_id == estate_id) if estate_id else asked
    return db.session.execute(asked).one_or_none()


def buildings(estate_id: int | None) -> Sequence[Any]:
    """id, name and estate of the buildings that the topic concerns."""
    asked = (
        select(Building.id, Building.name, Estate.name.label("estate"))
        .join(Estate, and_(Estate.community_id == Building.community_id, Estate.id == Building.estate_id))
        .order_by(Estate.id, Building.id)
    )
    return db.session.execute(asked.where(Building.estate_id == estate_id) if estate_id else asked).all()


def seconders(topic_id: int) -> Sequence[Any]:
    """home_id and person_id of each household behind it."""
    asked = select(Second.home_id, Second.person_id).where(Second.topic_id == topic_id)
    return db.session.execute(asked.order_by(Second.home_id)).all()


def seconded_outside(topic_id: int, estate_id: int) -> bool:
    """Whether a household of another estate stands behind it."""
    home = and_(Home.community_id == Second.community_id, Home.id == Second.home_id)
    asked = select(Second.home_id).join(Home, home).where(Second.topic_id == topic_id)
    return db.session.execute(asked.where(Home.estate_id != estate_id).limit(1)).first() is not None


def merge_targets(topic: Topic, only: int | None = None) -> Sequence[Topic]:
    """What this topic may be merged into (`only`: whether this one is among it), the newest first.

    On the agenda, and open to everybody whom the topic concerned. Who supported it is asked to second the
    target: so that must still take seconds.
    """
    asked = select(Topic).where(
        Topic.id != topic.id, Topic.admitted_at.is_not(None), Topic.state.in_(SECONDABLE)
    )
    reaches = or_(Topic.estate_id.is_(None), Topic.estate_id == topic.estate_id)
    asked = asked.where(reaches if topic.estate_id else Topic.estate_id.is_(None))
    asked = asked.where(Topic.id == only) if only is not None else asked
    return db.session.scalars(asked.order_by(Topic.id.desc()).limit(MOST_TARGETS)).all()


def second_of(topic_id: int, home_id: int) -> Second | None:
    return db.session.scalar(select(Second).where(Second.topic_id == topic_id, Second.home_id == home_id))


def alike(grams: Iterable[str], least: int) -> Sequence[Any]:
    """topic_id and shared: topics that have at least `least` of these pairs, the most alike first."""
    shared = func.count().label("shared")
    asked = select(TopicGram.topic_id, shared).where(TopicGram.gram.in_(sorted(grams)))
    asked = asked.group_by(TopicGram.topic_id).having(shared >= least)
    return db.session.execute(
        asked.order_by(shared.desc(), TopicGram.topic_id.desc()).limit(MOST_ALIKE)
    ).all()


def followers(topic_id: int) -> frozenset[int]:
    """Author, seconders, who took a stance, spoke, or voted by phone: person ids, in one statement."""
    author = select(Topic.author_id).where(Topic.id == topic_id)
    behind = select(Second.person_id).where(Second.topic_id == topic_id)
    stood = select(Stance.person_id).where(Stance.topic_id == topic_id)
    spoke = select(TopicComment.author_id).where(
        TopicComment.topic_id == topic_id, TopicComment.state == CommentState.PUBLISHED
    )
    voted = (
        select(Ballot.cast_by)
        .join(Poll, and_(Poll.community_id == Ballot.community_id, Poll.id == Ballot.poll_id))
        .where(Poll.subject_id == topic_id, Ballot.cast_by.is_not(None))
    )
    return frozenset(db.session.scalars(union(author, behind, stood, spoke, voted)))


def merged_into(topic_id: int) -> Sequence[Any]:
    """id, title and seconds of the topics that were merged into this one, kept ready for the page: those
    that passed the check and are of the same estate."""
    return rows(_MERGED, {"topic": topic_id})
