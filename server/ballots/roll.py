"""Hashes that pin a poll down: the Merkle root of its roll, its terms, and a ballot's receipt. Pure.

Trees are RFC 6962: a leaf is SHA-256(0 ‖ entry), a node SHA-256(1 ‖ left ‖ right), and the left
half holds the largest power of two below the number of leaves.
"""

import hashlib
from collections.abc import Hashable, Mapping, Sequence
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


def roll_root(poll_id: int, entries: Sequence[tuple[int, str, int, int]]) -> bytes:
    """Root over (home id, label, area in hundredths of a square metre, head), in the order of home ids."""
    return root(
        [
            leaf({"poll": poll_id, "home": home, "label": label, "area_cm": area, "head": head})
            for home, label, area, head in sorted(entries)
        ]
    )


def heads(owned: Sequence[Hashable | None]) -> list[int]:
    """The head of each home, from 1 as they come. None: a home whose owners nobody can tell apart."""
    known: dict[Hashable, int] = {}
    found, last = [], 0
    for owners in owned:
        number = None if owners is None else known.get(owners)
        if number is None:
            number = last = last + 1
            if owners is not None:
                known[owners] = number
        found.append(number)
    return found


def terms_hash(terms: Mapping[str, Any]) -> bytes:
    """What the voters are asked and by which rule it is judged."""
    return hashlib.sha256(chain.canonical(terms)).digest()


def receipt(poll_id: int, home_id: int, option_id: int, salt: bytes) -> bytes:
    """What the voter keeps. The salt keeps others from trying all options until one fits."""
    return leaf({"poll": poll_id, "home": home_id, "option": option_id, "salt": salt})


def secret_receipt(poll_id: int, token: str) -> bytes:
    """Of a secret ballot, as the voter's phone makes it: only who holds the token can tell which it is."""
    return leaf({"poll": poll_id, "token": token})


def secret_box(poll_id: int, ballots: Sequence[tuple[bytes, int]]) -> bytes:
    """Root over the opened ballots (receipt, option id) of a secret poll, in the order of their leaves."""
    return root(
        sorted(leaf({"poll": poll_id, "receipt": token, "option": option}) for token, option in ballots)
    )
