"""Working days of the mainland calendar, with the days that were moved to make room for a holiday.

The State Council publishes each year's exchanged days late in the year before. Until the calendar
carries them, a future year counts statutory holidays and weekends only, and `is_published` says so.
`overrides` name single days that the deployment knows better (core/calendar): True is worked, False is off.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
_LAST_MINUTE = time(23, 59)
_NONE: Mapping[date, bool] = {}


@lru_cache(maxsize=16)
def _calendar(year: int) -> holidays.HolidayBase:
    # Built whole for one year: the library fills missing years in place, which threads must not see.
    # In a named language: names are shown, and `is_published` reads them.
    return holidays.country_holidays("CN", years=year, expand=False, language="zh_CN")


def is_working_day(day: date, overrides: Mapping[date, bool] = _NONE) -> bool:
    """Monday to Friday without holidays, plus the weekends worked in exchange; an override beats both."""
    known = overrides.get(day)
    return _calendar(day.year).is_working_day(day) if known is None else known


def name_of(day: date) -> str:
    """What the calendar calls a holiday; empty for any other day."""
    return _calendar(day.year).get(day) or ""


def is_published(year: int) -> bool:
    """Whether the exchanged days of this year are in the calendar; without them a deadline is provisional."""
    return any("调休" in name for name in _calendar(year).values())


def add_working_days(
    moment: datetime, n: int, tz: ZoneInfo = SHANGHAI, *, overrides: Mapping[date, bool] = _NONE
) -> datetime:
    """The last minute of the n-th working day after `moment` (Civil Code Art. 201: the first day counts not).

    moment: aware. n: at least 1. The answer is aware, in `tz`.
    """
    if n < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    day = moment.astimezone(tz).date()
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day, overrides)
    return datetime.combine(day, _LAST_MINUTE, tz)


def start_of_day(day: date, tz: ZoneInfo = SHANGHAI) -> datetime:
    """The first moment of this day there."""
    return datetime.combine(day, time.min, tz)


def end_of_day(day: date, tz: ZoneInfo = SHANGHAI) -> datetime:
    """The last minute of this day there."""
    return datetime.combine(day, _LAST_MINUTE, tz)


def today(moment: datetime, tz: ZoneInfo = SHANGHAI) -> date:
    """The date on the calendar there at this moment."""
    return moment.astimezone(tz).date()
