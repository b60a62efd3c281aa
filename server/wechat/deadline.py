"""A hard limit on how long somebody waits.

Socket timeouts count the silence between two packets and do not cover name resolution, so a slow enough
answer outlives them. A person signing in waits in front of a screen: the wait ends, whatever the socket does.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Answer = TypeVar("Answer")


class Deadline:
    """Runs calls aside, at most `at_once` of them, and waits `seconds` for each."""

    def __init__(self, seconds: float, at_once: int = 16) -> None:
        self._seconds = seconds
        self._room = threading.Semaphore(at_once)

    def run(self, call: Callable[[], Answer]) -> Answer:
        """What `call` returns or raises. Raises TimeoutError when time is over or too many still hang."""
        if not self._room.acquire(blocking=False):
            raise TimeoutError
        future: Future[Answer] = Future()
        # Daemons, not a pool: a pool joins its threads at exit, and these may be stuck in a dead socket.
        threading.Thread(target=self._settle, args=(call, future), daemon=True).start()
        return future.result(timeout=self._seconds)

    def _settle(self, call: Callable[[], Answer], future: Future[Answer]) -> None:
        try:
            future.set_result(call())
        except Exception as error:
            future.set_exception(error)
        finally:
            self._room.release()
