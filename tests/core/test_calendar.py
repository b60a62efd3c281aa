"""The working calendar: the published year, and the days an operator loads over it."""

from datetime import date, datetime
from functools import partial

import pytest
from sqlalchemy import select

from server.core import calendar
from server.core.calendar import CalendarDay
from server.core.database import transaction
from server.kit.errors import InvalidError
from server.places.commands import days
from tests.support.counting import statements

#: What an announcement for 2027 could say: a week off in February for two Sundays worked.
OFF = [f"2027-02-{day:02d}" for day in range(5, 12)]
ANNOUNCED = "\n".join(
    [
        "day,working,name",
        "2027-01-31,1,春节前上班",
        *(f"{day},0,春节" for day in OFF),
        "2027-02-14,1,春节后上班",
    ]
)


def load(text, source="国办通知"):
    with transaction():
        return calendar.load(text if isinstance(text, bytes) else text.encode(), source)


def at(text):
    return datetime.fromisoformat(text + "+08:00")


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-02-17", False), ("2026-02-14", True), ("2026-10-10", True), ("2026-11-21", False)],
)
def test_the_published_year_needs_no_loading(session, day, works):
    assert calendar.is_working_day(date.fromisoformat(day)) is works
    assert not calendar.is_provisional(date.fromisoformat(day))


def test_a_year_nobody_announced_is_provisional_until_it_is_loaded(session):
    assert calendar.is_provisional(date(2027, 2, 5))

    load(ANNOUNCED)

    assert not calendar.is_provisional(date(2027, 12, 31))
    assert calendar.is_provisional(date(2028, 1, 1))


def test_a_lone_day_off_is_no_announcement(session):
    load("day,working,name\n2027-03-08,0,全区停电检修")

    assert calendar.is_working_day(date(2027, 3, 8)) is False
    assert calendar.is_provisional(date(2027, 3, 8))


def test_a_loaded_day_beats_the_published_one(session):
    friday = date(2026, 11, 20)
    load("day,working,name\n2026-11-20,0,台风停工\n2026-11-21,1,补班")

    assert calendar.is_working_day(friday) is False
    assert calendar.is_working_day(date(2026, 11, 21)) is True
    load("day,working,name\n2026-11-20,1,照常上班")
    assert calendar.is_working_day(friday) is True


def test_deadlines_run_over_what_was_loaded(session):
    load(ANNOUNCED)

    # Thursday; Friday to the Thursday after are off, then a Friday, and the Sunday worked.
    assert calendar.add_working_days(at("2027-02-04T10:00"), 1) == at("2027-02-12T23:59")
    assert calendar.add_working_days(at("2027-02-04T10:00"), 2) == at("2027-02-14T23:59")
    assert calendar.add_working_days(at("2027-01-29T10:00"), 1) == at("2027-01-31T23:59")


def test_the_day_it_begins_does_not_count_and_midnight_is_that_of_shanghai(session):
    load("day,working,name\n2026-11-23,0,停工")

    late = datetime.fromisoformat("2026-11-19T17:00:00+00:00")  # already Friday there
    assert calendar.add_working_days(late, 1) == at("2026-11-24T23:59")


def test_a_deadline_costs_one_statement(session):
    load(ANNOUNCED)

    with transaction(), statements() as sent:
        calendar.add_working_days(at("2027-01-29T10:00"), 10)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2027-02-30,0,春节", "日期应写成 2027-01-01 的样子"),
        ("二月五日,0,春节", "日期应写成 2027-01-01 的样子"),
        ("2027-02-05,也许,春节", "上班应填“是”或“否”"),
        ("2027-02-05,,春节", "上班应填“是”或“否”"),
        ("2027-02-05,0,", "名称应为 1 到 40 个字"),
        ("2027-02-05,0", "名称应为 1 到 40 个字"),
        (f"2027-02-05,0,{'长' * 41}", "名称应为 1 到 40 个字"),
        ("2027-02-04,1,再写一次", "这一天前面已经有了"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(session, line, sentence):
    with pytest.raises(InvalidError) as refused:
        load(f"day,working,name\n2027-02-04,0,春节\n{line}\n2027-02-08,0,春节")

    assert refused.value.details["errors"] == [{"line": 3, "message": sentence}]
    assert session.scalars(select(CalendarDay)).all() == []


def test_every_wrong_line_is_named_at_once(session):
    with pytest.raises(InvalidError) as refused:
        load("day,working,name\n昨天,0,春节\n2027-02-05,0,春节\n2027-02-06,?,")

    assert [one["line"] for one in refused.value.details["errors"]] == [2, 4, 4]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "缺少这几列：日期、上班、名称（day、working、name）"),
        ("day,name\n2027-02-05,春节", "缺少这几列：上班（day、working、name）"),
        ("day,working,name\n", "文件里没有日子"),
        ("day,working,name\n" + "昨天,0,春节\n" * 900, "最多 800 行，其后的没有检查"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(session, text, sentence):
    with pytest.raises(InvalidError) as refused:
        load(text)

    assert refused.value.details["errors"][-1]["message"] == sentence


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_may_be_as_excel_writes_it(session, coding):
    text = "日期,上班,名称\r\n2027/2/5,否,春节\r\n,,\r\n2027/2/14,是,补班\r\n"

    assert load(text.encode(coding), "2027年放假安排.csv") == 2
    kept = session.scalars(select(CalendarDay).order_by(CalendarDay.day)).all()
    assert [(one.day, one.working, one.name, one.source) for one in kept] == [
        (date(2027, 2, 5), False, "春节", "2027年放假安排.csv"),
        (date(2027, 2, 14), True, "补班", "2027年放假安排.csv"),
    ]


@pytest.fixture
def command(app):
    return partial(app.test_cli_runner().invoke, days)


def test_the_operator_loads_a_year_and_looks_at_it(session, command, tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text(ANNOUNCED, encoding="utf-8")

    before = command(args=["show", "2027"])
    loaded = command(args=["load", str(file), "--source", "国办通知"])
    after = command(args=["show", "2027"])

    assert "期限是暂定的" in before.output
    assert (loaded.exit_code, loaded.output) == (0, "已导入 9 天\n")
    assert "2027-01-31 周日 上班 春节前上班 国办通知" in after.output
    assert "2027-01-01 周五 休息 元旦\n" in after.output
    assert "暂定" not in after.output


def test_the_operator_is_told_every_line_that_is_refused(session, command, tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text("day,working,name\n2027-13-01,0,春节", encoding="utf-8")

    answer = command(args=["load", str(file)])

    assert answer.exit_code == 1
    assert "第 2 行：日期应写成 2027-01-01 的样子" in answer.output
    assert "没有导入任何一天" in answer.output
    assert session.scalars(select(CalendarDay)).all() == []


def test_the_published_year_is_shown_with_its_exchanged_days(session, command):
    answer = command(args=["show", "2026"])

    assert "2026-02-14 周六 上班" in answer.output
    assert "2026-02-17 周二 休息 春节" in answer.output
    assert "暂定" not in answer.output
