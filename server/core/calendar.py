"""Working days as this deployment knows them: the published calendar, and the days loaded over it.

The State Council publishes a year's exchanged days in the November before; an operator loads them
(`flask calendar load`) when the library does not have them yet. `is_provisional` names a year of neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, String, select
from sqlalchemy.orm import Mapped, mapped_column

from server.core import calendar_file
from server.core.database import insert_into
from server.extensions import db
from server.kit import worktime
from server.kit.classes import PUBLIC
from server.kit.db import Base, utc_now
from server.kit.errors import InvalidError


class CalendarDay(Base):
    """A day that is worked or off whatever the published calendar says. Global: one calendar for all."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True, info=PUBLIC)
    working: Mapped[bool] = mapped_column(info=PUBLIC)
    name: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    source: Mapped[str] = mapped_column(String(120), info=PUBLIC)
    loaded_at: Mapped[datetime] = mapped_column(default=utc_now)


def add_working_days(moment: datetime, n: int) -> datetime:
    """The last minute of the n-th working day after `moment`, in Shanghai; one statement."""
    first = worktime.today(moment)
    # A year has few such days and few years lie ahead, so the end of the span is not worth guessing.
    return worktime.add_working_days(moment, n, overrides=_overrides(first, date.max))


def is_working_day(day: date) -> bool:
    return worktime.is_working_day(day, _overrides(day, day))


def is_provisional(day: date) -> bool:
    """Whether a deadline on this day may still move: the exchanged days of its year are not known."""
    if worktime.is_published(day.year):
        return False
    # Every year's announcement has days worked in exchange: a lone holiday is no announcement.
    return not any(_overrides(date(day.year, 1, 1), date(day.year, 12, 31)).values())


def _overrides(first: date, last: date) -> Mapping[date, bool]:
    return {row.day: row.working for row in _loaded(first, last)}


def _loaded(first: date, last: date) -> list[Row[*tuple[date, bool, str, str]]]:
    row = CalendarDay
    asked = select(row.day, row.working, row.name, row.source)
    return list(db.session.execute(asked.where(row.day.between(first, last))))


@dataclass(frozen=True, slots=True)
class Day:
    """One day that differs from an ordinary week. `source`: whence it was loaded; empty: the library's."""

    day: date
    working: bool
    name: str
    source: str


def special_days(year: int) -> list[Day]:
    """The weekdays off and the weekends worked, and every day that was loaded."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    loaded = {row.day: Day(*row) for row in _loaded(first, last)}
    every = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return [found for day in every if (found := loaded.get(day) or _published(day))]


def _published(day: date) -> Day | None:
    working = worktime.is_working_day(day)
    if working == (day.weekday() < 5):
        return None
    return Day(day, working, worktime.name_of(day) or ("调休上班" if working else "休息"), "")


def load(data: bytes, source: str) -> int:
    """Store the days of a CSV (`day,working,name`) over what was loaded before, and answer how many.

    InvalidError `calendar_refused` with `errors` [{line, message}]: then nothing was stored.
    """
    plan = calendar_file.read(data)
    if plan.errors:
        message = f"有 {len(plan.errors)} 处需要修改，没有导入任何一天"
        errors = [{"line": line, "message": sentence} for line, sentence in plan.errors]
        raise InvalidError(message, code="calendar_refused", errors=errors)
    words = {"source": source, "loaded_at": utc_now()}
    days = [
        {"day": day, "working": worked, "name": name, **words} for day, (worked, name) in plan.days.items()
    ]
    new = insert_into(CalendarDay).values(days)
    changed = {name: new.excluded[name] for name in ("working", "name", *words)}
    db.session.execute(new.on_conflict_do_update(index_elements=["day"], set_=changed))
    return len(days)
