"""Row ids made by the application: 63 bits, ordered by time, no round trip to a database.

Layout: ``milliseconds since 2016-01-01T00:00Z (41 bits) << 22 | counter (22 bits)``. 41 bits of
milliseconds last until September 2085. Since July 2023 such an id has nineteen digits, one more than
a resident identity number: no log, mask or search can take the one for the other. The counter starts
at a random place in each process and goes on counting, so ids of one process rise strictly, also when
the clock stands still or is set back.

Across processes ids are unlikely to meet, not unable to. When two processes make *a* and *b* ids
within the same millisecond, the odds that one is made twice are about ``(a + b - 1) / 2**22``: one
in 4.2 million for one id each. Four workers that make 250 ids a second each share a millisecond
some 375 times a second, so about once in three hours of such load two equal ids appear *somewhere*.
They do harm only when they fall into the same table and the same community; there the primary key
refuses the second, the request rolls back, and the client's retry (same ``Idempotency-Key``) gets
another id. Nothing is ever overwritten. Ids are no secret: they can be guessed, rights are checked.
"""

import os
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime

EPOCH_MS = 1_451_606_400_000
COUNTER_BITS = 22
COUNTER_MASK = (1 << COUNTER_BITS) - 1


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class IdMaker:
    """Makes strictly rising ids; one per process, safe to share between threads.

    ``clock`` answers Unix milliseconds; ``start`` is the first counter (random when left out).
    """

    def __init__(self, clock: Callable[[], int] = _wall_ms, start: int | None = None) -> None:
        self._clock = clock
        self.reseed(start)

    def reseed(self, start: int | None = None) -> None:
        """Begin at a new random counter, with a new lock: a forked child must call this."""
        # A child inherits the lock as it was at the fork, perhaps held by a thread that is gone.
        self._lock = threading.Lock()
        self._ms = 0
        self._counter = secrets.randbits(COUNTER_BITS) if start is None else start & COUNTER_MASK

    def take(self) -> int:
        """One id, greater than every id taken before in this process."""
        now = self._clock() - EPOCH_MS
        with self._lock:
            counter = self._counter
            self._ms = max(self._ms, now)
            made = self._ms << COUNTER_BITS | counter
            self._counter = counter + 1 & COUNTER_MASK
            if not self._counter:
                # The counter wrapped: borrow a millisecond from the future to keep rising.
                self._ms += 1
            return made


def first_id_at(moment: datetime) -> int:
    """The smallest id of this moment: what was made before it has a smaller one."""
    return max(int(moment.timestamp() * 1000) - EPOCH_MS, 0) << COUNTER_BITS


_maker = IdMaker()
os.register_at_fork(after_in_child=_maker.reseed)

new_id: Callable[[], int] = _maker.take


def new_ids(n: int) -> list[int]:
    """``n`` rising ids, for bulk inserts."""
    take = _maker.take
    return [take() for _ in range(n)]
