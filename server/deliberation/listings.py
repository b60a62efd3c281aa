"""Lists that are made anew each time: one's own topics, comments, the gatekeeper's inbox."""

from collections.abc import Sequence
from typing import Any

from server.boards import policy as posts
from server.core.access import Actor
from server.deliberation import (
    cards,
    clocks,
    hall_queries,
    held_queries,
    inbox_queries,
    ledger_queries,
    page_queries,
    queries,
    words,
)
from server.deliberation.gate_models import Gate
from server.deliberation.models import TopicComment, TopicState
from server.kit.db import utc_now
from server.kit.pagination import cut

#: At which gate a waiting topic stands.
GATE_OF = {
    TopicState.GATE1_PENDING: Gate.AGENDA,
    TopicState.GATE2_PENDING: Gate.DISCUSSION,
    TopicState.PAUSED: Gate.PAUSE,
    TopicState.GATE3_PENDING: Gate.DECISION,
    TopicState.TALLIED: Gate.DECISION,
    TopicState.COVENANT_DRAFT: Gate.COVENANT,
    TopicState.COVENANT_VOTE: Gate.COVENANT,
}


def mine(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    """Everything the caller proposed, newest first."""
    rows, following = cut(hall_queries.topics_of(actor.person_id, after, limit), limit)
    return {
        "items": [cards.card(row, whole=True) for row in rows],
        "next": following,
        "mine": {"drafts": []},
    }


def inbox(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    """What waits for this gatekeeper, the most urgent first."""
    rows, following = cut(inbox_queries.inbox(actor, after, limit), limit)
    return {"items": [_waiting(row) for row in rows], "next": following}


def _waiting(row: Any) -> dict[str, Any]:
    gate = GATE_OF[row.state]
    return {
        **cards.card(row, whole=True),
        "gate": gate.value,
        "gate_name": words.GATE_NAMES[gate],
        "overdue_minutes": clocks.minutes_late(row.due_at, utc_now()),
    }


def decisions(topic_id: int) -> list[dict[str, Any]]:
    return [cards.note(one) for one in ledger_queries.decisions_on(topic_id)]


def stances(topic_id: int) -> dict[str, int]:
    """The counters as they are now, this caller's change included."""
    topic = queries.lock_matter(topic_id).topic
    return {"for": topic.stance_for, "against": topic.stance_against, "neutral": topic.stance_neutral}


def comments(actor: Actor, topic_id: int, after: int | None, limit: int) -> dict[str, Any]:
    return _said(actor, page_queries.comments(topic_id, after, limit), limit)


def held(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    return _said(actor, held_queries.comments(posts.ground(actor), after, limit), limit)


def _said(actor: Actor, rows: Sequence[Any], limit: int) -> dict[str, Any]:
    page, following = cut(rows, limit)
    items = [cards.comment(one) for one in page]
    verbs = cards.comment_verbs(actor, items)
    return {"items": items, "next": following, "mine": {"comment_verbs": verbs}}


def comment(row: TopicComment) -> dict[str, Any]:
    return cards.comment(row)
