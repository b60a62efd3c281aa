"""Ways in which WeChat has been seen, or may be feared, to fail; each by the name a test asks for."""

import socket
from collections.abc import Callable, Iterator

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from server.wechat.sandbox_state import State

SLOW_SECONDS = 8.0
SILENT_SECONDS = 60.0
HUGE_BYTES = 50 * 1024 * 1024
_JSON = "application/json"


def _html(_: State) -> BaseResponse:
    return Response("<html><body>系统维护中</body></html>", mimetype="text/html")


def _slow(state: State) -> BaseResponse:
    state.closing.wait(SLOW_SECONDS)
    return Response('{"errcode":0,"errmsg":"ok"}', mimetype=_JSON)


def _silent(state: State) -> BaseResponse:
    state.closing.wait(SILENT_SECONDS)
    return Response("", mimetype=_JSON)


def _huge(_: State) -> BaseResponse:
    piece = b" " * (1024 * 1024)
    return Response((piece for _ in range(HUGE_BYTES // len(piece))), mimetype=_JSON)


def _drip(state: State) -> BaseResponse:
    def drops() -> Iterator[bytes]:
        while not state.closing.wait(0.5):
            yield b" "

    return Response(drops(), mimetype=_JSON)


def _truncated(_: State) -> BaseResponse:
    answer = Response('{"openid": "o', mimetype=_JSON)
    answer.headers["Content-Length"] = "4096"
    return answer


def _reset(_: State) -> BaseResponse:
    line: socket.socket = request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)
    return Response("")


#: What the stand-in does instead of answering properly.
MODES: dict[str, Callable[[State], BaseResponse]] = {
    "error_500": lambda _: Response("Internal Server Error", 500),
    "error_503": lambda _: Response('{"errmsg": "unavailable"}', 503, mimetype=_JSON),
    "busy": lambda _: Response('{"errcode":-1,"errmsg":"system error"}', mimetype=_JSON),
    "silent": _silent,
    "slow": _slow,
    "html": _html,
    "huge": _huge,
    "redirect": lambda _: redirect("/elsewhere", 302),
    "reset": _reset,
    "empty": lambda _: Response("", mimetype=_JSON),
    "truncated": _truncated,
    "drip": _drip,
    "list": lambda _: Response("[1, 2, 3]", mimetype=_JSON),
}
