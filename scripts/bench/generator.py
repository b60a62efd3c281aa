"""The fall-back when wrk is not installed: keep-alive connections, one thread each, on one core.

Python sends a few thousand requests a second at most, so fast paths look slower than they are.
`python -m scripts.bench.generator ORIGIN SECONDS PLAN` prints the same RESULT line as rotate.lua.
"""

import http.client
import json
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CONNECTIONS = 16


@dataclass
class Tally:
    """What all connections saw; `took` in microseconds."""

    took: list[int] = field(default_factory=list)
    wrong: int = 0
    broken: int = 0
    sample: str = ""


def main() -> None:
    origin, seconds, path = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
    plan: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    tally, serial = Tally(), count()
    began = time.monotonic()
    threads = [
        threading.Thread(target=_knock, args=(origin, plan, serial, tally, began + seconds))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = sorted(tally.took) or [0]
    ranks = [took[int(len(took) * share)] for share in (0.5, 0.99)]
    micro = int((time.monotonic() - began) * 1e6)
    counts = [len(tally.took), micro, *ranks, len(tally.took), tally.wrong, tally.broken]
    print("RESULT", *counts, tally.sample, sep="\t")


def _knock(origin: str, plan: dict[str, Any], serial: "count[int]", tally: Tally, end: float) -> None:
    caller = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=5)
    run = uuid.uuid4().hex[:20]
    while time.monotonic() < end:
        number = next(serial)
        began = time.perf_counter()
        try:
            status, body = _ask(caller, plan, number, f"{run}-{number}")
        except (OSError, http.client.HTTPException):
            tally.broken += 1
            caller.close()
            continue
        tally.took.append(int((time.perf_counter() - began) * 1e6))
        if status != plan["status"] or any(body.count(text) != n for text, n in plan["marks"].items()):
            tally.wrong += 1
            tally.sample = f"{status} {body[:200]!r}"


def _ask(caller: http.client.HTTPConnection, plan: dict[str, Any], number: int, key: str) -> tuple[int, str]:
    target = plan["targets"][number % len(plan["targets"])]
    headers = {"Authorization": f"Bearer {target['token']}"}
    if plan["body"] is None:
        caller.request("GET", target["path"], headers=headers)
    else:
        headers |= {"Content-Type": "application/json", "Idempotency-Key": key}
        caller.request("POST", target["path"], plan["body"].encode(), headers)
    answer = caller.getresponse()
    return answer.status, answer.read().decode()


if __name__ == "__main__":
    main()
