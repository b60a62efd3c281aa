"""Numbers of paper ballots: unguessable, and a slip of the pen is found. Pure but for the key.

Eight signs and a check sign, weighted modulo the prime number of signs: one wrong sign, or two changed
about, never pass.
"""

import base64
import hashlib
import hmac
import secrets

from flask import current_app

from server.kit.errors import InvalidError

#: Unlike digits and capitals only; their number is a prime.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BASE, _LENGTH = len(SIGNS), 8
_WRONG = "编号有误，请对照票面再输一次（九位字母和数字，横线可不输）"


def fresh() -> int:
    return 1 + secrets.randbelow(_BASE**_LENGTH - 1)


def written(serial: int) -> str:
    """`ABCD-EFGH-K`, as it is printed."""
    values = [serial // _BASE**place % _BASE for place in reversed(range(_LENGTH))]
    signs = "".join(SIGNS[value] for value in values)
    return f"{signs[:4]}-{signs[4:]}-{SIGNS[_check(values)]}"


def read(typed: str) -> int:
    """The serial of what somebody typed, in either case, with or without dashes. InvalidError: a slip."""
    signs = [sign for sign in typed.upper() if sign not in " -"]
    values = [SIGNS.find(sign) for sign in signs]
    if len(values) != _LENGTH + 1 or -1 in values or _check(values[:-1]) != values[-1]:
        raise InvalidError(_WRONG, code="bad_serial")
    serial = 0
    for value in values[:-1]:
        serial = serial * _BASE + value
    return serial


def _check(values: list[int]) -> int:
    return sum(weight * value for weight, value in enumerate(values, start=1)) % _BASE


def token(poll_id: int, home_id: int, serial: int) -> str:
    """What the code on the sheet proves besides the serial; made anew when a sheet is printed again."""
    key = current_app.config["SETTINGS"].secret_key.encode()
    made = hmac.digest(key, f"paper|{poll_id}|{home_id}|{serial}".encode(), "sha256")
    return base64.b32encode(made)[:20].decode()


def digest(token_: str) -> bytes:
    return hashlib.sha256(token_.encode()).digest()
