"""What a step does besides moving. Each family of verbs has its own file of effects."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from server.core import audit
from server.core.access import Actor
from server.deliberation.clocks import Ends
from server.deliberation.forms import Move
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb, permission_of


@dataclass(frozen=True)
class Effect:
    """columns: set together with the new state, so that no half-changed row is ever written.

    ends: days the new state's deadline hangs on. decision: what of the gate decision is not the actor's
    own (a second signature under another's refusal). restart: a step that stays in its state begins its
    clock anew; without it nobody prolongs his own deadline. rule: of the route by which a covenant is
    voted on, which its decision cites.
    """

    columns: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)
    ends: Ends | None = None
    decision: Mapping[str, Any] = field(default_factory=dict)
    restart: bool = False
    rule: Mapping[str, Any] | None = None


NOTHING = Effect()
Effects = Mapping[Verb, Callable[[Actor, Matter, Move, datetime], Effect]]


def record(actor: Actor, matter: Matter, move: Move, to_state: str) -> None:
    """The audit entry of a person's step."""
    detail = {"from_state": matter.topic.state.value, "to_state": to_state, "reason_code": move.reason_code}
    acting = replace(actor, acting=permission_of(move.verb))
    audit.record(acting, f"topic.{move.verb}", matter.topic.id, **detail)
