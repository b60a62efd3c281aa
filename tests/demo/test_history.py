"""The story is told in order, and its clock does not run back within it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from server.demo.clock import Clock
from server.demo.history import Deed, live

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def told(deeds: list[Deed]) -> list[datetime]:
    """What the clock showed whenever the worker delivered."""
    clock, shown = Clock(), []
    live(SimpleNamespace(clock=clock, settle=lambda: shown.append(clock.now(UTC))), deeds)
    return shown


def test_what_a_slow_deed_sent_out_is_due_when_the_next_one_builds_on_it():
    sent = []
    clock = Clock()

    def slowly() -> None:
        clock.set(clock.now(UTC) + timedelta(seconds=2))
        sent.append(clock.now(UTC))

    first = Deed(MORNING, slowly)
    between = Deed(MORNING, lambda: None)
    after = Deed(MORNING, lambda: None, after=first)
    shown: list[datetime] = []
    live(SimpleNamespace(clock=clock, settle=lambda: shown.append(clock.now(UTC))), [first, between, after])
    assert shown[0] >= sent[0]


def test_the_story_begins_at_its_first_moment_wherever_the_clock_stood():
    shown = told([Deed(MORNING + timedelta(days=1), lambda: None), Deed(MORNING, lambda: None)])
    assert [one.date() for one in shown] == [MORNING.date(), (MORNING + timedelta(days=1)).date()]


def test_a_deed_waits_for_what_it_builds_on():
    order: list[str] = []
    first = Deed(MORNING + timedelta(hours=1), lambda: order.append("first"))
    told([first, Deed(MORNING, lambda: order.append("second"), after=first)])
    assert order == ["first", "second"]
