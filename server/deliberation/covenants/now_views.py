"""What a covenant's version that is worked on waits for."""

from typing import Any

from server.deliberation import cards, gate_record, ledger_queries, words
from server.deliberation.gate_models import Gate, GateAction
from server.deliberation.models import Topic, TopicState


def now(topic: Topic) -> dict[str, Any]:
    """What is awaited of the version that is worked on, and by when."""
    return {
        "state_name": words.state_name(topic),
        "next_sentence": words.next_sentence(topic),
        "due_at": topic.due_at,
        "at_gate": topic.at_gate,
        "asked": _asked(topic),
        "sent_back": _sent_back(topic),
    }


def _asked(topic: Topic) -> dict[str, Any] | None:
    """The meeting that a draft at the gate is meant for; every covenant's is called by somebody."""
    if topic.state is not TopicState.COVENANT_DRAFT or not topic.at_gate:
        return None
    asked = topic.covenant_proposal
    assert asked is not None
    kept = {"route_title": asked["route_title"], "days": asked["days"]}
    return {**kept, "convener": asked["convener"]["name"], "convened": gate_record.convened(topic)}


def _sent_back(topic: Topic) -> dict[str, Any] | None:
    """Why the draft is its host's again; None unless that was the last word on it."""
    writes = topic.state is TopicState.COVENANT_DRAFT and not topic.at_gate
    last = ledger_queries.last_decision(topic.id) if writes else None
    if last is None or (last.gate, last.action) != (Gate.COVENANT, GateAction.RETURN):
        return None
    return cards.note(last)
