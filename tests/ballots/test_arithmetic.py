"""Who has won: examples that people argue about, and the whole range against exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.ballots.arithmetic import Option, Outcome, Rule, Share, judge, percent
from server.ballots.models import Weight

YES, NO, BLANK = (
    Option(1, "赞成", Weight.FOR),
    Option(2, "反对", Weight.AGAINST),
    Option(3, "弃权", Weight.ABSTAIN),
)
ANSWERS = (YES, NO, BLANK)
HALF = Share.usual(1, 2)


def verdict(roll, yes, no=0, blank=0, *, quorum=HALF, majority=HALF):
    return judge(Rule(roll, quorum, majority), ANSWERS, {1: yes, 2: no, 3: blank})


@pytest.mark.parametrize(
    ("roll", "yes", "no", "blank", "outcome"),
    [
        (100, 26, 25, 0, Outcome.PASSED),
        (100, 50, 0, 0, Outcome.NO_QUORUM),  # exactly half is not more than half
        (100, 51, 0, 0, Outcome.PASSED),
        (100, 30, 30, 0, Outcome.NOT_PASSED),  # a tie passes nothing
        (100, 30, 10, 20, Outcome.NOT_PASSED),  # abstentions took part
        (100, 31, 10, 20, Outcome.PASSED),
        (1, 1, 0, 0, Outcome.PASSED),
        (1, 0, 0, 0, Outcome.NO_QUORUM),
        (3, 0, 3, 0, Outcome.NOT_PASSED),
    ],
)
def test_more_than_half_of_the_homes_and_more_than_half_of_those(roll, yes, no, blank, outcome):
    assert verdict(roll, yes, no, blank).outcome is outcome


def test_two_thirds_and_above_includes_two_thirds():
    two_thirds, three_quarters = Share.usual(2, 3), Share.usual(3, 4)

    assert verdict(90, 45, 15, quorum=two_thirds, majority=three_quarters).outcome is Outcome.PASSED
    assert verdict(90, 44, 16, quorum=two_thirds, majority=three_quarters).outcome is Outcome.NOT_PASSED
    assert verdict(90, 59, 0, quorum=two_thirds, majority=three_quarters).outcome is Outcome.NO_QUORUM


def test_of_two_plans_the_stronger_wins_only_with_the_majority_of_all_who_took_part():
    one, two = Option(1, "方案一", Weight.FOR), Option(2, "方案二", Weight.FOR)
    plans = (one, two, Option(3, "都不同意", Weight.AGAINST))
    rule = Rule(10, HALF, HALF)

    won = judge(rule, plans, {1: 6, 2: 2, 3: 2})
    split = judge(rule, plans, {1: 4, 2: 3, 3: 3})
    tied = judge(Rule(10, HALF, Share.usual(1, 3)), plans, {1: 5, 2: 5})

    assert (won.outcome, won.leading.label) == (Outcome.PASSED, "方案一")
    assert split.outcome is Outcome.NOT_PASSED
    assert (tied.outcome, tied.leading) == (Outcome.NOT_PASSED, None)


def test_the_sentences_carry_every_number_of_the_sum():
    assert verdict(120, 50, 20, 10).sentences == (
        "名册共 120 户，80 户参加了表决，参与率 66.6%。",
        "参与要求：名册户数的过半数，即至少 61 户；实际 80 户，已达到。",
        "各选项：赞成 50 户，反对 20 户，弃权 10 户。",
        "通过要求：参加户数 80 户的过半数，即至少 41 户；「赞成」50 户，已达到。",
        "结论：表决通过。",
    )


def test_the_sentences_say_how_many_are_missing():
    assert "实际 40 户，还差 21 户，没有达到。" in verdict(120, 40).sentences[1]
    assert "「赞成」40 户，还差 1 户，没有达到。" in verdict(120, 40, 30, 10).sentences[3]
    assert "没有单独领先的赞成选项，没有达到。" in verdict(3, 0, 3).sentences[3]
    assert len(verdict(120, 40).sentences) == 4


def test_more_ballots_than_homes_is_a_bug_and_loud():
    with pytest.raises(ValueError, match="more ballots"):
        verdict(3, 4)


def test_of_no_votes_no_share_is_enough():
    assert not Share.usual(1, 3).reached(0, 0)
    assert verdict(3, 0, 0, quorum=Share.usual(1, 3)).outcome is Outcome.NO_QUORUM


def test_a_percentage_is_cut_never_rounded_up():
    assert percent(4999, 10000) == "49.9%"
    assert percent(1, 1) == "100.0%"


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


@settings(max_examples=300, deadline=None)
@given(shares, shares, st.integers(1, 3000), st.data())
def test_an_outcome_follows_from_the_fractions_alone(quorum, majority, roll, data):
    cast = data.draw(st.integers(0, roll))
    yes = data.draw(st.integers(0, cast))
    found = verdict(roll, yes, cast - yes, quorum=Share(*quorum), majority=Share(*majority)).outcome

    def enough(count, base, share):
        asked = Fraction(share[0], share[1])
        return base > 0 and (Fraction(count, base) > asked if share[2] else Fraction(count, base) >= asked)

    expected = (
        Outcome.NO_QUORUM
        if not enough(cast, roll, quorum)
        else Outcome.PASSED
        if enough(yes, cast, majority)
        else Outcome.NOT_PASSED
    )
    assert found is expected
