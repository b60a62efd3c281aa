"""The gate ledger as the unit reads it, and its head as published every day."""

from collections import Counter
from datetime import date
from statistics import median
from typing import Any

from server.core import audit, chains, outbox
from server.core.access import Actor
from server.core.tenancy import bound_community
from server.deliberation import cards, ledger_queries, reasons, signing, verify, words
from server.deliberation.events import HeadPublished
from server.deliberation.gate_models import CHAIN, GateDecision, GateHead
from server.deliberation.models import Topic
from server.deliberation.policy import in_audience, oversees
from server.deliberation.reasons import HIDE_TITLE
from server.deliberation.signing import Head
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
    unseen = hidden(actor, topic, delicate=delicate)
    return {
        **cards.note(decision),
        "topic_id": str(decision.topic_id),
        "title": None if unseen else topic.title,
        "reason": None if unseen else decision.reason_text,
        "rule": None if unseen else decision.rule_cited,
    }


def hidden(actor: Actor, topic: Topic, *, delicate: bool) -> bool:
    """Every act is public. The words of what was unlawful or private are not, nor another estate's title.

    delicate: the topic was ever found so: an earlier act would tell what the later one hides.
    """
    return (delicate and not oversees(actor, topic)) or not in_audience(actor, topic)


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
        "keys": signing.public_keys(),
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
    """The clock's work, once a day: check the whole ledger, publish its head, and tell the district.

    The head of the audit chain goes with it, unchecked: that chain has a command of its own.
    """
    day = today(utc_now())
    if ledger_queries.published_on(day):
        return
    chains.hold(CHAIN)  # nobody decides between the check and the head
    head, signature = _say(CHAIN, day, whole=not verify.problems())
    signed = {"signature_key_id": signing.keyring().current, "signature": signature}
    db.session.add(GateHead(day=day, seq=head.seq, hash=head.hash, whole=head.whole, **signed))
    _say(audit.CHAIN, day, whole=None)


def _say(name: str, day: date, *, whole: bool | None) -> tuple[Head, bytes]:
    """Sign the head of one chain, and say it to whoever keeps copies."""
    head = Head(bound_community() or 0, name, day, *chains.end_of(name), whole)
    ring = signing.keyring()
    signature = ring.sign(head.message)
    hashed = head.hash.hex()
    outbox.emit(HeadPublished(name, day.isoformat(), head.seq, hashed, whole, ring.current, signature.hex()))
    return head, signature
