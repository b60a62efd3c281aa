"""The minute in which an estate votes: who taps what when, and what must come out of it. Pure.

Votes come slowly, then steadily; some tap twice, some change their minds, some find that their wife
was first. Whatever the order of arrival, the outcome is known beforehand.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DOUBLE, CHANGE, SECOND = 0.10, 0.10, 0.05
#: Between a home's taps, so that the order in which they were made is the order in which they arrive.
APART = 4.0


@dataclass(frozen=True)
class Tap:
    """At `at` seconds a member (0 or 1) of home number `door` chooses; `expected`: the answers allowed."""

    at: float
    door: int
    member: int
    choice: int
    expected: frozenset[int]


_OK, _TAKEN = frozenset({200}), frozenset({409})


def plan(homes: int, seconds: float, *, seed: int = 20261122) -> list[Tap]:
    """All taps in the order of their time; every home votes at least once."""
    draw = random.Random(seed)
    taps = []
    for door in range(homes):
        taps += _home(draw, door, seconds - 2 * APART)
    return sorted(taps, key=lambda tap: tap.at)


def _home(draw: random.Random, door: int, seconds: float) -> list[Tap]:
    at, choice = _arrival(draw.random(), seconds), draw.randrange(3)
    taps = [Tap(at, door, 0, choice, _OK)]
    if draw.random() < DOUBLE:
        taps.append(Tap(at + 0.05, door, 0, choice, _OK))
    if draw.random() < CHANGE:
        taps.append(Tap(at + APART, door, 0, (choice + 1) % 3, _OK))
    if draw.random() < SECOND:
        taps.append(Tap(at + 2 * APART, door, 1, (choice + 2) % 3, _TAKEN))
    return taps


def _arrival(share: float, seconds: float) -> float:
    """When this share of all has come: ever more in the first quarter of the time, evenly after it."""
    ramp = seconds / 4
    come = share * (seconds - ramp / 2)
    return (2 * ramp * come) ** 0.5 if come < ramp / 2 else come + ramp / 2


def outcome(taps: Sequence[Tap]) -> Counter[int]:
    """choice → homes, when the last tap of each home's first member counts."""
    last: dict[int, int] = {}
    for tap in sorted(taps, key=lambda one: one.at):
        if tap.member == 0:
            last[tap.door] = tap.choice
    return Counter(last.values())
