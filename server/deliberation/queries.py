"""The SELECTs on topics but for the pages' (page_queries.py, hall_queries.py) and the ledger's."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select

from server.assistance.models import Filing, FilingKind
from server.assistance.queries import SHOWN, of
from server.ballots.models import Poll
from server.ballots.queries import taken_part_of_poll
from server.deliberation.models import Stance, Topic, TopicComment
from server.deliberation.policy import Matter
from server.deliberation.states import COVENANT_GATE, KEPT, TO_DECISION
from server.extensions import db
from server.places.models import Estate

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]


AT_HOME = and_(Estate.community_id == Topic.community_id, Estate.id == Topic.estate_id)
#: The poll that is running or ran last: a covenant's once it was put to the vote.
ITS_POLL = and_(
    Poll.community_id == Topic.community_id, Poll.id == func.coalesce(Topic.covenant_poll_id, Topic.poll_id)
)


#: The poll that decided the topic, whatever was voted on since: what its card and its page tell of.
DECIDING_POLL = and_(Poll.community_id == Topic.community_id, Poll.id == Topic.poll_id)


#: Topics that wait for who holds their gate (states.waits, as SQL).
WAITING = and_(Topic.state.in_(KEPT), or_(Topic.state.not_in(COVENANT_GATE), Topic.at_gate))


def _matters() -> Select[Any]:
    return (
        select(Topic, Estate.gates_delegated, Poll.counted)
        .outerjoin(Estate, AT_HOME)
        .outerjoin(Poll, ITS_POLL)
    )


def _matter(row: Any) -> Matter | None:
    if row is None:
        return None
    topic, delegated, counted = row[0], row[1], row[2]
    return Matter(topic, bool(delegated), counted["outcome"] if counted else None)


# Built once: building it costs more than sending it.
_MATTER = _matters().where(Topic.id == bindparam("topic"))


def get_matter(topic_id: int) -> Matter | None:
    return _matter(db.session.execute(_MATTER, {"topic": topic_id}).one_or_none())


def lock_matter(topic_id: int) -> Matter:
    """The topic as committed now, and nobody else's to change until this transaction ends."""
    asked = _matters().where(Topic.id == topic_id).with_for_update(of=Topic)
    found = _matter(db.session.execute(asked.execution_options(populate_existing=True)).one())
    assert found is not None
    return found


def get_topic(topic_id: int) -> Topic | None:
    return db.session.scalar(select(Topic).where(Topic.id == topic_id))


def open_topics(author_id: int, but: int) -> int:
    """How many of the author's topics are under way, `but` not counted."""
    asked = select(func.count()).where(
        Topic.author_id == author_id, Topic.id != but, Topic.state.in_(TO_DECISION)
    )
    return db.session.scalar(asked.select_from(Topic)) or 0


_CARD = (
    Topic.community_id, Topic.id, Topic.title, Topic.estate_id, Topic.author_name, Topic.author_place,
    Topic.author_role, Topic.state, Topic.text_check, Topic.due_at, Topic.overdue_told_at, Topic.at_gate,
    Topic.created_at, Topic.submitted_at, Topic.admitted_at, Topic.stance_for, Topic.stance_against,
    Topic.stance_neutral, Topic.comments_count, Topic.poll_id, Estate.name.label("estate_name"),
    Poll.closes_at.label("poll_closes_at"), Poll.roll_size.label("poll_homes"),
    Poll.state.label("poll_state"), Poll.counted.label("poll_counted"), *SHOWN,
)  # fmt: skip
EXCERPT = 80
_LEAD = func.substr(Topic.body, 1, EXCERPT).label("body")


def shown(body: Any = _LEAD, *more: Any) -> Select[Any]:
    """What a card is made of (cards.card), by names: columns, since no list changes a topic.

    body: how much of it. more: columns that a whole page shows beside the card's.
    """
    asked = select(*_CARD, body, taken_part_of_poll().label("taken_part"), *more)
    asked = asked.outerjoin(Estate, AT_HOME).outerjoin(Poll, DECIDING_POLL)
    return asked.outerjoin(Filing, of(FilingKind.TOPIC, Topic))


def stance_of(topic_id: int, person_id: int) -> Stance | None:
    return db.session.scalar(select(Stance).where(Stance.topic_id == topic_id, Stance.person_id == person_id))


def lock_comment(comment_id: int) -> TopicComment | None:
    return db.session.scalar(
        select(TopicComment)
        .where(TopicComment.id == comment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def get_comment(comment_id: int) -> TopicComment | None:
    return db.session.scalar(select(TopicComment).where(TopicComment.id == comment_id))
