"""What an applicant may type, and what is told him when it cannot be true."""

from datetime import UTC, date, datetime

import pytest

from server.identity.service.forms import CHINA, adult_on, read_form
from server.kit.db import utc_now
from server.kit.errors import InvalidError
from tests.factories import make_id_number
from tests.identity.enrol import form


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("id_number", "123", "id_number"),
        ("id_number", make_id_number()[:-1] + "?", "id_number"),
        ("name", "李", "name"),
        ("name", "李秀英女士！", "name"),
        ("name", "<b>李</b>", "name"),
        ("phone", "12345678901", "phone"),
        ("phone", "1380000111", "phone"),
        ("building", "  ", "building"),
        ("room", " ", "room"),
        ("room", "502\x07", "room"),
    ],
)
def test_what_cannot_be_true_is_refused_without_repeating_it(field, typed, code):
    with pytest.raises(InvalidError) as refused:
        read_form(form(**{field: typed}))
    assert refused.value.code == code
    assert len(typed.strip()) < 2 or typed not in refused.value.message


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("phone", "+86 138-0000-1111", "13800001111"),
        ("name", "阿依古丽•买买提", "阿依古丽·买买提"),
        ("name", " 欧阳  ", "欧阳"),
        ("id_number", "３" + make_id_number()[1:], make_id_number()),
    ],
)
def test_one_thing_written_in_several_ways_is_read_as_one(field, typed, kept):
    claim = read_form(form(**{field: typed})).claim
    assert {"phone": claim.phone, "name": claim.name, "id_number": claim.number}[field] == kept


def test_a_number_without_a_check_digit_is_refused():
    with pytest.raises(InvalidError, match="应为 18 位") as refused:
        read_form(form(id_number="310101850312123"))

    assert refused.value.code == "id_number"


def test_a_child_under_fourteen_is_sent_to_the_committee():
    born = utc_now().date().replace(year=utc_now().year - 13, day=1)
    with pytest.raises(InvalidError) as refused:
        read_form(form(id_number=make_id_number(f"{born:%Y%m%d}")))
    assert refused.value.code == "under_14"


def test_a_youth_of_fourteen_may_apply():
    born = utc_now().date().replace(year=utc_now().year - 15, day=1)
    assert read_form(form(id_number=make_id_number(f"{born:%Y%m%d}")))


def test_coming_of_age_is_midnight_in_china():
    assert adult_on(date(2010, 5, 1)) == datetime(2028, 4, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2008, 2, 29), (2026, 3, 1)),  # 2026 has no 29 February
        (date(1988, 2, 29), (2006, 3, 1)),
        (date(1990, 2, 28), (2008, 2, 28)),
    ],
)
def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march(born, day):
    assert adult_on(born) == datetime(*day, tzinfo=CHINA)
