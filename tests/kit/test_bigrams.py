"""Pairs of characters: what makes two texts alike."""

from hypothesis import given
from hypothesis import strategies as st

from server.kit.bigrams import grams


def test_pairs_are_neighbouring_characters_and_never_reach_across_signs():
    assert grams("加装电梯，三号楼") == {"加装", "装电", "电梯", "三号", "号楼"}


def test_width_and_case_are_folded():
    assert grams("ＡＢ１２") == grams("ab12") == {"ab", "b1", "12"}


def test_words_that_stand_in_every_proposal_tell_nothing():
    assert grams("我们小区") == {"们小"}


def test_a_single_character_says_nothing():
    assert grams("楼 道 灯") == frozenset()


@given(st.text(max_size=200), st.integers(1, 20))
def test_no_more_than_asked_for_and_always_two_characters(text, most):
    found = grams(text, most)

    assert len(found) <= most
    assert all(len(one) == 2 for one in found)
    assert found <= grams(text)
