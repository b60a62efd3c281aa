"""`flask audit verify` finds whatever was done to the audit rows."""

import pytest
from sqlalchemy import delete, update

from server.cli import register
from server.core import audit, tenancy
from server.core.access import Role
from server.core.audit import AuditDetail, AuditEntry
from server.core.database import transaction
from server.extensions import db


@pytest.fixture
def deeds(community, neighbour):
    """Three deeds of a secretary, bound to her community."""
    secretary = neighbour(Role.SECRETARY)
    with tenancy.in_community(community.id):
        with transaction():
            for number in range(3):
                audit.record(secretary.actor, "topic.admit", number, reason="ok")
        yield


def tampered(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


@pytest.mark.usefixtures("deeds")
class TestTheChain:
    def test_is_whole_as_it_was_written(self):
        assert audit.first_break() is None

    def test_breaks_where_a_row_was_changed(self):
        tampered(update(AuditEntry).where(AuditEntry.seq == 2).values(deed="topic.decline"))
        assert audit.first_break() == 2

    def test_breaks_where_a_row_is_missing_even_the_last(self):
        tampered(delete(AuditDetail))
        tampered(delete(AuditEntry).where(AuditEntry.seq == 3))
        assert audit.first_break() == 3

    def test_survives_the_erasure_of_details(self):
        tampered(delete(AuditDetail))
        assert audit.first_break() is None


def test_the_command_ends_with_1_and_names_the_community(app, community, deeds):
    register(app)
    run = app.test_cli_runner().invoke
    assert run(app.cli.commands["audit"], ["verify"]).exit_code == 0
    tampered(update(AuditEntry).where(AuditEntry.seq == 1).values(object_id=99))
    ended = run(app.cli.commands["audit"], ["verify"])

    assert ended.exit_code == 1
    assert f"社区 {community.id}：第 1 条起对不上" in ended.output
