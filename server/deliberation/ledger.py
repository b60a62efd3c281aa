"""The gate ledger as the unit reads it, and its head as published every day."""

from collections import Counter
from statistics import median
from typing import Any

from server.core import chains
from server.core.access import Actor
from server.deliberation import cards, ledger_queries, reasons, verify, words
from server.deliberation.gate_models import CHAIN, GateDecision, GateHead
from server.deliberation.policy import OVERSIGHT
from server.deliberation.reasons import HIDE_TITLE
from server.extensions import db
from server.kit.db import utc_now
from server.kit.pagination import cut
from server.kit.rest import stamp
from server.kit.worktime import today


def page(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    """Newest first; the cursor is the sequence number."""
    items = [_row(actor, *row) for row in ledger_queries.page(after, limit)]
    kept, following = cut(items, limit, key="seq")
    return {"items": kept, "next": following}


def _row(actor: Actor, decision: GateDecision, title: str, estate_id: int | None) -> dict[str, Any]:
    """Every act is public. The words of what was unlawful or private are not, nor another estate's title."""
    oversight = bool(actor.roles & OVERSIGHT)
    delicate = decision.reason_code in HIDE_TITLE and not oversight
    visible = actor.visible_estates
    foreign = estate_id is not None and visible is not None and estate_id not in visible
    return {
        **cards.note(decision),
        "topic_id": str(decision.topic_id),
        "title": None if delicate or foreign else title,
        "reason": None if delicate or foreign else decision.reason_text,
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
