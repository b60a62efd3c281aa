"""Hashes that pin a poll down: the Merkle root of its roll, its terms, and a ballot's receipt. Pure.

Trees are RFC 6962: a leaf is SHA-256(0 ‖ entry), a node SHA-256(1 ‖ left ‖ right), and the left
half holds the largest power of two below the number of leaves.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from server.kit import chain


def leaf(entry: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(b"\x00" + chain.canonical(entry)).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's root; of no leaves the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def roll_root(poll_id: int, entries: Sequence[tuple[int, str, int]]) -> bytes:
    """Root over (home id, label, area in hundredths of a square metre), in the order of home ids."""
    return root(
        [
            leaf({"poll": poll_id, "home": home, "label": label, "area_cm": area})
            for home, label, area in sorted(entries)
        ]
    )


def terms_hash(terms: Mapping[str, Any]) -> bytes:
    """What the voters are asked and by which rule it is judged."""
    return hashlib.sha256(chain.canonical(terms)).digest()


def receipt(poll_id: int, home_id: int, option_id: int, salt: bytes) -> bytes:
    """What the voter keeps. The salt keeps others from trying all options until one fits."""
    return leaf({"poll": poll_id, "home": home_id, "option": option_id, "salt": salt})
