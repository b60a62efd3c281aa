"""Huey: wakes the drainer and runs the clock. It carries no work of its own, so losing it loses nothing."""

import threading
from typing import Any

import structlog
from flask import Flask
from huey import RedisHuey, SqliteHuey, crontab

from server.config import Settings
from server.core import sessions, worker
from server.core.database import Errands

log = structlog.get_logger()


def make_queue(settings: Settings) -> Any:
    if settings.redis_url:
        return RedisHuey("shequtong", url=settings.redis_url)
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("shequtong", filename=str(settings.var_dir / "queue.db"))


def bind(app: Flask, settings: Settings) -> None:
    """Register the two tasks and let the outbox wake the first."""
    queue = make_queue(settings)

    @queue.task()  # type: ignore[untyped-decorator]
    def drain() -> None:
        with app.app_context():
            worker.drain()

    @queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
    def tick() -> None:
        with app.app_context():
            worker.tick(sessions.communities())

    message = queue.serialize_task(drain.s())  # always the same: nobody asks what became of one waking

    def wake() -> Errands:
        if settings.redis_url:
            # As Huey's storage would send it; so it takes no trip of its own (tests/core/test_jobs.py).
            return [("LPUSH", queue.storage.queue_key, message)]
        try:
            drain()
        except Exception as error:  # the minute's tick delivers what a dead queue could not announce
            log.warning("queue_unreachable", error=type(error).__name__)
        return None

    app.extensions.update(queue=queue, wake=wake, stopping=threading.Event())


def ask_to_stop(app: Flask) -> None:
    """The worker finishes the step it is in, and begins no other."""
    app.extensions["stopping"].set()


def start_thread(app: Flask) -> Any:
    """The embedded worker: Huey's consumer in a daemon thread. Returns it; call `.stop(graceful=True)`."""
    consumer = app.extensions["queue"].create_consumer(
        workers=1, worker_type="thread", periodic=True, initial_delay=0.05, max_delay=0.3, backoff=1.1
    )
    # Signals belong to the server in this process (tests/core/test_jobs.py holds Huey to this name).
    consumer._set_signal_handlers = lambda: None
    threading.Thread(target=consumer.run, name="huey", daemon=True).start()
    return consumer
