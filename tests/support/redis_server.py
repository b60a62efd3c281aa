"""A Redis of one's own, without persistence: started on a free port, gone afterwards."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.support.ports import free_port, wait_for


def program() -> str | None:
    """The path of redis-server (or valkey-server, its free twin); None when neither is installed."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


@contextmanager
def running(*, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start Redis; yields `redis://127.0.0.1:<port>` (append `/<number>` for a database of it); stops it.

    `settings` are redis.conf words, e.g. {"maxmemory": "64mb"}. RuntimeError when the program is missing.
    """
    binary = program()
    if binary is None:
        raise RuntimeError("redis-server was not found")
    port = free_port()
    wanted = {"bind": "127.0.0.1", "save": "", "appendonly": "no", "databases": "64", **(settings or {})}
    command = [binary, "--port", str(port)]
    for name, value in wanted.items():
        command += [f"--{name}", value]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
