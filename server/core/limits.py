"""How often one person may call, counted in the request's own Redis trip.

Whose token it is is known before the trip but for its first call in this process. That call counts
for the token, and for the person as soon as he is known: another sign-in brings no other allowance.

Without Redis the process counts for itself, more strictly, and says so in the log.
"""

from collections import Counter
from threading import Lock

from flask import current_app

from server.core.trip import Naming, minute
from server.kit.errors import TooManyError

#: Calls a minute for one person; of `sign_in` and `photo` for one address, behind which mobile carriers
#: put thousands of phones.
PER_MINUTE = {"read": 600, "write": 60, "sign_in": 300, "photo": 6_000, "upload": 30}
_local: Counter[str] = Counter()
_lock = Lock()
_TOO_MANY = "操作太频繁了，请一分钟后再试"


def counter(kind: str) -> Naming:
    """Makes the Redis key that counts this minute, for a token, a person or an address."""
    return lambda who: f"n:{kind}:{who[:8].hex()}:{minute()}"


def exceeded(kind: str, count: int | None) -> bool:
    return count is not None and count > PER_MINUTE[kind]


def check(kind: str, digest: bytes, count: int | None) -> None:
    """TooManyError past the limit. `count` is None when Redis did not answer."""
    if not current_app.config["SETTINGS"].limits:
        return
    if count is None:
        count = 2 * _count_here(counter(kind)(digest))
    if exceeded(kind, count):
        raise TooManyError(_TOO_MANY, per_minute=PER_MINUTE[kind])


def _count_here(key: str) -> int:
    with _lock:
        if len(_local) > 50_000:
            _local.clear()
        _local[key] += 1
        return _local[key]
