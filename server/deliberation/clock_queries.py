"""SELECTs of the clock: what is due, what is late, and was not told of yet. All of it locked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from server.deliberation.keeper_models import Appeal, AppealState
from server.deliberation.models import Topic
from server.deliberation.queries import WAITING
from server.deliberation.states import AT_THE_HOST, TopicState
from server.extensions import db
from server.kit.db import db_now
from server.kit.rest import stamp


def _locked(*which: ColumnElement[bool]) -> Sequence[Topic]:
    return db.session.scalars(select(Topic).where(*which).with_for_update(skip_locked=True)).all()


def overdue() -> Sequence[Topic]:
    """Topics whose gate nobody held in time."""
    return _locked(WAITING, Topic.due_at < db_now(), Topic.overdue_told_at.is_(None))


def hosts_overdue() -> Sequence[Topic]:
    """Topics that rest with their host past his days, and nobody was told."""
    return _locked(Topic.state.in_(AT_THE_HOST), Topic.due_at < db_now(), Topic.overdue_told_at.is_(None))


def waiting_since(moment: datetime, least: timedelta) -> Sequence[Topic]:
    """Topics at a gate for `least` already, still in time and nobody reminded."""
    return _locked(
        WAITING,
        Topic.reminded_at.is_(None),
        Topic.due_at > moment,
        Topic.state_at < moment - least,
    )


def seconding_over() -> Sequence[int]:
    """Topics whose time for seconds has run out."""
    asked = select(Topic.id).where(Topic.state == TopicState.SECONDING, Topic.due_at < db_now())
    return db.session.scalars(asked.order_by(Topic.id)).all()


def overdue_petitions(moment: datetime) -> Sequence[Topic]:
    """Topics whose petition the committee did not answer in time, and nobody was told."""
    said = Topic.petition
    return _locked(
        said.is_not(None),
        said["text"].as_string().is_(None),
        said["overdue"].as_string().is_(None),
        said["due_at"].as_string() < stamp(moment),
    )


def overdue_appeals() -> Sequence[Appeal]:
    """Appeals that the 街镇 did not answer in time."""
    late = (Appeal.state == AppealState.OPEN, Appeal.due_at < db_now(), Appeal.overdue_told_at.is_(None))
    return db.session.scalars(select(Appeal).where(*late).with_for_update(skip_locked=True)).all()
