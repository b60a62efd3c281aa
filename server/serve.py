"""One process that is the whole embedded product: `python -m server.serve`, for scripts/run.

fakeredis keeps its state inside the process, so one process must do everything: Werkzeug's threaded server
carries long polls too. Production uses granian, and `python -m server.serve worker` (scripts/worker) for jobs
and the clock.
"""

import json
import logging
import os
import signal
import socket
import sys
import threading
import urllib.request
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wsgi import ClosingIterator

from server.app import create_app
from server.config import Settings
from server.core import jobs

HOST = "127.0.0.1"
PATIENCE = 5.0

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class InFlight:
    """WSGI middleware that knows how many answers are still being made or sent."""

    def __init__(self, inner: Wsgi) -> None:
        self._inner = inner
        self._count = 0
        self._changed = threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self._add(1)
        try:
            answer = self._inner(environ, start_response)
        except BaseException:
            self._add(-1)
            raise

        def close() -> None:
            ended()

        counted = ClosingIterator(answer, close)
        # Not by its close alone: of a caller who hung up in the middle, Werkzeug closes no answer.
        ended = weakref.finalize(counted, self._add, -1)
        return counted

    def _add(self, change: int) -> None:
        with self._changed:
            self._count += change
            self._changed.notify_all()

    def drained(self, seconds: float) -> bool:
        """Wait until nothing is in flight; False when `seconds` were not enough."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, seconds)


def listening_socket(port: int) -> socket.socket:
    """Bound and listening on loopback; OSError when the port is taken."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
        sock.listen(128)
    except OSError:
        sock.close()
        raise
    return sock


def _server(app: Wsgi, sock: socket.socket) -> BaseWSGIServer:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # one line per request is noise in a demo
    return make_server(HOST, sock.getsockname()[1], app, threaded=True, fd=sock.fileno())


@contextmanager
def serving(app: Wsgi, sock: socket.socket) -> Iterator[InFlight]:
    """Serve `app` on `sock` in a thread; leaving the block stops accepting and finishes what is in flight."""
    in_flight = InFlight(app)
    server = _server(in_flight, sock)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="http")
    thread.start()
    try:
        yield in_flight
    finally:
        server.shutdown()
        thread.join()  # it closes its copy of the socket last: only then does nobody listen
        sock.close()
        if not in_flight.drained(PATIENCE):
            print("仍有请求没有完成，不再等待", file=sys.stderr)


def stop_signal() -> threading.Event:
    """Set at the first SIGTERM or SIGINT from now on; a second one then ends the process at once."""
    asked = threading.Event()

    def ask(*_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        asked.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    return asked


def wait_for(asked: threading.Event) -> None:
    """Until it is set, looking up each second.

    Python runs a signal's handler in the main thread only; a signal that went to another one wakes no endless
    wait there.
    """
    while not asked.wait(1):
        pass


def greeting(origin: str) -> str:
    """What to open, and whom one can sign in as; asked of the running server, so that it is true."""
    with urllib.request.urlopen(f"{origin}/api/v1/sandbox/people", timeout=5) as answer:
        people = json.load(answer)["items"]
    lines = [
        f"已启动，请打开 {origin} （ready）",
        f"接口文档 {origin}/api/docs",
        "可以这样登录（演示身份）：",
    ]
    lines += [f"  {community or '还没有入住'}：{roles}" for community, roles in _roles(people).items()]
    return "\n".join([*lines, "按 Ctrl-C 停止"])


def _roles(people: list[dict[str, str]]) -> dict[str, str]:
    """Of each community, one name for each role: the page at the origin lists everybody."""
    found: dict[str, dict[str, str]] = {}
    for one in people:
        found.setdefault(one["community"], {}).setdefault(one["role"], one["name"])
    return {
        community: "、".join(f"{role} {name}" for role, name in roles.items())
        for community, roles in found.items()
    }


def work() -> int:
    """Run jobs and the clock until told to stop; the step that is begun is finished first."""
    asked, app = stop_signal(), create_app(Settings.from_env())
    consumer = jobs.start_thread(app)
    wait_for(asked)
    jobs.ask_to_stop(app)
    consumer.stop(graceful=True)
    return 0


def main() -> int:
    """Serve until told to stop; the exit status."""
    port = int(os.environ.get("PORT", "5000"))
    try:
        sock = listening_socket(port)
    except OSError:
        print(f"端口 {port} 已被占用，请用 PORT=… 换一个（port in use）", file=sys.stderr)
        return 1
    # Heard from the beginning: whoever sees the server ready may end it at once.
    asked, app = stop_signal(), create_app(Settings.from_env())
    consumer = jobs.start_thread(app)
    with serving(app, sock):
        print(greeting(f"http://{HOST}:{port}"), flush=True)
        wait_for(asked)
        print("正在停止", flush=True)
        # The worker ends its step while the last answers go out.
        jobs.ask_to_stop(app)
    consumer.stop(graceful=True)
    return 0


if __name__ == "__main__":
    sys.exit(work() if sys.argv[1:] == ["worker"] else main())
