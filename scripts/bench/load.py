"""Load from another core: wrk when it is installed, else a small generator of our own."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CONNECTIONS = 16
_cores = os.sched_getaffinity(0)  # asked before this process pins itself
SERVERS_CORE, LOADING_CORE = min(_cores), max(_cores)


@dataclass(frozen=True)
class Target:
    """One URL as one signed-in person."""

    path: str
    token: str


@dataclass(frozen=True)
class Work:
    """What is asked over and over: targets in turn, and how a right answer looks.

    marks: text → how often it stands in a right answer. body: given, every request is a POST of it.
    """

    name: str
    targets: Sequence[Target]
    marks: dict[str, int]
    body: str | None = None
    status: int = 200


@dataclass(frozen=True)
class Result:
    """What the generator saw. Latencies in milliseconds, duration in seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    checked: int
    wrong: int
    broken: int
    sample: str

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def run(work: Work, origin: str, seconds: float, folder: Path) -> Result:
    """Load `origin` with `work` for so long; RuntimeError with the generator's words when it failed."""
    wrk = shutil.which("wrk")
    plan = folder / f"{work.name}.plan"
    plan.write_text(_lua(work) if wrk else json.dumps(asdict(work)), encoding="utf-8")
    if wrk:
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{max(round(seconds), 1)}s", "--timeout", "5s"]
        command += ["-s", str(HERE / "rotate.lua"), origin, "--", str(plan)]
    else:
        command = [sys.executable, "-m", "scripts.bench.generator", origin, str(seconds), str(plan)]
    command = ["taskset", "-c", str(LOADING_CORE), *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT")), None)
    if line is None:
        raise RuntimeError(f"{work.name}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return _result(line.split("\t")[1:])


def _result(words: list[str]) -> Result:
    requests, micro, p50, p99, checked, wrong, broken = (int(word) for word in words[:7])
    return Result(requests, micro / 1e6, p50 / 1e3, p99 / 1e3, checked, wrong, broken, words[7])


def _lua(work: Work) -> str:
    """The plan as a Lua table. Every run has a name of its own, so that no idempotency key is used twice."""
    targets = ",\n".join(
        f"{{path={_quoted(one.path)}, token={_quoted('Bearer ' + one.token)}}}" for one in work.targets
    )
    marks = ", ".join(f"{{text={_quoted(text)}, times={times}}}" for text, times in work.marks.items())
    body = "nil" if work.body is None else _quoted(work.body)
    return (
        f"return {{\nstatus={work.status}, run={_quoted(uuid.uuid4().hex[:20])}, body={body},\n"
        f"marks={{{marks}}},\ntargets={{\n{targets}\n}}}}\n"
    )


def _quoted(text: str) -> str:
    assert "]==]" not in text
    return f"[==[{text}]==]"
