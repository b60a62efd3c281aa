"""The 议事规则 that a topic keeps: changed while it waits, they change nothing that is under way.

What the guards of a state ask is kept when the state is entered, and laid over the rules of today.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from server.core import settings
from server.deliberation.states import TopicState

S = TopicState
#: What each state's guards, its notice or its result ask of the rules. Numbers of the law are not kept.
ASKED: Mapping[TopicState, tuple[str, ...]] = {
    S.GATE1_PENDING: ("second_signature.households",),
    S.DECLINED: ("appeal.days",),
    S.WITHDRAWN: ("adoption.days",),
    S.GATE2_PENDING: ("notice.days",),
    S.GATE3_PENDING: ("consensus.days", "consensus.percent", "voting.notice_days"),
    S.EVALUATING: ("evaluation.least",),
}


def on_entering(topic: Any, state: TopicState, rules: Mapping[str, Any]) -> dict[str, Any]:
    """What the topic keeps from now on: what it kept before, and what this state asks."""
    return {**topic.rules, **{key: rules[key] for key in ASKED.get(state, ())}}


def of(topic: Any) -> MappingProxyType[str, Any]:
    """The rules that hold for this topic."""
    return MappingProxyType({**settings.values(), **topic.rules})
