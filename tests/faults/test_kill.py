"""SIGKILL of a process that writes to the embedded SQLite: nothing that was answered is lost.

What this proves is the death of the process. The database runs in WAL with synchronous=NORMAL: what was
written is with the operating system, which a killed process leaves intact. A power cut may take the last
moments with it, and never breaks the file; deployments for real residents run on PostgreSQL.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.architecture.tree import ROOT


def write_until(folder, acknowledged):
    """The ids a writer was answered before it was killed; it is killed in the midst of writing."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("TEST_")}
    command = [sys.executable, "-m", "tests.faults.writer", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as writer:
        seen = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        writer.kill()
        rest = writer.stdout.read().split("\n")
    assert writer.returncode == -9
    # The last line may have been cut off by the kill: it was not heard.
    return [int(one) for one in (*seen, *rest[:-1])]


def kept(folder):
    """What the next process finds: (ids of posts, ids told to the outbox, integrity)."""
    with closing(sqlite3.connect(folder / "test.db")) as database:
        posts = {row[0] for row in database.execute("SELECT id FROM post")}
        told = database.execute("SELECT json_extract(payload, '$.post_id') FROM outbox_message")
        return posts, {row[0] for row in told}, database.execute("PRAGMA integrity_check").fetchone()[0]


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path):
    for acknowledged in (1, 17, 60):
        folder = tmp_path / str(acknowledged)
        folder.mkdir()
        answered = set(write_until(folder, acknowledged))
        posts, told, integrity = kept(folder)

        assert integrity == "ok"
        assert answered <= posts
        # One may have been committed without its answer; none is half there.
        assert posts == told
        assert len(posts - answered) <= 2
