"""Stops asking a service that does not answer, so that nobody waits for it in vain."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after `threshold` failures in a row; after `rest` seconds lets one call try.

    One per process and errand: it protects this process's threads, and needs no shared memory for that.
    """

    def __init__(
        self, threshold: int = 5, rest: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._threshold = threshold
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_try = 0.0

    def admits(self) -> bool:
        """Whether to make the call. Whoever is admitted must `record` how it went."""
        with self._lock:
            if self._failures < self._threshold:
                return True
            now = self._clock()
            if now < self._next_try:
                return False
            # The others keep waiting while this one tries, and try again should it never report.
            self._next_try = now + self._rest
            return True

    def record(self, *, healthy: bool) -> None:
        with self._lock:
            if healthy:
                self._failures = 0
                return
            self._failures += 1
            if self._failures >= self._threshold:
                self._next_try = self._clock() + self._rest
