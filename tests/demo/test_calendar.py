"""When the content's words say something happened."""

from datetime import UTC, datetime

import pytest

from server.demo.content import Calendar
from server.kit.worktime import SHANGHAI

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
CALENDAR = Calendar(NOW)


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("word", "moment"),
    [
        ("-3h", china(2026, 11, 22, 11, 30)),
        ("-90m", china(2026, 11, 22, 13, 0)),
        ("-6 08:12", china(2026, 11, 16, 8, 12)),
        ("-40 21:00", china(2026, 10, 13, 21, 0)),
        ("01-21 05:40", china(2026, 1, 21, 5, 40)),
        ("12-01 05:40", china(2025, 12, 1, 5, 40)),
    ],
)
def test_a_word_is_a_moment_of_the_past(word, moment):
    assert CALENDAR.at(word) == moment


def test_the_day_itself_is_not_yet_the_last_such_day():
    assert CALENDAR.at("11-22 05:40") == china(2025, 11, 22, 5, 40)


def test_what_comes_later_counts_from_what_it_follows():
    assert CALENDAR.later("+2d3h20m", china(2026, 11, 1, 10, 0)) == china(2026, 11, 3, 13, 20)


def test_nothing_happens_after_now():
    assert CALENDAR.later("+4d", china(2026, 11, 21, 10, 0)) == NOW


def test_a_day_of_the_future_is_a_date_only():
    assert CALENDAR.day("4") == "2026-11-26"


def test_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="昨天"):
        CALENDAR.at("昨天")
