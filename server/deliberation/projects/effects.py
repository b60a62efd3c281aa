"""Effects of the steps that carry a decision out. Their papers are written by projects/service.py."""

from datetime import datetime

from server.core.access import Actor
from server.deliberation.clocks import Ends
from server.deliberation.effects import Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb


def start(_: Actor, __: Matter, move: Move, ___: datetime) -> Effect:
    """The state lasts until the day the project promised."""
    assert move.until is not None
    return Effect(evidence={"until": move.until.isoformat()}, ends=Ends(until=move.until))


EFFECTS: Effects = {Verb.START_PROJECT: start}
