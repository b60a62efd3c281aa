"""Several at the same moment, for the tests of races."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from server.core.database import transaction


def at_once(*works):
    """Every work's answer, all of them begun together."""
    with transaction():
        """The test's own session must hold no lock meanwhile."""
    start = Barrier(len(works))

    def run(work):
        start.wait(5)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(contextvars.Context().run, run, work) for work in works]
    return [one.result() for one in running]
