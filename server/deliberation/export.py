"""The whole ledger for one reader, as `scripts/verify_ledger` recomputes it without this application."""

from typing import Any

from server.core import chains
from server.core.access import Actor
from server.core.tenancy import bound_community
from server.deliberation import ledger, ledger_queries, signing
from server.deliberation.gate_models import CHAIN, GateDecision, GateHead
from server.deliberation.gates import entry_of
from server.deliberation.reasons import HIDE_TITLE
from server.kit import chain

FORMAT = "shequtong-ledger/1"


def whole(actor: Actor) -> dict[str, Any]:
    """Every decision with what was hashed, word for word, where the reader may see it; keys and heads."""
    seq, head = chains.end_of(CHAIN)
    rows = ledger_queries.until(seq)
    delicate = {decision.topic_id for decision, _ in rows if decision.reason_code in HIDE_TITLE}
    return {
        "format": FORMAT,
        "community": bound_community(),
        "keys": signing.public_keys(),
        "head": {"seq": seq, "hash": head.hex()},
        "decisions": [
            _decision(decision, told=not ledger.hidden(actor, topic, delicate=decision.topic_id in delicate))
            for decision, topic in rows
        ],
        "heads": [_head(one) for one in ledger_queries.published_heads() if one.seq <= seq],
    }


def _decision(row: GateDecision, *, told: bool) -> dict[str, Any]:
    return {
        "seq": row.seq,
        "previous_hash": row.previous_hash.hex(),
        "hash": row.hash.hex(),
        "key_id": row.signature_key_id,
        "signature": row.signature.hex(),
        "entry": chain.canonical(entry_of(row)).decode() if told else None,
    }


def _head(row: GateHead) -> dict[str, Any]:
    return {
        "day": row.day,
        "seq": row.seq,
        "hash": row.hash.hex(),
        "whole": row.whole,
        "key_id": row.signature_key_id,
        "signature": row.signature.hex(),
    }
