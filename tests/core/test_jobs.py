"""The queue only wakes: a dead one loses nothing, and the embedded worker leaves signals to the server."""

import logging
import signal
import threading
import time

import pytest
from huey import RedisHuey, SqliteHuey
from sqlalchemy import select

from server.config import Settings
from server.core import jobs, tenancy, worker
from server.core.outbox import OutboxMessage
from tests.support.counting import redis_trips

TEXT = {"kind": "ask", "title": "楼道灯坏了", "body": "三楼晚上看不清台阶"}


@pytest.fixture
def queued(app, settings, tmp_path):
    """The application with the queue that waking really fills; put back afterwards."""
    kept = {name: app.extensions[name] for name in ("queue", "wake")}
    jobs.bind(app, Settings(var_dir=tmp_path, database_url=settings.database_url))
    yield app.extensions["queue"]
    app.extensions["queue"].storage.close()
    app.extensions.update(kept)


def test_with_redis_the_queue_is_there_without_it_beside_the_database(tmp_path):
    assert isinstance(jobs.make_queue(Settings(redis_url="redis://127.0.0.1:1/0")), RedisHuey)
    folder = tmp_path / "new"
    queue = jobs.make_queue(Settings(var_dir=folder))
    assert isinstance(queue, SqliteHuey)
    assert (folder / "queue.db").exists()
    queue.storage.close()


def test_a_commit_puts_one_waking_into_the_queue(queued, neighbour):
    assert neighbour().post("boards/nearby/posts", json=TEXT).status_code == 201

    assert queued.pending_count() == 1


def test_a_queue_that_cannot_be_reached_does_not_spoil_the_request(
    app, session, queued, neighbour, monkeypatch
):
    def refuse(*_, **__):
        raise OSError("disk")

    monkeypatch.setattr(queued.storage, "enqueue", refuse)
    assert neighbour().post("boards/nearby/posts", json=TEXT).status_code == 201

    with tenancy.across_communities():
        assert session.scalars(select(OutboxMessage.done_at)).all() == [None]


def test_with_redis_the_waking_travels_with_the_versions_and_is_what_huey_would_send(
    app, queued, neighbour, monkeypatch
):
    caller = neighbour()
    jobs.bind(app, Settings(redis_url="redis://127.0.0.1:1/0"))
    queue = app.extensions["queue"]
    caller.get("boards")
    with redis_trips(monkeypatch) as trips:
        assert caller.post("boards/nearby/posts", json=TEXT).status_code == 201

    sent = app.extensions["redis"].lrange(queue.storage.queue_key, 0, -1)
    monkeypatch.setattr(queue.storage, "conn", app.extensions["redis"])
    queue.enqueue(queue.deserialize_task(sent[0]))
    both = app.extensions["redis"].lrange(queue.storage.queue_key, 0, -1)
    assert (len(trips), len(sent)) == (2, 1)
    assert both == [sent[0], sent[0]]


def test_the_two_tasks_run_the_worker(queued, monkeypatch):
    ran = []
    monkeypatch.setattr(worker, "drain", lambda: ran.append("drain"))
    monkeypatch.setattr(worker, "tick", lambda communities: ran.append("tick"))
    for name in ("drain", "tick"):
        task = next(task for key, task in queued._registry._registry.items() if key.endswith(f".{name}"))
        queued.execute(task())

    assert ran == ["drain", "tick"]


def test_the_embedded_worker_delivers_and_stops_without_touching_signals(app, queued, neighbour):
    logging.getLogger("huey").setLevel(logging.WARNING)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    consumer = jobs.start_thread(app)
    try:
        posted = neighbour().post("boards/nearby/posts", json=TEXT).json["post"]["id"]
        reader, end = neighbour(), time.monotonic() + 15
        while reader.get(f"posts/{posted}").status_code != 200 and time.monotonic() < end:
            time.sleep(0.05)
        assert reader.get(f"posts/{posted}").status_code == 200
    finally:
        consumer.stop(graceful=True)
    assert {number: signal.getsignal(number) for number in before} == before
    assert hasattr(consumer, "_set_signal_handlers")
    for thread in threading.enumerate():
        if thread.name == "huey":
            thread.join(5)
            assert not thread.is_alive()
