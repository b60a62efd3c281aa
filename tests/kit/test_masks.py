"""Masks: what is kept, what is hidden, and that nothing breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kit.idcard import Sex
from server.kit.masks import COMPOUND_SURNAMES, courtesy, mask_id_number, mask_name, mask_phone

anything = st.text(max_size=30)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李明", "李**"),
        ("李小明", "李**"),
        ("欧阳修文", "欧阳**"),
        ("司马青", "司马**"),
        ("诸葛小明", "诸葛**"),
        ("司马", "司**"),  # two characters: a surname and a given name
        ("买买提·艾力", "买**"),
        ("John Smith", "J**"),
        ("  王芳 ", "王**"),
        ("王", "王**"),
        ("", "**"),
        ("·", "**"),
    ],
)
def test_a_name_shows_its_surname_and_always_two_stars(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("310104199003071234", "310***********1234"),
        ("11010519491231002X", "110***********002X"),
        ("310104900307123", "310********7123"),
        ("E12345678", "*********"),
        ("", ""),
    ],
)
def test_an_id_number_shows_three_and_four(number, shown):
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812341111", "138****1111"),
        ("021-64381234", "********1234"),
        ("64381234", "****1234"),
        ("+8613812341111", "**********1111"),
        ("12345", "*****"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_mobile_number_shows_three_and_four_and_others_the_last_four(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "sex", "shown"),
    [
        ("李红", Sex.FEMALE, "李女士"),
        ("李红", "female", "李女士"),
        ("欧阳文山", Sex.MALE, "欧阳先生"),
        ("买买提·艾力", Sex.MALE, "买买提先生"),
        ("John Smith", "male", "John先生"),
        ("李红", None, "李**"),
        ("李红", "", "李**"),
        ("李红", "unknown", "李**"),
        ("", Sex.MALE, "先生"),
    ],
)
def test_courtesy_names_the_surname_and_the_form_of_address(name, sex, shown):
    assert courtesy(name, sex) == shown


def test_every_compound_surname_has_two_characters():
    assert {len(surname) for surname in COMPOUND_SURNAMES} == {2}


@given(anything)
def test_an_id_number_or_phone_never_shows_more_than_seven_characters(text):
    for masked in (mask_id_number(text), mask_phone(text)):
        assert len(masked) == len(text)
        assert sum(char != "*" for char in masked) <= 7


@given(anything)
def test_a_masked_name_never_shows_more_than_two_characters(name):
    assert len(mask_name(name)) <= 4
    assert mask_name(name).endswith("**")


@given(st.lists(st.sampled_from("王李张欧阳小明红"), min_size=2, max_size=4).map("".join))
def test_names_of_one_surname_and_any_length_look_the_same(name):
    assert mask_name(name) in {name[0] + "**", name[:2] + "**"}
    assert name not in mask_name(name)
