"""3,000 homes of one community vote within a minute: scripts/bench/vote_stampede. Status 1 below target."""

import argparse
import http.client
import json
import os
import queue
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from scripts.bench import meter, rush, seed_vote, stack
from scripts.bench.__main__ import migrated
from scripts.bench.report import say
from scripts.bench.rush import Tap
from scripts.bench.seed_vote import Voters
from server.ballots import counting, queries, verify
from server.core import tenancy
from server.core.database import transaction
from tests.factories import make_community
from tests.support import postgres, redis_server

P99_MS = 2000
CALLERS = 96
#: How long before his vote somebody opens the page.
READING = 2.0
#: Seconds the poll stays open after the last tap was due: on a slow machine every vote still counts.
GRACE = 60


@dataclass
class Seen:
    """Milliseconds from the moment a tap was due, and the answers nobody expected."""

    votes: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Waits:
    """How often somebody was seen waiting for a lock, out of how many looks; the most at once."""

    looks: int = 0
    waiting: int = 0
    most: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench/vote_stampede", description=__doc__)
    parser.add_argument("--homes", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="Granian 的进程数，每个一个线程")
    given = parser.parse_args()
    with ExitStack() as whole:
        folder = Path(whole.enter_context(tempfile.TemporaryDirectory(prefix="sqt-vote-")))
        database = whole.enter_context(postgres.running(durable=True, settings={"shared_buffers": "512MB"}))
        redis = whole.enter_context(redis_server.running())
        os.environ.update(VAR_DIR=str(folder), DATABASE_URL=database, REDIS_URL=redis, APP_ENV="sandbox")
        app = migrated()
        log = folder / "server.log"
        server = whole.enter_context(stack.serving({}, threads=1, workers=given.workers, log=log))
        taps = rush.plan(given.homes, given.seconds)
        with app.app_context():
            voters = seed_vote.electorate(make_community(), given.homes, seconds=given.seconds + GRACE)
            say(f"{given.homes} 户，{len(taps)} 次投票，{given.seconds:.0f} 秒")
            began, before = time.monotonic(), meter.read()
            seen, waits = stampede(server.origin, voters, taps, database)
            took = time.monotonic() - began
            ours, others = meter.spent(before, meter.read())
            say(f"服务端用了 {ours / took:.0%} 个核；其他工作（含发压）用了 {others / took:.0%}")
            time.sleep(max(0.0, given.seconds + GRACE + 1 - took))
            problems = [*seen.wrong[:5], *miscounted(voters, taps)]
    return show(seen, waits, took, problems)


def stampede(origin: str, voters: Voters, taps: list[Tap], database: str) -> tuple[Seen, Waits]:
    """Send every page read and every tap at its time, whatever became of those before."""
    due: queue.PriorityQueue[tuple[float, int, Tap | None]] = queue.PriorityQueue()
    for number, tap in enumerate(taps):
        due.put((tap.at, number, tap))
        if tap.member == 0:
            due.put((max(0.0, tap.at - READING), -number - 1, tap))
    seen, waits, over = Seen(), Waits(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(database, waits, over))
    began = time.monotonic() + 0.5
    callers = [
        threading.Thread(target=_call, args=(origin, voters, due, seen, began)) for _ in range(CALLERS)
    ]
    for thread in (watcher, *callers):
        thread.start()
    for thread in callers:
        thread.join()
    over.set()
    watcher.join()
    return seen, waits


def _call(
    origin: str,
    voters: Voters,
    due: "queue.PriorityQueue[tuple[float, int, Tap | None]]",
    seen: Seen,
    began: float,
) -> None:
    line = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=30)
    while True:
        try:
            at, number, tap = due.get_nowait()
        except queue.Empty:
            line.close()
            return
        assert tap is not None
        time.sleep(max(0.0, began + at - time.monotonic()))
        status, text = _ask(line, voters, tap, voting=number >= 0)
        took = (time.monotonic() - began - at) * 1000
        (seen.votes if number >= 0 else seen.pages).append(took)
        if status not in (tap.expected if number >= 0 else {200}):
            seen.wrong.append(f"{status} {text[:200]}")


def _ask(line: http.client.HTTPConnection, voters: Voters, tap: Tap, *, voting: bool) -> tuple[int, str]:
    path = f"/api/v1/communities/{voters.community_id}/polls/{voters.poll_id}"
    head = {
        "Authorization": f"Bearer {voters.members[tap.door][tap.member]}",
        "Content-Type": "application/json",
    }
    ballot = {"home_id": str(voters.homes[tap.door]), "option_id": voters.options[tap.choice]}
    if voting:
        line.request("PUT", f"{path}/ballot", json.dumps(ballot), head)
    else:
        line.request("GET", path, headers=head)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def _watch(database: str, waits: Waits, over: threading.Event) -> None:
    """Look ten times a second who waits for a lock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        while not over.wait(0.1):
            row = connection.execute(asked).fetchone()
            found = int(row[0]) if row else 0
            waits.looks, waits.waiting = waits.looks + 1, waits.waiting + bool(found)
            waits.most = max(waits.most, found)


def miscounted(voters: Voters, taps: list[Tap]) -> list[str]:
    """Close the poll as the clock does; every way in which the count is not the one known beforehand."""
    with tenancy.in_community(voters.community_id), transaction():
        counting.close_due()
    with tenancy.in_community(voters.community_id), transaction():
        poll = queries.get_poll(voters.poll_id)
        assert poll is not None
        if poll.counted is None:
            return ["表决没有截止"]
        found = Counter({voters.options.index(key): votes for key, votes in poll.counted["votes"].items()})
        wrong = [] if found == rush.outcome(taps) else [f"计票 {found}，应为 {rush.outcome(taps)}"]
        return wrong + verify.problems(poll)


def show(seen: Seen, waits: Waits, took: float, problems: list[str]) -> int:
    for name, times in (("投票", seen.votes), ("打开表决页", seen.pages)):
        ranked = sorted(times)
        p50, p99, worst = (ranked[min(len(ranked) - 1, int(len(ranked) * share))] for share in (0.5, 0.99, 1))
        say(f"{name}：{len(times)} 次，p50 {p50:.0f} ms，p99 {p99:.0f} ms，最慢 {worst:.0f} ms")
        if p99 > P99_MS:
            problems.append(f"{name} p99 超过 {P99_MS} ms")
    rate = (len(seen.votes) + len(seen.pages)) / took
    say(f"合计 {rate:.0f} 次/秒；{waits.looks} 次观察中 {waits.waiting} 次有人等锁，同时最多 {waits.most} 个")
    for problem in problems:
        say(f"不对：{problem}")
    say("计票与预先算出的完全一致" if not problems else "没有达到")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
