"""Where the processes leave finished bodies for each other: Redis, under a name that carries the versions."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson

from server.core.wire import Command, redis_errors

#: Seconds a body or an overlay is served though its version did not move, wherever it was kept meanwhile.
BODY_LIFE = 60
FILL_LOCK_MS = 3000


@dataclass(frozen=True, slots=True)
class Body:
    """`made`: wall clock of when its making began, so that another process can judge its age.

    document: what `data` says, for the one who has just made it; nobody keeps it.
    """

    versions: tuple[str, ...]
    audience: int | None
    data: bytes
    made: float
    document: dict[str, Any] | None = None


def young(made: float) -> bool:
    return 0 <= time.time() - made < BODY_LIFE


class Shelf:
    """`ask` is the process's wire. Without Redis nothing is found and everybody makes his own."""

    def __init__(self, ask: Callable[..., list[Any]]) -> None:
        self._ask = ask

    def recall(self, name: str, versions: tuple[str, ...]) -> Body | None:
        """The body another process left under this name. What is not ours is as good as absent."""
        try:
            raw: bytes | None = self._ask(("GET", f"b:{name}"))[0]
        except redis_errors():
            return None
        head, _, data = (raw or b"[]").partition(b"\n")
        try:
            whose, audience, made = orjson.loads(head)
            body = Body(versions, audience, data, float(made))
        except (ValueError, TypeError):
            return None
        return body if whose == name and young(body.made) else None

    def claim(self, name: str) -> bool:
        """True for the one who should make it; also when Redis cannot say."""
        try:
            return self._ask(("SET", f"l:{name}", 1, "NX", "PX", FILL_LOCK_MS))[0] is not None
        except redis_errors():
            return True

    def settle(self, name: str, body: Body | None) -> None:
        """Leave what was made, or (None: nothing came of it) let the next one in.

        The claim on what was made is not given back, it ends by itself: who had looked for the body just
        before it came would win it and make the same once more.
        """
        done: Command = ("DEL", f"l:{name}")
        if body:
            head = orjson.dumps([name, body.audience, body.made])
            done = ("SET", f"b:{name}", head + b"\n" + body.data, "EX", BODY_LIFE)
        with suppress(*redis_errors()):
            self._ask(done)
