"""Hash chains: each link commits to the one before, so that no row can be changed, dropped or slipped in.

A link is SHA-256(previous link ‖ canonical JSON of the entry). Canonical: UTF-8, sorted keys, no
spaces, times as UTC ISO 8601 with microseconds. A verifier needs nothing else (scripts/verify_ledger).
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

GENESIS = bytes(32)


def canonical(entry: Mapping[str, Any]) -> bytes:
    return orjson.dumps(entry, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)


def link(previous: bytes, entry: Mapping[str, Any]) -> bytes:
    """The 32-byte hash of this entry after `previous`."""
    return hashlib.sha256(previous + canonical(entry)).digest()


def first_break(rows: Iterable[tuple[Mapping[str, Any], bytes, bytes]], head: bytes) -> int | None:
    """Index of the first row that does not follow, or the count when the head differs; None when whole.

    Rows are (entry, its previous hash, its hash) in order.
    """
    expected, count = GENESIS, 0
    for index, (entry, previous, hashed) in enumerate(rows):
        if previous != expected or link(previous, entry) != hashed:
            return index
        expected, count = hashed, index + 1
    return None if expected == head else count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value).__name__)
