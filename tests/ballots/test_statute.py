"""The engine of every vote: the document's worked examples, exact fractions, and what may never happen."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from server.ballots.arithmetic import Share
from server.ballots.civil_code import CITE, ITEMS, ROUTE_E, ROUTE_F, STRICT, TEXTS, Matter, statute_for
from server.ballots.models import Weight
from server.ballots.statute import BASES, Base, Option, Outcome, Rule, judge, shortfall
from tests.ballots.worked import PAGE, examples

WORKED = list(examples())
YES, NO, BLANK = (
    Option(1, "赞成", Weight.FOR),
    Option(2, "反对", Weight.AGAINST),
    Option(3, "弃权", Weight.ABSTAIN),
)
ANSWERS = (YES, NO, BLANK)
HALF = Share.usual(1, 2)
HOMES = Rule(HALF, HALF, BASES["homes"])
OWNED = {Base.AREA: 900_000, Base.HEADS: 90}


@pytest.mark.parametrize("example", WORKED, ids=str)
def test_a_worked_example_comes_out_as_the_document_says_to_the_letter(example):
    found = judge(example.rule, example.totals, example.options, example.tallies)

    assert found.sentences == example.sentences


def test_the_document_is_read_whole():
    text = PAGE.read_text(encoding="utf-8")

    assert len(WORKED) == text.count("算式：") == text.count("为什么：") >= 34
    assert [int(one.title.split()[0]) for one in WORKED] == list(range(1, len(WORKED) + 1))
    conclusions = [one.sentences[-1] for one in WORKED]
    assert all(conclusions.count(said) >= 8 for said in set(conclusions))
    assert len(set(conclusions)) == 3


def test_a_changed_number_in_the_document_would_be_found():
    first = WORKED[0]
    totals = first.totals | {Base.AREA: first.totals[Base.AREA] + 1}

    assert judge(first.rule, totals, first.options, first.tallies).sentences != first.sentences


def test_fewer_than_the_least_are_no_quorum_though_everybody_came():
    among_few = Rule(HALF, HALF, BASES["homes"], least=5)

    assert judge(among_few, {Base.HOMES: 4}, ANSWERS, {1: {Base.HOMES: 4}}).outcome is Outcome.NO_QUORUM
    assert judge(among_few, {Base.HOMES: 5}, ANSWERS, {1: {Base.HOMES: 5}}).outcome is Outcome.PASSED
    assert shortfall(among_few, {Base.HOMES: 6}, {Base.HOMES: 4}).missing == {Base.HOMES: 1}
    assert shortfall(among_few, {Base.HOMES: 90}, {Base.HOMES: 4}).missing == {Base.HOMES: 42}


def test_without_quorum_nothing_is_told_of_any_choice():
    found = judge(ROUTE_E.rule, OWNED, ANSWERS, {1: {Base.AREA: 500_000, Base.HEADS: 59}})

    assert (found.outcome, found.leading, found.quorum_reached) == (Outcome.NO_QUORUM, None, False)
    assert [(one.approve, one.approve_needed, one.approve_reached) for one in found.findings] == [
        (None, None, False)
    ] * 2
    assert not [said for said in found.sentences if "赞成" in said]


def test_the_shortfall_names_heads_and_whole_square_metres_rounded_up():
    found = shortfall(ROUTE_E.rule, OWNED, {Base.AREA: 386_001, Base.HEADS: 23})

    assert found.missing == {Base.AREA: 213_999, Base.HEADS: 37}
    assert found.text == "还差 37 位业主 / 2,140 ㎡"
    assert shortfall(ROUTE_E.rule, OWNED, {Base.AREA: 599_999, Base.HEADS: 80}).text == "还差 1 ㎡"
    assert shortfall(ROUTE_E.rule, OWNED, {Base.AREA: 600_000, Base.HEADS: 60}).text == "参与要求已达到"
    assert shortfall(HOMES, {Base.HOMES: 2400}, {}).text == "还差 1,201 户"


def test_the_shortfall_of_delegates_counts_delegates():
    rule = Rule(Share.usual(2, 3), HALF, BASES["delegates"])

    assert shortfall(rule, {Base.DELEGATES: 51}, {Base.DELEGATES: 30}).text == "还差 4 名代表"


def test_of_two_plans_that_tie_none_leads_however_little_is_asked():
    plans = (Option(1, "方案一", Weight.FOR), Option(2, "方案二", Weight.FOR))
    rule = Rule(HALF, Share.usual(1, 3), BASES["homes"])

    tied = judge(rule, {Base.HOMES: 10}, plans, {1: {Base.HOMES: 5}, 2: {Base.HOMES: 5}})
    won = judge(rule, {Base.HOMES: 10}, plans, {1: {Base.HOMES: 6}, 2: {Base.HOMES: 4}})

    assert (tied.outcome, tied.leading) == (Outcome.NOT_PASSED, None)
    assert (won.outcome, won.leading) == (Outcome.PASSED, plans[0])


@pytest.mark.parametrize(
    ("tallies", "words"),
    [
        ({1: {Base.HOMES: 4}}, "more votes"),
        ({9: {Base.HOMES: 1}}, "not asked"),
        ({1: {Base.HOMES: 2}, 2: {Base.HOMES: -1}}, "less than"),
    ],
)
def test_sums_that_cannot_be_are_loud(tallies, words):
    with pytest.raises(ValueError, match=words):
        judge(HOMES, {Base.HOMES: 3}, ANSWERS, tallies)


@pytest.mark.parametrize("bases", [(), (Base.HOMES, Base.HOMES)])
def test_a_rule_looks_at_something_and_at_each_once(bases):
    with pytest.raises(ValueError, match="at each once"):
        Rule(HALF, HALF, bases)


def test_the_nine_matters_and_which_of_them_need_three_quarters():
    assert [ITEMS[matter] for matter in Matter] == [f"第（{one}）项" for one in "一二三四五六七八九"]
    assert [ITEMS[matter] for matter in Matter if matter in STRICT] == [
        "第（六）项",
        "第（七）项",
        "第（八）项",
    ]
    assert set(TEXTS) == set(Matter)
    assert {statute_for(matter).rule.majority.text for matter in STRICT} == {"四分之三以上"}
    assert {statute_for(matter).rule.majority.text for matter in set(Matter) - STRICT} == {"过半数"}
    assert {one.rule.quorum.text for one in (ROUTE_E, ROUTE_F)} == {"三分之二以上"}
    assert ROUTE_F.cited(Matter.REBUILD)["cite"] == f"{CITE}第（七）项"


# What holds for every vote there can be.

shares = st.tuples(st.integers(1, 60), st.integers(1, 60), st.booleans()).filter(
    lambda one: one[0] < one[1] or (one[0] == one[1] and not one[2])
)
kinds = st.sampled_from([BASES["homes"], BASES["owners"]])


@st.composite
def votes(draw):
    """A rule, a roll and what was cast for, against, blank; both bases drawn apart from each other."""
    bases = draw(kinds)
    rule = Rule(Share(*draw(shares)), Share(*draw(shares)), bases)
    cast = {option.id: {base: draw(st.integers(0, 5000)) for base in bases} for option in ANSWERS}
    totals = {base: sum(one[base] for one in cast.values()) + draw(st.integers(0, 5000)) for base in bases}
    return rule, totals, cast


def enough(count, base, share):
    if not base:
        return False
    found, asked = Fraction(count, base), Fraction(share.num, share.den)
    return found > asked if share.over else found >= asked


@settings(max_examples=400, deadline=None)
@given(votes())
def test_the_outcome_follows_from_exact_fractions_alone(vote):
    rule, totals, cast = vote
    part = {base: sum(one[base] for one in cast.values()) for base in rule.bases}
    quorum = all(enough(part[base], totals[base], rule.quorum) for base in rule.bases)
    passed = all(enough(cast[1][base], part[base], rule.majority) for base in rule.bases)

    found = judge(rule, totals, ANSWERS, cast)

    expected = (Outcome.PASSED if passed else Outcome.NOT_PASSED) if quorum else Outcome.NO_QUORUM
    assert found.outcome is expected
    for one in found.findings:
        assert one.quorum_reached == enough(one.took_part, one.total, rule.quorum)
        assert one.took_part == part[one.base]


@settings(max_examples=800, deadline=None)
@given(votes(), st.data())
def test_more_in_favour_never_undoes_a_decision(vote, data):
    """Whoever had stayed away, voted against or left it blank, and now votes for it."""
    rule, totals, cast = vote
    before = judge(rule, totals, ANSWERS, cast).outcome
    more = {key: dict(amounts) for key, amounts in cast.items()}
    for base in rule.bases:
        for source in (2, 3):
            moved = data.draw(st.integers(0, more[source][base]))
            more[source][base] -= moved
            more[1][base] += moved
        away = totals[base] - sum(one[base] for one in cast.values())
        more[1][base] += data.draw(st.integers(0, away))

    after = judge(rule, totals, ANSWERS, more).outcome
    assert after is Outcome.PASSED or before is not Outcome.PASSED


homes_cast = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(1, 20_000)), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(homes_cast, st.integers(0, 10), st.randoms(use_true_random=False))
def test_in_which_order_the_votes_come_changes_nothing(cast, away, random):
    def counted(ballots):
        tallies = {}
        for option, area in ballots:
            tally = tallies.setdefault(option, {Base.AREA: 0, Base.HEADS: 0})
            tally[Base.AREA] += area
            tally[Base.HEADS] += 1
        totals = {Base.AREA: sum(area for _, area in ballots) + away * 9000, Base.HEADS: len(ballots) + away}
        return judge(ROUTE_F.rule, totals, ANSWERS, tallies)

    shuffled = list(cast)
    random.shuffle(shuffled)

    assert counted(shuffled) == counted(cast)


@settings(max_examples=200, deadline=None)
@given(votes())
def test_whoever_fills_the_shortfall_reaches_the_quorum_and_one_less_does_not(vote):
    rule, totals, cast = vote
    assume(all(totals.values()))
    part = {base: sum(one[base] for one in cast.values()) for base in rule.bases}
    missing = shortfall(rule, totals, part).missing

    def reached(base, count):
        return rule.quorum.reached(count, totals[base])

    assert all(reached(base, part[base] + lack) for base, lack in missing.items())
    assert not any(reached(base, part[base] + lack - 1) for base, lack in missing.items() if lack)


@settings(max_examples=200, deadline=None)
@given(votes())
def test_the_sentences_carry_the_numbers_they_speak_of(vote):
    rule, totals, cast = vote
    found = judge(rule, totals, ANSWERS, cast)

    digits = [said.replace(",", "").replace(".", "") for said in found.sentences]
    for at, one in enumerate(found.findings):
        assert all(str(number) in digits[at] for number in (one.total, one.took_part, one.quorum_needed))
    assert len(found.sentences) == (2 * len(rule.bases) + 2 if found.quorum_reached else len(rule.bases) + 1)
