"""Subscription messages: every value fits, or WeChat drops the whole message."""

import pytest

from server.wechat.templates import LIMITS, fitted


@pytest.mark.parametrize("field", LIMITS)
def test_a_value_is_cut_to_its_field(field):
    cut = fitted({f"{field}3": "字" * 50})[f"{field}3"]

    assert len(cut) == LIMITS[field]
    assert cut.endswith("…")


def test_a_value_that_fits_is_left_alone():
    assert fitted({"thing1": "字" * 20}) == {"thing1": "字" * 20}


def test_lines_become_one():
    assert fitted({"thing1": " 停水\n通知 "}) == {"thing1": "停水 通知"}


def test_a_time_is_not_cut():
    when = {"time2": "2026年11月22日 15:01", "date3": "2026年11月22日", "amount4": "¥1234567890.00"}

    assert fitted(when) == when
