"""Measures the hot paths of the whole stack on one core: scripts/bench/hot_paths."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import func, select

from scripts.bench import load, meter, report, seed, stack, works
from scripts.bench.report import Round
from scripts.bench.stack import Server
from scripts.bench.works import Measure
from server.app import create_app
from server.boards.models import Comment, State
from server.config import Settings
from server.core.tenancy import across_communities
from server.extensions import db
from tests.support import postgres, redis_server


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench/hot_paths", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4, help="每轮每项的秒数")
    parser.add_argument("--rounds", type=int, default=3, help="轮数，取中间一轮")
    parser.add_argument("--threads", type=int, default=1, help="Granian 的工作线程数")
    parser.add_argument("--only", default="", help="只测这些项，用逗号分开，例如 bare,list,page")
    parser.add_argument("--quick", action="store_true", help="每项一轮两秒")
    given = parser.parse_args()
    if given.quick:
        given.seconds, given.rounds = 2, 1
    return given


def main() -> int:
    given = arguments()
    # Everything started from here on inherits the core.
    os.sched_setaffinity(0, {load.SERVERS_CORE})
    with ExitStack() as whole:
        folder = Path(whole.enter_context(tempfile.TemporaryDirectory(prefix="sqt-bench-")))
        database = whole.enter_context(postgres.running(durable=True, settings={"shared_buffers": "512MB"}))
        redis = whole.enter_context(redis_server.running())
        os.environ.update(VAR_DIR=str(folder), DATABASE_URL=database, REDIS_URL=redis, APP_ENV="sandbox")
        app = migrated()
        people = seed.fill(app)
        servers = {
            name: whole.enter_context(
                stack.serving({"HOT_CACHE": switch}, threads=given.threads, log=folder / f"{name}.log")
            )
            for name, switch in (("hot", "on"), ("cold", "off"))
        }
        for server in servers.values():
            works.verify(server.origin, people)
        chosen = works.measures(people, given.only)
        rounds = list(measured(chosen, servers, given, folder))
        for server in servers.values():
            works.verify(server.origin, people)
        stored = replies_stored(app)
        memory = meter.pss(meter.family(servers["hot"].pid))
    return report.show(chosen, rounds, memory, stored)


def migrated() -> Flask:
    report.say("建库，播种")
    app = create_app(Settings.from_env())
    with app.app_context():
        flask_migrate.upgrade()
    return app


def measured(
    chosen: Sequence[Measure], servers: dict[str, Server], given: argparse.Namespace, folder: Path
) -> Iterator[Round]:
    """Every measure once a round, so that other work on the machine falls on all of them alike."""
    for number in range(given.rounds):
        for one in chosen:
            origin = servers[one.server].origin
            if number == 0 or one.server == "hot":
                # Every address once, at the pace of a slow machine; what is held is held for a minute.
                warm = load.run(one.work, origin, 2 + len(one.work.targets) / 100, folder)
                yield Round(one, warm, 0, 0, warming=True)
            before = meter.read()
            seen = load.run(one.work, origin, given.seconds, folder)
            ours, others = meter.spent(before, meter.read())
            last = Round(one, seen, ours, others)
            report.say(last.line())
            yield last


def replies_stored(app: Flask) -> int:
    """Replies that are really in the database: only those wait for the content check."""
    with app.app_context(), across_communities():
        asked = select(func.count()).select_from(Comment).where(Comment.state == State.CHECKING)
        return int(db.session.scalar(asked) or 0)


if __name__ == "__main__":
    sys.exit(main())
