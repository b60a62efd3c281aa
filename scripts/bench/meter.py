"""What a run cost, from /proc: CPU of our servers and of everybody else, memory of the application."""

import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True)
class Reading:
    """CPU seconds so far: of each server process, of finished children (the generator), of the machine."""

    servers: dict[int, float]
    children: float
    machine: float


def family(root: int) -> set[int]:
    """The process and everything it started that still runs."""
    parents = {pid: int(fields[1]) for pid in _pids() if (fields := _stat(pid))}
    found, fresh = {root}, {root}
    while fresh := {pid for pid, parent in parents.items() if parent in fresh} - found:
        found |= fresh
    return found


def read() -> Reading:
    """Our servers are this process's children; the generator runs only between two readings."""
    servers = {pid: _cpu(pid) for pid in family(os.getpid()) - {os.getpid()}}
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [int(word) for word in (PROC / "stat").read_text().splitlines()[0].split()[1:]]
    busy = sum(words[:8]) - words[3] - words[4]
    return Reading(servers, used.ru_utime + used.ru_stime, busy / TICK)


def spent(before: Reading, after: Reading) -> tuple[float, float]:
    """CPU seconds between two readings: (our servers, everybody but us and the generator)."""
    ours = sum(cpu - before.servers.get(pid, 0.0) for pid, cpu in after.servers.items())
    generator = after.children - before.children
    return ours, max(after.machine - before.machine - ours - generator, 0.0)


def pss(pids: Iterable[int]) -> float:
    """Megabytes in proportion to sharing."""
    kilobytes = 0
    for pid in pids:
        try:
            lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it ended, or belongs to another user
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _pids() -> list[int]:
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name; empty when it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(") ", 1)[1].split()
    except OSError:
        return []


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICK if fields else 0.0
