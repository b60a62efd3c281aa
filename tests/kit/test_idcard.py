"""Identity numbers: worked examples, and properties of numbers made by rule. None is a person's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kit.idcard import (
    CHECK_DIGITS,
    WEIGHTS,
    IdCardError,
    Sex,
    age_on,
    check_digit,
    is_valid_check_digit,
    parse,
    tidy,
    upgrade,
)

TODAY = date(2026, 11, 22)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

bodies = st.builds(
    lambda place, born, order: f"{place:06d}{born:%Y%m%d}{order:03d}",
    st.integers(110000, 999999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
numbers = bodies.map(lambda body: body + check_digit(body))


def _number(body: str) -> str:
    return body + check_digit(body)


def _refusal(typed: str) -> IdCardError | None:
    try:
        parse(typed, today=TODAY)
    except IdCardError as error:
        return error
    return None


class TestParse:
    @pytest.mark.parametrize(
        ("number", "born", "sex", "region6"),
        [
            ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE, "110105"),  # the standard's own
            ("440524188001010014", None, None, None),  # the standard's second: born 1880, refused
            ("310104199003070018", date(1990, 3, 7), Sex.MALE, "310104"),
            ("310104200002290022", date(2000, 2, 29), Sex.FEMALE, "310104"),
            ("330283197502130025", date(1975, 2, 13), Sex.FEMALE, "330283"),
            ("810000199408230021", date(1994, 8, 23), Sex.FEMALE, "810000"),  # 港澳台居住证
        ],
    )
    def test_it_reads_the_worked_examples(self, number, born, sex, region6):
        if born is None:
            with pytest.raises(IdCardError, match="出生日期"):
                parse(number, today=TODAY)
            assert is_valid_check_digit(number)
        else:
            card = parse(number, today=TODAY)
            assert (card.birth_date, card.sex, card.region6) == (born, sex, region6)

    @given(numbers)
    def test_it_reads_back_what_the_number_was_made_of(self, number):
        card = parse(number, today=TODAY)

        assert card.number == number
        assert f"{card.region6}{card.birth_date:%Y%m%d}" == number[:14]
        assert (card.sex is Sex.MALE) == (int(number[16]) % 2 == 1)

    @given(numbers)
    def test_it_mends_full_width_spaces_and_a_small_x(self, number):
        messy = f" {number[:6]} {number[6:14]}　{number[14:].lower()}\n"

        assert parse(number.translate(FULL_WIDTH), today=TODAY).number == number
        assert parse(messy, today=TODAY).number == number

    def test_it_accepts_a_place_that_no_list_knows(self):
        assert parse(_number("99999919800101001"), today=TODAY).region6 == "999999"

    @pytest.mark.parametrize("number", ["", "3", "31010419900307001", "3101041990030700180", "１" * 16])
    def test_it_refuses_another_length(self, number):
        with pytest.raises(IdCardError, match="18 位"):
            parse(number, today=TODAY)

    @pytest.mark.parametrize(
        "number",
        [
            "31010419900307001A",
            "3101041990030700X0",
            "三一〇一〇四一九九〇〇三〇七〇〇一〇",
            "٣١٠١٠٤١٩٩٠٠٣٠٧٠٠١٠",
            "-10104199003070010",
        ],
    )
    def test_it_refuses_other_characters(self, number):
        with pytest.raises(IdCardError, match="只能由数字组成"):
            parse(number, today=TODAY)

    @pytest.mark.parametrize("born", ["19900230", "19901301", "20010229", "00000101", "18991231"])
    def test_it_refuses_a_day_that_never_was(self, born):
        with pytest.raises(IdCardError, match="出生日期"):
            parse(_number(f"310104{born}001"), today=TODAY)

    def test_it_refuses_a_birth_tomorrow_and_accepts_one_today(self):
        tomorrow = TODAY + timedelta(days=1)

        assert parse(_number(f"310104{TODAY:%Y%m%d}001"), today=TODAY).birth_date == TODAY
        with pytest.raises(IdCardError, match="出生日期"):
            parse(_number(f"310104{tomorrow:%Y%m%d}001"), today=TODAY)

    def test_without_a_day_it_takes_the_day_in_china(self):
        china = datetime.now(UTC) + timedelta(hours=8)

        assert parse(_number(f"310104{china:%Y%m%d}001")).birth_date == china.date()

    @given(numbers, st.integers(0, 17), st.integers(1, 9))
    def test_any_one_wrong_digit_is_found(self, number, place, step):
        old = number[place]
        new = "0" if old == "X" else str((int(old) + step) % 10)
        wrong = number[:place] + new + number[place + 1 :]

        with pytest.raises(IdCardError):
            parse(wrong, today=TODAY)

    @given(numbers, st.integers(0, 15))
    def test_two_digits_that_changed_places_are_found(self, number, place):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

        assert swapped == number or not is_valid_check_digit(swapped)

    @given(st.text(max_size=24) | numbers.map(lambda number: number[:-1]))
    def test_no_error_repeats_what_was_typed(self, typed):
        error = _refusal(typed)

        if error:
            assert error.__cause__ is None
            assert error.__context__ is None
            assert len(typed) < 4 or typed not in str(error)

    def test_neither_number_nor_birth_date_shows_in_the_repr(self):
        shown = repr(parse("310104199003070018", today=TODAY))

        assert "0307" not in shown
        assert "datetime" not in shown


class TestUpgrade:
    @given(numbers.filter(lambda number: number[6:8] == "19"))
    def test_fifteen_digits_become_the_eighteen_they_stand_for(self, number):
        old = number[:6] + number[8:17]

        assert upgrade(old) == number
        assert parse(old, today=TODAY).number == number

    @pytest.mark.parametrize("other", ["", "12345", "31010490030700X", "310104199003070018"])
    def test_anything_else_stays_as_it_is(self, other):
        assert upgrade(other) == other


class TestCheckDigit:
    def test_the_weights_are_powers_of_two_modulo_eleven(self):
        assert tuple(2 ** (17 - place) % 11 for place in range(17)) == WEIGHTS

    def test_a_number_with_its_check_digit_sums_to_one_modulo_eleven(self):
        for remainder, digit in enumerate(CHECK_DIGITS):
            assert (remainder + (10 if digit == "X" else int(digit))) % 11 == 1

    @given(numbers)
    def test_exactly_one_of_eleven_fits(self, number):
        assert sum(is_valid_check_digit(number[:17] + digit) for digit in CHECK_DIGITS) == 1

    @pytest.mark.parametrize(
        "number", ["", "11010519491231002x", "１１０１０５１９４９１２３１００２X", "1" * 17]
    )
    def test_untidy_numbers_do_not_fit(self, number):
        assert not is_valid_check_digit(number)


class TestTidy:
    @given(st.text(max_size=30))
    def test_tidying_twice_changes_nothing_for_plain_numbers(self, text):
        digits = "".join(char for char in text if char in "0123456789xX ")

        assert tidy(tidy(digits)) == tidy(digits)


class TestAge:
    @pytest.mark.parametrize(
        ("birth", "day", "age"),
        [
            (date(2000, 5, 1), date(2000, 5, 1), 0),
            (date(2000, 5, 1), date(2018, 4, 30), 17),
            (date(2000, 5, 1), date(2018, 5, 1), 18),
            (date(2004, 2, 29), date(2022, 2, 28), 17),
            (date(2004, 2, 29), date(2022, 3, 1), 18),
            (date(2004, 2, 29), date(2024, 2, 29), 20),
            (date(1926, 12, 31), date(2026, 11, 22), 99),
        ],
    )
    def test_it_counts_whole_years(self, birth, day, age):
        assert age_on(birth, day) == age

    def test_it_refuses_a_day_before_birth(self):
        with pytest.raises(ValueError, match="早于出生日期"):
            age_on(date(2000, 1, 2), date(2000, 1, 1))
