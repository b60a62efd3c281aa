"""SELECTs of the roll call: per building in figures, per home for those who knock at doors."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, select, true

from server.emergency.models import Answer, Emergency, EmergencyAnswer, EmergencyAnswerStep
from server.extensions import db
from server.places.models import Building, Estate, Home

_A = EmergencyAnswer


def _of(emergency: Emergency) -> ColumnElement[bool]:
    return and_(_A.community_id == Home.community_id, _A.home_id == Home.id, _A.emergency_id == emergency.id)


def _said(answer: Answer) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((_A.answer == answer, 1), else_=0)), 0).label(answer.value)


def _in_building() -> ColumnElement[bool]:
    return and_(Building.community_id == Home.community_id, Building.id == Home.building_id)


def buildings(
    emergency: Emergency, estates: frozenset[int] | None, only: Iterable[int] | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, building, estate_id, estate, homes, safe, help, away) of each building it is about.

    `estates` None: every estate; `only`: these buildings. What the developer still holds has nobody in it.
    """
    asked = (
        select(
            Building.id, Building.name.label("building"), Home.estate_id, Estate.name.label("estate"),
            func.count().label("homes"), *(_said(answer) for answer in Answer),
        )
        .select_from(Home)
        .join(Building, _in_building())
        .join(Estate, and_(Estate.community_id == Home.community_id, Estate.id == Home.estate_id))
        .outerjoin(_A, _of(emergency))
        .where(Home.developer == "", _within(emergency, estates))
        .group_by(Building.id, Building.name, Home.estate_id, Estate.name)
        .order_by(Home.estate_id, Building.id)
    )  # fmt: skip
    return db.session.execute(asked if only is None else asked.where(Building.id.in_(list(only)))).all()


def _within(emergency: Emergency, estates: frozenset[int] | None) -> ColumnElement[bool]:
    of_it = true() if emergency.estate_id is None else Home.estate_id == emergency.estate_id
    return of_it if estates is None else and_(of_it, Home.estate_id.in_(sorted(estates)))


def homes_of(emergency: Emergency, building_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, room, answer, name, org, at) of every home of a building; the last four None without an answer."""
    asked = select(Home.id, Home.room, _A.answer, _A.name, _A.org, _A.at)
    asked = asked.outerjoin(_A, _of(emergency)).where(Home.building_id == building_id, Home.developer == "")
    return db.session.execute(asked.order_by(Home.id)).all()


def building(building_id: int) -> Building | None:
    return db.session.scalar(select(Building).where(Building.id == building_id))


def building_ids(home_ids: Iterable[int]) -> Sequence[int]:
    """The buildings of these homes."""
    asked = select(Home.building_id).where(Home.id.in_(list(home_ids))).distinct()
    return db.session.scalars(asked).all()


def answers_of(emergency_id: int, home_ids: Iterable[int]) -> dict[int, EmergencyAnswer]:
    """home id → its answer now."""
    asked = select(_A).where(_A.emergency_id == emergency_id, _A.home_id.in_(list(home_ids)))
    return {row.home_id: row for row in db.session.scalars(asked)}


def history_of(emergency_id: int, home_id: int) -> Sequence[EmergencyAnswerStep]:
    """Every answer of one home, the first first."""
    step = EmergencyAnswerStep
    asked = select(step).where(step.emergency_id == emergency_id, step.home_id == home_id)
    return db.session.scalars(asked.order_by(step.id)).all()
