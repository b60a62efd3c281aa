"""Settings of a test run: which back end, from TEST_DATABASE_URL and TEST_REDIS_URL."""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from server.config import Settings
from tests.support.database import own_database


def _key(byte: bytes) -> str:
    return base64.b64encode(byte * 32).decode()


@contextmanager
def for_worker(folder: Path, worker: str) -> Iterator[Settings]:
    """Settings whose database, Redis and files belong to this test process alone.

    worker: pytest-xdist's name, gw0, gw1, … or master. Without the two variables: SQLite in `folder` and
    the Redis inside the process. Limits and the content check's WeChat are off; tests of those turn them on.
    """
    server = os.environ.get("TEST_DATABASE_URL", "")
    local = nullcontext(f"sqlite:///{folder / 'test.db'}")
    with own_database(server, f"test_{worker}") if server else local as database:
        yield Settings(
            var_dir=folder,
            database_url=database,
            redis_url=_redis(worker),
            secret_key="not-a-secret-only-for-tests-0123456789",
            pii_keys=f"1:{_key(b'p')}",
            pii_index_key=_key(b"i"),
            ledger_keys=f"1:{_key(b'l')}",
            limits=False,
        )


def _redis(worker: str) -> str | None:
    """A numbered Redis database per process; the master's is the last of the sixteen every Redis has."""
    server = os.environ.get("TEST_REDIS_URL")
    number = 15 if worker == "master" else int(worker.removeprefix("gw"))
    return f"{server}/{number}" if server else None
