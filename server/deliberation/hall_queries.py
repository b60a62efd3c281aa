"""SELECTs of the lists of topics: the hall's, and one author's own."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from server.core.database import rows
from server.deliberation.models import TextCheck, Topic
from server.deliberation.models import TopicState as S
from server.deliberation.queries import Rows, shown
from server.deliberation.states import AFTER_DECISION, TO_DECISION
from server.extensions import db
from server.kit.db import among
from server.kit.rest import MOST_ID

CLOSED = (*AFTER_DECISION, S.NOT_PASSED, S.NO_QUORUM, S.TERMINATED, S.MERGED, S.TRANSFERRED)


def page_of(state: str, visible: Iterable[int] | None, after: int | None, limit: int) -> Sequence[Any]:
    """Rows of `shown` for the hall, newest first, one more than `limit`.

    state: open, decided or all. visible: estates whose own topics are shown (None: every estate).
    """
    asked = {"estates": list(visible or ()), "before": after or MOST_ID, "most": limit + 1}
    return rows(_hall(state, visible is None), asked)


@cache
def _hall(state: str, everywhere: bool) -> Select[Any]:
    asked = shown().where(_public(state), Topic.id < bindparam("before"))
    if not everywhere:
        asked = asked.where(or_(Topic.estate_id.is_(None), among(Topic.estate_id, "estates")))
    return asked.order_by(Topic.id.desc()).limit(bindparam("most"))


def _public(state: str) -> ColumnElement[bool]:
    told = (S.SECONDING, S.GATE1_PENDING)
    glance = and_(Topic.state.in_(told), Topic.text_check == TextCheck.PASSED)
    running = and_(Topic.admitted_at.is_not(None), Topic.state.in_(TO_DECISION))
    closed = and_(Topic.admitted_at.is_not(None), Topic.state.in_(CLOSED))
    return {
        "open": or_(running, glance),
        "decided": closed,
        "all": or_(Topic.admitted_at.is_not(None), glance),
    }[state]


def public(topic_ids: Iterable[int], visible: Iterable[int] | None) -> Sequence[Any]:
    """id, title, state and seconds of those of these topics that neighbours see."""
    asked = select(Topic.id, Topic.title, Topic.state, Topic.seconds)
    asked = asked.where(_public("all"), Topic.id.in_(list(topic_ids)))
    if visible is not None:
        asked = asked.where(or_(Topic.estate_id.is_(None), Topic.estate_id.in_(list(visible))))
    return db.session.execute(asked).all()


def topics_of(author_id: int, after: int | None, limit: int) -> Rows:
    """Rows of `shown`: everything this person proposed, newest first, one more than `limit`."""
    asked = shown().where(Topic.author_id == author_id).order_by(Topic.id.desc()).limit(limit + 1)
    return db.session.execute(asked.where(Topic.id < after) if after else asked).all()


def unpublished_of(author_id: int) -> Sequence[Any]:
    """Rows of `shown`: the author's topics that neighbours do not see whole yet."""
    return rows(_unpublished(), {"author": author_id})


@cache
def _unpublished() -> Select[Any]:
    states = (S.DRAFT, S.SECONDING, S.GATE1_PENDING, S.RETURNED, S.DECLINED)
    asked = shown().where(Topic.author_id == bindparam("author"), Topic.state.in_(states))
    return asked.order_by(Topic.id.desc()).limit(20)
