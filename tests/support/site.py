"""The whole product as a visitor meets it: migrated, with the demo district, served by its own process."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


FLASK = (sys.executable, "-m", "flask", "--app", "server.wsgi")
MIGRATE, DEMO = (*FLASK, "db", "upgrade"), (*FLASK, "demo", "load", "--migrate")


@contextmanager
def running(folder: Path, *commands: tuple[str, ...]) -> Iterator[str]:
    """Serve everything on a free port with its data in `folder`; yields the origin; stops it with SIGTERM.

    commands: what fills the folder before; without any, the demo district.

    RuntimeError with the end of the server's log when it does not become ready, or does not end cleanly.
    """
    port = free_port()
    env = {**os.environ, "VAR_DIR": str(folder), "PORT": str(port)}
    for command in commands or (DEMO,):
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    log = folder / "serve.log"
    with log.open("wb") as out:
        serve = [sys.executable, "-m", "server.serve"]
        server = subprocess.Popen(serve, cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        if server.wait(60) != 0:
            raise RuntimeError(f"the server ended with {server.returncode}:\n{_end_of(log)}")


def _wait_until_ready(origin: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{origin}/readyz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not become ready:\n{_end_of(log)}")


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:]
