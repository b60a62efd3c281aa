"""A state machine that is data: who can read the table can read the rules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from server.kit.errors import ConflictError, GateClosedError

State = TypeVar("State", bound=StrEnum)
Facts = TypeVar("Facts")


@dataclass(frozen=True)
class Step(Generic[State, Facts]):
    """One row of a transition table."""

    verb: StrEnum
    #: The permission it takes; its name, so that the kit stays free of the application's enum.
    who: StrEnum
    sources: frozenset[State]
    target: State
    #: Each answers None when open, or why it is shut, in the neighbour's words.
    guards: tuple[Callable[[Facts], str | None], ...] = ()

    def leave(self, state: State, facts: Facts) -> State:
        """The state after this step. ConflictError from a wrong state, GateClosedError at a shut guard."""
        if state not in self.sources:
            raise ConflictError("它已经不在可以这样操作的状态了，请刷新后再看", state=state, verb=self.verb)
        if reason := self.shut(facts):
            raise GateClosedError(reason, verb=self.verb)
        return self.target

    def shut(self, facts: Facts) -> str | None:
        return next((reason for guard in self.guards if (reason := guard(facts))), None)


class Workflow(Generic[State, Facts]):
    """All steps of one kind of object. A verb may have several rows if their sources are disjoint."""

    def __init__(self, steps: Iterable[Step[State, Facts]]) -> None:
        self.steps = tuple(steps)
        self._cells: dict[tuple[StrEnum, State], Step[State, Facts]] = {}
        for step in self.steps:
            for source in step.sources:
                if (step.verb, source) in self._cells:
                    raise ValueError(f"two steps for {step.verb} from {source}")
                self._cells[step.verb, source] = step

    def step(self, verb: StrEnum, state: State) -> Step[State, Facts]:
        """The row for this verb from this state; ConflictError when there is none."""
        if step := self._cells.get((verb, state)):
            return step
        raise ConflictError("它已经不在可以这样操作的状态了，请刷新后再看", state=state, verb=verb)

    def steps_from(self, state: State) -> list[Step[State, Facts]]:
        return [step for step in self.steps if state in step.sources]

    def cells(self) -> dict[tuple[StrEnum, Any], Step[State, Facts]]:
        return dict(self._cells)
