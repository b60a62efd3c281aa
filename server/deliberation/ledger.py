"""The gate ledger as the unit reads it, and its head as published every day."""

from collections import Counter
from statistics import median
from typing import Any

from server.core import chains
from server.core.access import Actor
from server.deliberation import cards, ledger_queries, reasons, verify, words
from server.deliberation.gate_models import CHAIN, GateDecision, GateHead
from server.deliberation.models import Topic
from server.deliberation.policy import in_audience, oversees
from server.deliberation.reasons import HIDE_TITLE
from server.extensions import db
from server.kit.db import utc_now
from server.kit.pagination import cut
from server.kit.rest import stamp
from server.kit.worktime import today


def page(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    """Newest first; the cursor is the sequence number."""
    found = ledger_queries.page(after, limit)
    delicate = ledger_queries.stopped_for(HIDE_TITLE, {topic.id for _, topic in found})
    items = [_row(actor, *row, delicate=row[1].id in delicate) for row in found]
    kept, following = cut(items, limit, key="seq")
    return {"items": kept, "next": following}


def _row(actor: Actor, decision: GateDecision, topic: Topic, *, delicate: bool) -> dict[str, Any]:
    """Every act is public. The words of what was unlawful or private are not, nor another estate's title.

    delicate: the topic was ever found so: an earlier act would tell what the later one hides.
    """
    hidden = (delicate and not oversees(actor, topic)) or not in_audience(actor, topic)
    return {
        **cards.note(decision),
        "topic_id": str(decision.topic_id),
        "title": None if hidden else topic.title,
        "reason": None if hidden else decision.reason_text,
        "rule": None if hidden else decision.rule_cited,
    }


def summary() -> dict[str, Any]:
    """Counts, reasons and the median time, and the head that was checked and published last."""
    published = ledger_queries.latest_head()
    hours = [(row[1] - row[0]).total_seconds() / 3600 for row in ledger_queries.waits()]
    return {
        "counts": _counts(),
        "reasons": [
            {"code": code, "name": reasons.name_of(code), "count": count}
            for code, count in ledger_queries.reasons()
        ],
        "overdue": ledger_queries.overdue_count(),
        "late_now": ledger_queries.late_now(),
        "median_hours": round(median(hours), 1) if hours else None,
        "head_hash": chains.head_of(CHAIN).hex(),
        "checked_at": stamp(published.checked_at) if published else None,
        "checked_whole": published.whole if published else None,
        "checked_hash": published.hash.hex() if published else None,
    }


def _counts() -> list[dict[str, Any]]:
    many: Counter[tuple[Any, Any]] = Counter()
    for gate, action, count in ledger_queries.counts():
        many[gate, action] = count
    return [
        {
            "gate": gate.value,
            "action": action.value,
            "action_name": words.ACTION_NAMES[gate, action],
            "count": many[gate, action],
        }
        for gate, action in words.ACTION_NAMES
        if many[gate, action]
    ]


def publish_head() -> None:
    """The clock's work, once a day: check the whole ledger and publish its head."""
    day = today(utc_now())
    if ledger_queries.published_on(day):
        return
    chain = ledger_queries.chain()
    db.session.add(
        GateHead(
            day=day,
            seq=chain[-1].seq if chain else 0,
            hash=chains.head_of(CHAIN),
            whole=not verify.problems(),
        )
    )
