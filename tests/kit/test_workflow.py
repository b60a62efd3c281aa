"""The engine of every state machine."""

from enum import StrEnum

import pytest

from server.kit.errors import ConflictError, GateClosedError
from server.kit.workflow import Step, Workflow


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


class Verb(StrEnum):
    GO = "go"
    STOP = "stop"


class Who(StrEnum):
    DRIVER = "driver"


def no_fog(fog: bool) -> str | None:
    return "有雾" if fog else None


TABLE: Workflow[Light, bool] = Workflow(
    [
        Step(Verb.GO, Who.DRIVER, frozenset({Light.RED}), Light.GREEN, (no_fog,)),
        Step(Verb.STOP, Who.DRIVER, frozenset({Light.GREEN}), Light.RED),
        Step(Verb.STOP, Who.DRIVER, frozenset({Light.RED}), Light.OFF),
    ]
)


def test_a_step_leads_from_its_source_to_its_target():
    assert TABLE.step(Verb.GO, Light.RED).leave(Light.RED, False) is Light.GREEN


def test_a_verb_may_lead_elsewhere_from_another_state():
    assert TABLE.step(Verb.STOP, Light.GREEN).target is Light.RED
    assert TABLE.step(Verb.STOP, Light.RED).target is Light.OFF


def test_a_verb_without_a_row_is_a_conflict():
    with pytest.raises(ConflictError) as refused:
        TABLE.step(Verb.GO, Light.OFF)
    assert refused.value.details == {"state": "off", "verb": "go"}


def test_leaving_from_a_wrong_state_is_a_conflict():
    with pytest.raises(ConflictError):
        TABLE.step(Verb.GO, Light.RED).leave(Light.OFF, False)


def test_a_shut_guard_says_why():
    with pytest.raises(GateClosedError, match="有雾"):
        TABLE.step(Verb.GO, Light.RED).leave(Light.RED, True)


def test_two_rows_for_one_cell_are_refused_at_once():
    twice = [Step(Verb.GO, Who.DRIVER, frozenset({Light.RED}), target) for target in (Light.GREEN, Light.OFF)]
    with pytest.raises(ValueError, match="two steps"):
        Workflow(twice)


def test_the_steps_of_a_state_are_those_whose_source_it_is():
    assert [step.verb for step in TABLE.steps_from(Light.RED)] == [Verb.GO, Verb.STOP]
    assert TABLE.steps_from(Light.OFF) == []
    assert set(TABLE.cells()) == {(Verb.GO, Light.RED), (Verb.STOP, Light.GREEN), (Verb.STOP, Light.RED)}
