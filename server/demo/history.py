"""Everything that happens, in the order in which it happens, whichever feature it belongs to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.demo.town import Town
from server.kit.worktime import today


@dataclass(eq=False)
class Deed:
    """One thing somebody does. `after`: what must have been checked and delivered before.

    `answer`: what the route answered, for the deeds that build on this one.
    """

    at: datetime
    run: Callable[[], Any]
    after: "Deed | None" = None
    answer: Any = None

    @property
    def id(self) -> str:
        """The id of what this deed made."""
        return str(self.answer["id"])


def _in_order(deeds: Iterable[Deed]) -> list[Deed]:
    """By their time. 「昨晚九点半」 and 「三十小时前」 change places in the small hours: what builds on
    another deed then waits for it."""
    told = list(deeds)
    for deed in told:
        if deed.after is not None:
            deed.at = max(deed.at, deed.after.at)
    return sorted(told, key=lambda one: one.at)


def live(town: Town, deeds: Iterable[Deed]) -> None:
    """Run them by their time; what happens at the same moment stays in the order given.

    The worker delivers in between: whenever a deed builds on another, and at the end of every day.
    """
    fresh: set[Deed] = set()
    last = None
    for deed in _in_order(deeds):
        if fresh and (deed.after in fresh or last != today(deed.at)):
            town.settle()
            fresh.clear()
        # A deed takes its time. Set back to a moment just gone, the clock would hide what that one sent out.
        if last is None or deed.at > town.clock.now(UTC):
            town.clock.set(deed.at)
        deed.answer = deed.run()
        fresh.add(deed)
        last = today(deed.at)
    town.settle()
