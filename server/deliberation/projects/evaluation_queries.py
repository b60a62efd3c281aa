"""SELECTs on the evaluation of a result."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from server.deliberation.held_queries import MOST, Ground, on_ground
from server.deliberation.models import CommentState
from server.deliberation.projects.evaluation_models import Evaluation, EvaluationRemark, Rating
from server.extensions import db

#: So many words of households are shown; how many more there are is said.
MOST_TEXTS = 200


def given(topic_id: int, home_id: int) -> Evaluation | None:
    """What the home said, as committed now."""
    asked = select(Evaluation).where(Evaluation.topic_id == topic_id, Evaluation.home_id == home_id)
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))


def of_homes(topic_id: int, home_ids: Iterable[int]) -> Mapping[int, Evaluation]:
    asked = select(Evaluation).where(Evaluation.topic_id == topic_id, Evaluation.home_id.in_(list(home_ids)))
    return {one.home_id: one for one in db.session.scalars(asked)}


def counts(topic_id: int) -> Mapping[Rating, int]:
    """Homes per rating; none is left out."""
    asked = select(Evaluation.rating, func.count()).where(Evaluation.topic_id == topic_id)
    found = {Rating(rating): many for rating, many in db.session.execute(asked.group_by(Evaluation.rating))}
    return {rating: found.get(rating, 0) for rating in Rating}


def texts(topic_id: int) -> Sequence[Any]:
    """rating and body of the words that passed, those who complain first; MOST_TEXTS at most."""
    asked = select(Evaluation.rating, Evaluation.body).where(
        Evaluation.topic_id == topic_id, Evaluation.state == CommentState.PUBLISHED
    )
    return db.session.execute(asked.order_by(Evaluation.rating, Evaluation.at).limit(MOST_TEXTS)).all()


def texts_written(topic_id: int) -> int:
    """How many homes wrote words, whatever became of them."""
    asked = select(func.count()).select_from(Evaluation)
    return db.session.scalar(asked.where(Evaluation.topic_id == topic_id, Evaluation.body != "")) or 0


def remarks(topic_id: int) -> Sequence[EvaluationRemark]:
    asked = select(EvaluationRemark).where(EvaluationRemark.topic_id == topic_id)
    return db.session.scalars(asked.order_by(EvaluationRemark.id)).all()


def held(ground: Ground) -> Sequence[Evaluation]:
    """Words that wait for a moderator of this ground, oldest first."""
    asked = select(Evaluation).where(Evaluation.state == CommentState.HELD)
    asked = on_ground(asked.order_by(Evaluation.at).limit(MOST), Evaluation, ground)
    return db.session.scalars(asked).all()
