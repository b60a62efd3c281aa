"""SELECTs on who stands behind a topic, and on topics that say much the same."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, func, select

from server.deliberation.agenda_models import Second
from server.extensions import db
from server.places.models import Building, Home


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
