"""Serials of paper ballots as people copy them from a sheet."""

import re

import pytest

from server.ballots import serials
from server.kit.errors import InvalidError


def test_every_single_slip_and_every_swap_is_found():
    right = serials.written(123_456_789_012).replace("-", "")
    wrong = {right[:at] + sign + right[at + 1 :] for at in range(9) for sign in serials.SIGNS}
    swaps = {right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(8)}

    for typed in (wrong | swaps) - {right}:
        with pytest.raises(InvalidError):
            serials.read(typed)


def test_it_is_read_as_people_type_it():
    serial = serials.fresh()
    written = serials.written(serial)

    assert serials.read(written.lower().replace("-", " ")) == serial
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]", written)


def test_serials_do_not_follow_one_another():
    assert len({serials.fresh() // 1000 for _ in range(50)}) == 50
