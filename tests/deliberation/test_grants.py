"""The application's role in PostgreSQL: its work goes on, and what was written once is refused.

The demo district, too, is lived through as that role (tests/demo/test_load.py).
"""

import time

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import ProgrammingError

from server.ballots.box_models import SealedBallot, SecretBallot
from server.ballots.models import Mode
from server.core import tenancy, worker
from server.extensions import db
from server.kit.db import Base
from server.kit.frozen import frozen
from tests.ballots.scenes import open_voting
from tests.deliberation import test_journey
from tests.support.roles import granted, looking_back, printed

#: Written once, and by name: what `freeze` forgets, the list below would forget with it.
APPEND_ONLY = {
    "gate_decision", "gate_head", "ledger_copy", "audit_entry", "setting_change", "fund_entry", "topic_text",
    "topic_step", "order_step", "consent", "roll_entry", "voter_mark", "secret_ballot",
}  # fmt: skip


@pytest.fixture
def as_role(app, worker_id):
    """The application meets PostgreSQL as a role that was given what `db-grants` prints, and nothing else."""
    with granted(app, f"app_{worker_id}"), looking_back(app):
        yield


@pytest.mark.postgres
@pytest.mark.usefixtures("as_role")
class TestTheRole:
    def test_carries_a_topic_through_three_gates_to_a_decision(self, scene, monkeypatch):
        test_journey.test_a_topic_goes_through_three_gates_to_a_decision(scene, monkeypatch)

    def test_runs_the_clock_and_keeps_the_heads_for_the_district(self, scene):
        scene.walk(scene.submit(), "admit")
        worker.tick([scene.community.id])
        row = scene.supervisor.get("/ledger-copies").json["items"][0]

        assert (row["state"], row["seq"]) == ("same", 1)

    def test_empties_the_urn_of_a_secret_poll(self, community):
        # Its seconds really pass: the role could not move the poll's ends.
        voting, ends = open_voting(community, mode=Mode.SECRET, seconds=10), time.monotonic() + 10
        for door in range(len(voting.homes)):
            assert voting.vote(voting.member(door=door), door=door).status_code == 200
        time.sleep(max(0, ends - time.monotonic()) + 0.2)
        voting.run_clock()

        with tenancy.in_community(community.id):
            assert db.session.scalars(select(SealedBallot.receipt)).all() == []
            assert len(db.session.scalars(select(SecretBallot.receipt)).all()) == len(voting.homes)

    @pytest.mark.parametrize("table", sorted(APPEND_ONLY))
    def test_is_refused_to_change_or_take_away_what_is_only_added_to(self, session, table):
        column = next(iter(Base.metadata.tables[table].columns)).name
        refused(session, f"UPDATE {table} SET {column} = {column}")
        refused(session, f"DELETE FROM {table}")
        refused(session, f"TRUNCATE {table}")

    def test_is_refused_every_column_that_a_frozen_table_keeps(self, session):
        for one in frozen():
            kept = [column for key, column in inspect(one.model).columns.items() if key not in one.but]
            for column in kept:
                refused(session, f'UPDATE {column.table.name} SET "{column.name}" = "{column.name}"')
            if not one.emptied:
                refused(session, f"DELETE FROM {column.table.name}")

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE count_record SET counted = counted",
            "UPDATE poll SET question = question",
            "ALTER TABLE gate_decision DROP CONSTRAINT ck_gate_decision_reason_given",
            "DROP TABLE ledger_copy",
            "UPDATE alembic_version SET version_num = version_num",
        ],
    )
    def test_is_refused_what_would_undo_a_promise(self, session, statement):
        refused(session, statement)


def refused(session, statement):
    """Whether there are rows or none."""
    with (
        tenancy.across_communities(),
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
    ):
        session.execute(text(statement))
    session.rollback()


def test_every_table_is_given_once_and_what_was_there_before_is_taken_back(app):
    lines = printed(app, "app")
    given = [line.split(" ON ")[1].split(" TO ")[0].strip('"') for line in lines if line.startswith("GRANT")]

    assert sorted(given) == sorted([*Base.metadata.tables, "alembic_version"])
    assert all(line.startswith("REVOKE ALL ON ") for line in lines[: 2 * len(given) : 2])


def test_what_is_written_once_is_added_to_and_read(app):
    given = {line.split('"')[-4]: line for line in printed(app, "app") if line.startswith("GRANT")}

    assert {
        table for table, line in given.items() if line.startswith("GRANT SELECT, INSERT ON")
    } >= APPEND_ONLY
    assert given["sealed_ballot"].startswith("GRANT SELECT, INSERT, DELETE ON")
    assert given["count_record"].startswith('GRANT SELECT, INSERT, UPDATE ("confirmed_at", ')
    assert given["topic"].startswith("GRANT SELECT, INSERT, UPDATE, DELETE ON")


def test_a_role_of_any_name_is_a_name_and_no_statement(app):
    assert printed(app, 'a"; DROP TABLE topic; --')[0].endswith('FROM "a""; DROP TABLE topic; --";')
