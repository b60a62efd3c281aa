"""Working days of the mainland calendar, with the days that were moved to make room for a holiday.

The State Council publishes each year's exchanged days late in the year before. Until the calendar
carries them, a future year counts statutory holidays and weekends only, and `is_published` says so.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
_LAST_MINUTE = time(23, 59)


@lru_cache(maxsize=16)
def _calendar(year: int) -> holidays.HolidayBase:
    # Built whole for one year: the library fills missing years in place, which threads must not see.
    return holidays.country_holidays("CN", years=year, expand=False)


def is_working_day(day: date) -> bool:
    """Monday to Friday without holidays, plus the weekends worked in exchange."""
    return _calendar(day.year).is_working_day(day)


def is_published(year: int) -> bool:
    """Whether the exchanged days of this year are in the calendar; without them a deadline is provisional."""
    return any("substituted" in name for name in _calendar(year).values())


def add_working_days(moment: datetime, n: int, tz: ZoneInfo = SHANGHAI) -> datetime:
    """The last minute of the n-th working day after `moment` (Civil Code Art. 201: the first day counts not).

    moment: aware. n: at least 1. The answer is aware, in `tz`.
    """
    if n < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    day = moment.astimezone(tz).date()
    while n:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return datetime.combine(day, _LAST_MINUTE, tz)


def end_of_day(day: date, tz: ZoneInfo = SHANGHAI) -> datetime:
    """The last minute of this day there."""
    return datetime.combine(day, _LAST_MINUTE, tz)


def today(moment: datetime, tz: ZoneInfo = SHANGHAI) -> date:
    """The date on the calendar there at this moment."""
    return moment.astimezone(tz).date()
