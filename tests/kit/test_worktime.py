"""Working days against the State Council's calendar of 2026, and what is done before next year's is known."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from server.kit.worktime import (
    SHANGHAI,
    add_working_days,
    end_of_day,
    is_published,
    is_working_day,
    name_of,
    today,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),  # a Friday
        ("2026-11-21", False),  # a Saturday
        ("2026-02-17", False),  # Spring Festival
        ("2026-02-20", False),  # a day off in exchange
        ("2026-02-14", True),  # the Saturday worked for it
        ("2026-10-08", True),
        ("2026-10-10", True),  # the Saturday worked for National Day
    ],
)
def test_the_calendar_knows_holidays_and_the_days_worked_in_exchange(day, works):
    assert is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("asked", "n", "due"),
    [
        ("2026-11-20T14:00:00+08:00", 3, "2026-11-25T23:59:00+08:00"),  # over a weekend
        ("2026-11-20T23:30:00+08:00", 1, "2026-11-23T23:59:00+08:00"),  # the first day does not count
        ("2026-09-30T09:00:00+08:00", 3, "2026-10-10T23:59:00+08:00"),  # over the holiday, a Saturday worked
        ("2026-02-13T09:00:00+08:00", 2, "2026-02-24T23:59:00+08:00"),
        ("2026-11-19T17:00:00+00:00", 1, "2026-11-23T23:59:00+08:00"),  # already Friday in Shanghai
    ],
)
def test_a_deadline_is_the_last_minute_of_the_nth_working_day(asked, n, due):
    assert add_working_days(datetime.fromisoformat(asked), n) == datetime.fromisoformat(due)


def test_a_day_that_is_known_better_beats_the_calendar():
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    known = {friday: False, saturday: True}

    assert (is_working_day(friday, known), is_working_day(saturday, known)) == (False, True)
    asked = datetime.fromisoformat("2026-11-19T09:00:00+08:00")
    assert add_working_days(asked, 1, overrides=known) == datetime.fromisoformat("2026-11-21T23:59:00+08:00")
    assert add_working_days(asked, 1) == datetime.fromisoformat("2026-11-20T23:59:00+08:00")


def test_a_holiday_has_a_name_and_a_plain_day_has_none():
    assert "春节" in name_of(date(2026, 2, 17))
    assert name_of(date(2026, 11, 20)) == ""


def test_a_deadline_lies_ahead():
    with pytest.raises(ValueError, match="ahead"):
        add_working_days(datetime.now(UTC), 0)


def test_a_year_whose_exchanged_days_are_not_known_says_so():
    assert is_published(2026)
    assert not is_published(2050)
    assert is_working_day(date(2050, 10, 3)) is False


def test_days_begin_and_end_where_the_estate_lies():
    moment = datetime(2026, 11, 19, 17, tzinfo=UTC)

    assert today(moment) == date(2026, 11, 20)
    assert today(moment, ZoneInfo("UTC")) == date(2026, 11, 19)
    assert end_of_day(date(2026, 11, 20)) == datetime(2026, 11, 20, 23, 59, tzinfo=SHANGHAI)
