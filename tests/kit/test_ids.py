"""Ids: they fit, they rise, they survive threads, forks and clocks that go wrong."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from server.kit.ids import COUNTER_BITS, COUNTER_MASK, EPOCH_MS, IdMaker, first_id_at, new_id, new_ids


class Clock:
    """A clock that a test sets by hand, in Unix milliseconds."""

    def __init__(self, ms: int = EPOCH_MS + 1_000) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms


def _ms_of(made: int) -> int:
    return (made >> COUNTER_BITS) + EPOCH_MS


def _rising(ids: list[int]) -> bool:
    return all(earlier < later for earlier, later in pairwise(ids))


def test_the_epoch_is_the_first_moment_of_2016():
    assert datetime.fromtimestamp(EPOCH_MS / 1000, UTC) == datetime(2016, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("year", [2024, 2026, 2031, 2085])
def test_an_id_is_longer_than_an_identity_number(year):
    made = first_id_at(datetime(year, 1, 1, tzinfo=UTC))

    assert len(str(made)) == 19


def test_an_id_carries_the_time_it_was_made():
    before = time.time_ns() // 1_000_000
    made = new_id()

    assert before <= _ms_of(made) <= time.time_ns() // 1_000_000 + 1


def test_an_id_fits_a_signed_64_bit_column_until_2085():
    last_day = int(datetime(2085, 9, 1, tzinfo=UTC).timestamp() * 1000)

    assert IdMaker(Clock(last_day), start=COUNTER_MASK).take() < 1 << 63


def test_the_first_id_of_a_moment_parts_what_was_made_before_from_what_came_after():
    at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    ms = int(at.timestamp() * 1000)
    before, on = (IdMaker(Clock(when), start).take() for when, start in ((ms - 1, COUNTER_MASK), (ms, 0)))

    assert before < first_id_at(at) == on
    assert first_id_at(datetime(2015, 1, 1, tzinfo=UTC)) == 0


def test_ids_rise_within_one_millisecond():
    maker = IdMaker(Clock(), start=0)

    assert _rising([maker.take() for _ in range(1000)])


def test_ids_rise_when_the_clock_steps_back_an_hour():
    clock = Clock()
    maker = IdMaker(clock, start=5)
    before = maker.take()
    clock.ms -= 3_600_000

    assert maker.take() > before


def test_ids_rise_over_the_wrap_of_the_counter_while_the_clock_stands_still():
    maker = IdMaker(Clock(), start=COUNTER_MASK - 1)

    assert _rising([maker.take() for _ in range(4)])


def test_ids_rise_over_the_wrap_of_the_counter_while_the_clock_runs():
    clock = Clock()
    maker = IdMaker(clock, start=COUNTER_MASK - 1)
    ids = []
    for _ in range(4):
        ids.append(maker.take())
        clock.ms += 1

    assert _rising(ids)


def test_ids_of_eight_threads_are_all_different_and_rise_in_each_thread():
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(new_ids, [5_000] * 8))

    assert all(_rising(batch) for batch in batches)
    assert len({made for batch in batches for made in batch}) == 40_000


def test_two_makers_start_at_different_places():
    clock = Clock()
    starts = {IdMaker(clock).take() & COUNTER_MASK for _ in range(20)}

    # Twenty draws from four million: fewer than 18 different ones means there is no randomness.
    assert len(starts) >= 18


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_a_forked_child_does_not_repeat_the_ids_of_its_parent():
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, str(new_id() & COUNTER_MASK).encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(reader, 64))
    os.close(reader)
    os.close(writer)
    ours = new_id() & COUNTER_MASK

    assert theirs != ours


def test_new_ids_gives_exactly_as_many_as_asked():
    assert len(new_ids(7)) == 7
    assert new_ids(0) == []
