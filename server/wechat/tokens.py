"""The access token all processes share: kept in Redis, fetched by one of them at a time.

Redis is a convenience here, not the truth. WeChat's stable token answers every process with the same
token, so without Redis each process keeps its own copy and nothing breaks.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import LockError, RedisError

from server.wechat.faults import WeChatUnavailable

#: Seconds others wait for whoever is fetching.
PATIENCE = 1.0
#: Seconds after which a fetcher that died is forgotten: two fetches at full timeout, and some.
LEASE = 25.0
#: WeChat hands out the next token five minutes early and honours both: fetch in that window.
EARLY = 300


@dataclass(frozen=True)
class Issued:
    """A token and the seconds it lives."""

    token: str
    expires_in: int


class SharedToken:
    """`fetch(force)` asks WeChat; `force` makes it issue another token (20 a day, so only when needed)."""

    def __init__(self, redis: Redis, appid: str, fetch: Callable[[bool], Issued]) -> None:
        self._redis = redis
        self._key = f"wechat:{appid}:token"
        self._fetch = fetch
        self._mine = threading.Lock()
        self._copy: tuple[str, float] | None = None

    def get(self, *, refused: str | None = None) -> str:
        """A token other than `refused`, fetched when none is held.

        Raises WeChatUnavailable when somebody else is fetching and does not finish in `PATIENCE` seconds.
        """
        if held := self._held(refused):
            return held
        until = time.monotonic() + PATIENCE
        mine = self._mine.acquire(timeout=PATIENCE)
        try:
            # Also after waiting in vain: the token may be there and only the queue for it long.
            if held := self._held(refused):
                return held
            if not mine:
                raise WeChatUnavailable
            with self._lease(max(until - time.monotonic(), 0.01)) as leased:
                if held := self._held(refused):
                    return held
                if not leased:
                    raise WeChatUnavailable
                return self._renew(refused)
        finally:
            if mine:
                self._mine.release()

    def _renew(self, refused: str | None) -> str:
        issued = self._fetch(False)
        if issued.token == refused:
            issued = self._fetch(True)
        lives = max(issued.expires_in - EARLY, 60)
        self._copy = (issued.token, time.monotonic() + lives)
        with suppress(RedisError):
            self._redis.set(self._key, issued.token, ex=lives)
        return issued.token

    def _held(self, refused: str | None) -> str | None:
        try:
            raw = self._redis.get(self._key)
        except RedisError:
            raw = self._copy[0] if self._copy and time.monotonic() < self._copy[1] else None
        token = raw.decode() if isinstance(raw, bytes) else raw
        return str(token) if token and token != refused else None

    @contextmanager
    def _lease(self, patience: float) -> Iterator[bool]:
        """The right to fetch, among all processes; granted freely while Redis is away."""
        lease = self._redis.lock(f"{self._key}:lease", timeout=LEASE, sleep=0.02, thread_local=False)
        try:
            leased = lease.acquire(blocking_timeout=patience)
        except RedisError:
            yield True
            return
        try:
            yield leased
        finally:
            # When it ran out or Redis went away, it is nobody's any more.
            with suppress(LockError, RedisError):
                if leased:
                    lease.release()
