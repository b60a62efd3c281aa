"""Choices as they lie sealed: only the count and the caster's own page open them.

Sealed with the deployment's vault for exactly one poll and home (or receipt). What lies sealed is as
long for one option as for another: ids of one time have the same number of digits.
"""

from server.core.tenancy import bound_community
from server.places.vault import vault

_BALLOT, _URN = "ballot", "sealed_ballot"


def seal(poll_id: int, home_id: int, option_id: int, salt: bytes) -> bytes:
    """The choice of a named ballot, with the salt that would betray it."""
    return _seal(f"{option_id}:{salt.hex()}", f"{_BALLOT}@{poll_id}", home_id)


def open_(poll_id: int, home_id: int, choice: bytes) -> tuple[int, bytes]:
    """(option id, salt). SealError: moved, changed, or the key is gone."""
    option, _, salt = _open(choice, f"{_BALLOT}@{poll_id}", home_id).partition(":")
    return int(option), bytes.fromhex(salt)


def seal_secret(poll_id: int, receipt: bytes, option_id: int) -> bytes:
    return _seal(str(option_id), f"{_URN}@{poll_id}", int.from_bytes(receipt))


def open_secret(poll_id: int, receipt: bytes, choice: bytes) -> int:
    """The option id. SealError: moved, changed, or the key is gone."""
    return int(_open(choice, f"{_URN}@{poll_id}", int.from_bytes(receipt)))


def _seal(text: str, place: str, row: int) -> bytes:
    return vault().seal(text, table=place, column="choice", row=row, community=bound_community() or 0)


def _open(choice: bytes, place: str, row: int) -> str:
    return vault().open(choice, table=place, column="choice", row=row, community=bound_community() or 0)
