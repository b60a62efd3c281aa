"""Run a command against a PostgreSQL and a Redis of its own: `python -m tests.support.servers pytest -q`.

The command finds them in TEST_DATABASE_URL and TEST_REDIS_URL. Its exit status is ours.
`--check` only says which programs are missing (status 1 when one is).
"""

import os
import signal
import subprocess
import sys

from tests.support import postgres, redis_server


def missing() -> list[str]:
    """Chinese names of the programs that are not installed."""
    absent = [] if postgres.programs() else ["PostgreSQL（initdb、postgres）"]
    return absent if redis_server.program() else [*absent, "Redis（redis-server）"]


def run(command: list[str]) -> int:
    """Start both servers, run `command` with their addresses, stop them; the command's exit status."""
    with postgres.running() as database, redis_server.running() as redis:
        address = {"TEST_DATABASE_URL": database, "TEST_REDIS_URL": redis}
        return subprocess.run(command, env={**os.environ, **address}, check=False).returncode


def _end(*_: object) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    absent = missing()
    if absent:
        print("没有找到：" + "、".join(absent), file=sys.stderr)
        sys.exit(1)
    signal.signal(signal.SIGTERM, _end)  # so that the context managers stop the servers
    sys.exit(0 if sys.argv[1:] == ["--check"] else run(sys.argv[1:]))
