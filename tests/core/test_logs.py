"""No line of the log carries a person."""

import logging

import pytest

from server.core.logs import COVERED, CoverFilter, cover, cover_event
from server.kit.idcard import check_digit
from server.kit.ids import new_id

NUMBER = "99010119880704123"
NUMBER += check_digit(NUMBER)


@pytest.mark.parametrize(
    "text", [f"证件 {NUMBER}", f"x{NUMBER.lower()}y", "电话 19900001234。", "13812345678"]
)
def test_numbers_of_persons_are_covered(text):
    assert COVERED in cover(text)
    assert NUMBER not in cover(text).upper()
    assert "1990000" not in cover(text)


def test_our_own_ids_stay_readable():
    for _ in range(2_000):
        text = f"topic={new_id()}"
        assert cover(text) == text


def test_a_wrong_check_digit_is_no_id_number():
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    assert cover(wrong) == wrong


def test_events_and_library_records_are_covered_alike():
    assert cover_event(None, "info", {"event": NUMBER, "count": 3}) == {"event": COVERED, "count": 3}
    record = logging.LogRecord("lib", logging.INFO, "f", 1, "got %s", (NUMBER,), None)
    assert CoverFilter().filter(record)
    assert record.getMessage() == f"got {COVERED}"


def test_a_line_has_an_end():
    assert len(cover("长" * 10_000)) == 2_000
