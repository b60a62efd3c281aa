"""Shares: what they ask for in whole numbers, against exact fractions, and how they are said."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.ballots.arithmetic import Share, numeral, percent

HALF = Share.usual(1, 2)


def test_a_percentage_is_cut_never_rounded_up():
    assert percent(4999, 10000) == "49.9%"
    assert percent(1, 1) == "100.0%"
    assert percent(0, 0) == "0.0%"


def test_of_nothing_no_share_is_enough():
    assert not Share.usual(1, 3).reached(0, 0)


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (67, "六十七"), (100, "百"), (101, " 101 ")],
)
def test_numbers_are_said_as_people_say_them(number, said):
    assert numeral(number) == said


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Share.usual(1, 2), "过半数"),
        (Share.usual(2, 3), "三分之二以上"),
        (Share(1, 3, over=True), "超过三分之一"),
        (Share.usual(1, 1), "全部"),
        (Share.usual(12, 100), "百分之十二以上"),
        (Share.usual(20, 21), "二十一分之二十以上"),
        (Share.usual(101, 250), " 250 分之 101 以上"),
    ],
)
def test_a_share_reads_as_the_law_words_it(share, text):
    assert share.text == text


@pytest.mark.parametrize("wrong", [(0, 2, False), (3, 2, False), (1, 1, True)])
def test_what_is_no_share_cannot_be_made(wrong):
    with pytest.raises(ValueError, match=r"share|more than all"):
        Share(*wrong)


def test_shares_are_compared_by_what_they_ask():
    assert Share.usual(2, 3).at_least(HALF)
    assert HALF.at_least(Share(1, 2, over=False))
    assert not Share(1, 2, over=False).at_least(HALF)
    assert not Share.usual(1, 3).at_least(HALF)


shares = st.tuples(st.integers(1, 100), st.integers(1, 100), st.booleans()).filter(
    lambda one: one[0] < one[1] or (one[0] == one[1] and not one[2])
)


@settings(max_examples=300, deadline=None)
@given(shares, st.integers(1, 5000), st.integers(0, 5000))
def test_the_integers_agree_with_exact_fractions(share, base, count):
    num, den, over = share
    ours, exact, asked = Share(num, den, over), Fraction(count, base), Fraction(num, den)

    assert ours.reached(count, base) == (exact > asked if over else exact >= asked)
    needed = ours.needed(base)
    assert ours.reached(needed, base)
    assert not ours.reached(needed - 1, base)
