"""The deployment's signature under each decision of the ledger and under its head of each day.

The chain shows that nothing was changed unless everything after it was written anew. The signature shows
that nobody wrote it anew who had the database alone: the keys lie outside it (LEDGER_KEYS).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from server.config import Settings
from server.core.tenancy import bound_community
from server.kit.signing import Keyring, encode, fingerprint


@dataclass(frozen=True)
class Head:
    """The head of one community's chain as it was said on one day.

    whole: whether all of the chain was recomputed that day and agreed; None when that was not tried.
    """

    community_id: int
    chain: str
    day: date
    seq: int
    hash: bytes
    whole: bool | None

    @property
    def message(self) -> bytes:
        """What is signed."""
        whole = "?" if self.whole is None else int(self.whole)
        said = f"{self.chain}|{self.community_id}|{self.day}|{self.seq}|{self.hash.hex()}|{whole}"
        return f"shequtong-head/1|{said}".encode()


def decision_message(seq: int, hashed: bytes) -> bytes:
    """What is signed of a decision of the bound community: its place and its hash, which covers the rest."""
    return f"shequtong-gate/1|{bound_community()}|{seq}|{hashed.hex()}".encode()


def make_keyring(settings: Settings) -> Keyring:
    return Keyring.parse(settings.ledger_keys)


def keyring() -> Keyring:
    found: Keyring = current_app.extensions["ledger_keys"]
    return found


def public_keys() -> list[dict[str, Any]]:
    """Every key that ever signed here, as it may be published; the one that signs now stands first."""
    ring = keyring()
    return [
        {
            "id": key_id,
            "public_key": encode(key),
            "fingerprint": fingerprint(key),
            "current": key_id == ring.current,
        }
        for key_id, key in reversed(ring.public_keys.items())
    ]
