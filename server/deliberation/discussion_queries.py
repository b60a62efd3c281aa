"""SELECTs on papers, meetings, amendments and objections."""

from collections.abc import Sequence

from sqlalchemy import func, select

from server.deliberation.discussion_models import (
    Meeting,
    Objection,
    ObjectionState,
    Paper,
    PaperKind,
    Stage,
)
from server.extensions import db

#: What counts as said: written by a neighbour and not refused by the content check.
STANDING = (ObjectionState.CHECKING, ObjectionState.OPEN, ObjectionState.HELD, ObjectionState.ANSWERED)


def latest_version(topic_id: int, kind: PaperKind) -> int:
    """The version of this paper that stands; 0 before there is one."""
    asked = select(func.max(Paper.version)).where(Paper.topic_id == topic_id, Paper.kind == kind)
    return db.session.scalar(asked) or 0


def objecting_homes(topic_id: int, stage: Stage, round_: int) -> int:
    """Households that object in this notice (`round_`: the version of the paper that lies open)."""
    asked = select(func.count()).where(
        Objection.topic_id == topic_id,
        Objection.stage == stage,
        Objection.round == round_,
        Objection.state.in_(STANDING),
    )
    return db.session.scalar(asked.select_from(Objection)) or 0


def papers_of(topic_id: int, kind: PaperKind) -> Sequence[Paper]:
    """Every version of this paper, the first first."""
    asked = select(Paper).where(Paper.topic_id == topic_id, Paper.kind == kind)
    return db.session.scalars(asked.order_by(Paper.version)).all()


def meeting(topic_id: int, meeting_id: int) -> Meeting | None:
    """This topic's meeting, locked: its minutes are written once."""
    asked = select(Meeting).where(Meeting.topic_id == topic_id, Meeting.id == meeting_id)
    return db.session.scalar(asked.with_for_update().execution_options(populate_existing=True))
