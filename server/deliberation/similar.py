"""Topics that say much the same, by the pairs of characters they share."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert

from server.core import tenancy
from server.core.access import Actor
from server.deliberation import agenda_queries, hall_queries, words
from server.deliberation.agenda_models import TopicGram
from server.deliberation.models import Topic
from server.extensions import db
from server.kit.bigrams import grams

#: Of a topic the title and the beginning count: there people say what it is about.
INDEXED, ASKED, BEGINNING = 200, 120, 400
SHOWN = 5
#: Fewer pairs in common are chance: at least so many, and so large a part of what was typed.
LEAST_SHARED, LEAST_PART = 2, 0.2


def index(topic: Topic) -> None:
    """Write down the pairs of a topic that goes to the gate, instead of those of its earlier text."""
    found = grams(f"{topic.title}\n{topic.body[:BEGINNING]}", INDEXED)
    db.session.execute(
        delete(TopicGram).where(TopicGram.topic_id == topic.id),
        execution_options={"synchronize_session": False},
    )
    rows = [
        {"community_id": tenancy.bound_community(), "gram": gram, "topic_id": topic.id}
        for gram in sorted(found)
    ]
    if rows:
        db.session.execute(insert(TopicGram), rows)


def find(actor: Actor, text: str) -> list[dict[str, Any]]:
    """The topics most like this text that the actor may see, at most five."""
    asked = grams(text, ASKED)
    least = max(LEAST_SHARED, math.ceil(len(asked) * LEAST_PART))
    if len(asked) < LEAST_SHARED:
        return []
    shared = {row.topic_id: row.shared for row in agenda_queries.alike(asked, least)}
    seen = hall_queries.public(shared, actor.visible_estates)
    return [_card(row, shared[row.id]) for row in _ranked(seen, shared)[:SHOWN]]


def _ranked(rows: Sequence[Any], shared: dict[int, int]) -> list[Any]:
    return sorted(rows, key=lambda row: (-shared[row.id], -row.id))


def _card(row: Any, shared: int) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": row.title,
        "state": row.state.value,
        "state_name": words.STATE_NAMES[row.state],
        "seconds": row.seconds,
        "shared": shared,
    }
