"""Whatever the day and the hour: no step precedes the notice it waits for; a usual week drops none."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from server.demo import content, deciding, register
from server.demo.cases import Case
from server.demo.content import Calendar
from server.demo.history import Deed
from server.demo.pace import Pace, closing_of
from server.demo.persons import everybody
from server.demo.town import Town
from server.kit.worktime import SHANGHAI, add_working_days, today

TOPICS = content.read_all("topics")
#: At night, before work, in the afternoon, in the evening.
HOURS = [(0, 20), (8, 30), (15, 30), (21, 30)]
#: Around National Day and the Spring Festival too.
DAYS = [datetime(2026, 9, 1, tzinfo=SHANGHAI) + timedelta(days=days) for days in range(0, 200, 7)]


def town_at(now: datetime) -> Town:
    calendar = Calendar(now.astimezone(UTC))
    people = everybody(calendar.today)
    people |= {one.key: one for one in register.quiet_people(people)}
    return Town(SimpleNamespace(), SimpleNamespace(), calendar, people)


@pytest.mark.parametrize(("hour", "minute"), HOURS)
def test_every_topic_can_be_told_and_nothing_lies_in_the_future(hour, minute):
    for day in DAYS:
        now = day.replace(hour=hour, minute=minute)
        deeds = list(deciding.deeds(town_at(now)))
        assert all(isinstance(deed, Deed) and deed.at <= now for deed in deeds), now


@pytest.mark.parametrize("entry", TOPICS, ids=lambda entry: entry["key"])
def test_a_usual_week_leaves_no_step_out(entry):
    now = datetime(2026, 11, 24, 15, 30, tzinfo=SHANGHAI)
    for days in range(7):
        town = town_at(now + timedelta(days=days))
        case = Case(entry, Deed(town.calendar.at(entry["at"]), lambda: None))
        told = {deed.at for deed in deciding._life(town, case)}
        assert len(told) > len(entry["steps"])


def test_a_summary_lies_open_for_three_working_days_before_the_way_is_chosen():
    pace, friday = Pace(), datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)
    pace.taken(friday, "summarise", {})
    wanted = friday + timedelta(days=3)
    assert pace.moment(wanted, "route") == datetime(2026, 11, 26, 16, 0, tzinfo=SHANGHAI)
    assert pace.moment(wanted, "open_ballot") == datetime(2026, 11, 26, 16, 0, tzinfo=SHANGHAI)


def test_a_count_is_certified_only_after_its_notice_even_over_national_day():
    pace, opened = Pace(), datetime(2026, 9, 22, 9, 0, tzinfo=SHANGHAI)
    closing = closing_of(opened, 7)
    pace.counted(closing)
    certified = pace.moment(closing + timedelta(days=1), "certify")
    assert today(certified) > today(add_working_days(closing + timedelta(minutes=1), 5))


def test_what_came_in_time_does_not_wait():
    pace, moment = Pace(), datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)
    assert pace.moment(moment, "route") == moment
