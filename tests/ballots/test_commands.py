"""`flask poll export`: the court's copy, verified by the stand-alone script, with who asked and why kept."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import select

from server.cli import register
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.extensions import db
from tests.ballots.scenes import open_voting

WHY = ("--by", "海曙区人民法院 王法官", "--reason", "（2026）浙0203民初88号调取")


@pytest.fixture
def export(app, community):
    """`flask poll export` in this community."""
    if "poll" not in app.cli.commands:
        register(app)

    def run(poll_id, *words):
        with transaction():
            """The test's own session must hold no lock meanwhile."""
        command = ["poll", "export", str(poll_id), "--community", str(community.id)]
        return app.test_cli_runner().invoke(args=[*command, *(words or WHY)])

    return run


@pytest.fixture
def counted(voting, inside):
    return voting.counted("赞成", "反对", "赞成")


def test_the_courts_copy_carries_every_choice_and_verifies(counted, export, tmp_path):
    file = tmp_path / "poll.json"

    done = export(counted.poll_id, *WHY, "--to", str(file))

    assert done.exit_code == 0, done.output
    copy = json.loads(file.read_text(encoding="utf-8"))
    assert (copy["scope"], len(copy["ballots"])) == ("court", 3)
    assert file.stat().st_mode & 0o077 == 0
    checked = subprocess.run(
        [sys.executable, "scripts/verify_poll", str(file)], capture_output=True, text=True, check=False
    )
    wrong = [line.strip() for line in checked.stdout.splitlines() if "✗" in line]
    # Waiting for the close was done by moving the terms' own times: all else fits.
    assert wrong == ["✗ 与开始表决时的指纹不一致：题目、选项、规则或时间被改过"]


def test_who_asked_and_why_is_a_link_of_the_audit_chain(counted, export):
    export(counted.poll_id)

    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    detail = db.session.scalars(select(AuditDetail).where(AuditDetail.entry_id == entry.id)).one()
    assert (entry.deed, entry.object_id) == ("poll.export", counted.poll_id)
    assert detail.detail == {"by": WHY[1], "reason": WHY[3]}


def test_a_running_poll_is_exported_to_nobody(community, inside, export):
    voting = open_voting(community)
    voting.vote(voting.member())

    refused = export(voting.poll_id)

    assert (refused.exit_code, "还没有结束" in refused.output) == (1, True)


@pytest.mark.parametrize("words", [("--by", "王法官", "--reason", "要"), WHY])
def test_without_a_reason_or_a_poll_nothing_is_exported(counted, export, words):
    refused = export(counted.poll_id + (words is WHY), *words)

    assert refused.exit_code == 1
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "poll.export")).all() == []
