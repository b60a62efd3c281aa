"""A chain notices whatever is done to its rows."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.kit import chain


def chained(entries):
    rows, previous = [], chain.GENESIS
    for entry in entries:
        hashed = chain.link(previous, entry)
        rows.append((entry, previous, hashed))
        previous = hashed
    return rows, previous


ENTRIES = [{"seq": n, "what": f"第{n}件", "at": datetime(2026, 11, n + 1, tzinfo=UTC)} for n in range(6)]


def test_an_untouched_chain_is_whole():
    assert chain.first_break(*chained(ENTRIES)) is None
    assert chain.first_break([], chain.GENESIS) is None


def test_a_changed_row_breaks_at_itself():
    rows, head = chained(ENTRIES)
    entry, previous, hashed = rows[3]
    rows[3] = ({**entry, "what": "改过"}, previous, hashed)
    assert chain.first_break(rows, head) == 3


@given(st.permutations(range(6)))
def test_any_other_order_breaks(order):
    rows, head = chained(ENTRIES)
    whole = list(order) == list(range(6))
    assert (chain.first_break([rows[i] for i in order], head) is None) == whole


@pytest.mark.parametrize("gone", range(6))
def test_a_dropped_row_breaks_even_at_the_end(gone):
    rows, head = chained(ENTRIES)
    del rows[gone]
    assert chain.first_break(rows, head) is not None


def test_a_rewritten_tail_differs_from_the_published_head():
    _, head = chained(ENTRIES)
    forged, _ = chained([*ENTRIES[:4], {"seq": 4, "what": "伪造"}, ENTRIES[5]])
    assert chain.first_break(forged, head) == 6


def test_the_same_moment_is_the_same_bytes_in_every_zone():
    moment = datetime(2026, 11, 22, 8, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=8)))
    assert chain.canonical({"at": moment, "b": b"\x01"}) == chain.canonical({"b": b"\x01", "at": elsewhere})


def test_what_has_no_plain_form_is_refused():
    with pytest.raises(TypeError):
        chain.canonical({"what": object()})
