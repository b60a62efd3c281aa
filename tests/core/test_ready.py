"""A kept statement handed to the driver itself answers as through a Connection, and fails like one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, func, insert, literal, select, text, update
from sqlalchemy.exc import DataError, OperationalError

from server.core import tenancy
from server.core.database import rows, send, transaction
from server.core.outbox import OutboxMessage
from server.deliberation import hall_queries, page_queries
from server.deliberation.models import Topic, TopicState
from server.extensions import db
from server.kit.db import among, utc_now
from tests.deliberation.scenes import make_scene
from tests.support.counting import statements

STATES = (TopicState.DRAFT, TopicState.ADMITTED, TopicState.DISCUSSING)
#: A word, a moment, JSON, a fixed IN, ids of any number, a moment of ours and the fence's own bind.
EVERY_KIND = (
    select(Topic.id, Topic.state, Topic.created_at, Topic.milestones, func.length(Topic.title))
    .where(Topic.state.in_(STATES), among(Topic.id, "topics"), Topic.created_at < bindparam("before"))
    .order_by(Topic.id)
)
_TOPIC = Topic.__table__.c
_RENAMED = update(Topic.__table__).where(_TOPIC.id == bindparam("topic")).values(title=bindparam("name"))
RETITLED, TOLD_NOBODY = _RENAMED.returning(_TOPIC.title), _RENAMED
COUNTED = select(func.generate_series(1, bindparam("most")).label("number"))
DIVIDED = select((literal(10) / bindparam("by")).label("part"), Topic.id)


@pytest.fixture
def here(community, deliver):
    """Inside the community of three admitted topics; yields the scene."""
    scene = make_scene(community, deliver)
    for _ in range(3):
        scene.walk(scene.submit(), "admit")
    with tenancy.in_community(community.id), transaction():
        yield scene


def asked(**changed):
    topics = db.session.scalars(select(Topic.id)).all()
    return {"topics": topics, "before": utc_now() + timedelta(hours=1), **changed}


def test_what_comes_out_is_what_a_connection_gives_kind_by_kind(here):
    values = asked()
    first = rows(EVERY_KIND, values)  # by the session
    again = [rows(EVERY_KIND, values) for _ in range(2)]

    assert len(first) == 3
    assert [[tuple(row) for row in found] for found in again] == [[tuple(row) for row in first]] * 2
    (row, *_) = again[1]
    assert row.state is TopicState.ADMITTED
    assert row.created_at.tzinfo is UTC
    assert "admitted" in row.milestones
    assert row == (row.id, row.state, row.created_at, row.milestones, row[4])


def test_ids_may_be_none_one_or_many_and_the_text_stays_the_same(here):
    values = asked()
    rows(EVERY_KIND, values)
    with statements() as sent:
        found = [
            len(rows(EVERY_KIND, asked(topics=some))) for some in ([], values["topics"][:1], values["topics"])
        ]

    assert found == [0, 1, 3]
    assert len({text for text in sent if "topic.milestones" in text}) == 1


def test_a_run_is_given_its_own_values_and_nothing_of_the_run_before(here):
    values = asked()
    for _ in range(3):
        assert len(rows(EVERY_KIND, values)) == 3
        assert rows(EVERY_KIND, {**values, "before": datetime(2020, 1, 1, tzinfo=UTC)}) == []


def test_who_listens_to_statements_hears_those_of_the_driver_too(here):
    values = asked()
    for _ in range(3):
        rows(EVERY_KIND, values)

    with statements() as sent:
        rows(EVERY_KIND, values)

    assert len(sent) == 1
    assert "milestones" in sent[0]


def test_a_kept_write_answers_what_it_returns_and_nothing_where_it_returns_nothing(here):
    topics = asked()["topics"]
    one = {"topic": topics[0]}
    with tenancy.across_communities():
        for _ in range(3):
            assert [row.title for row in send(RETITLED, {**one, "name": "新题目"})] == ["新题目"]
            assert list(send(RETITLED, {**one, "topic": 1, "name": "没有这个"})) == []
            assert list(send(TOLD_NOBODY, {**one, "name": "再改一次"})) == []

        assert db.session.scalar(select(Topic.title).where(Topic.id == topics[0])) == "再改一次"


@pytest.mark.postgres  # elsewhere SQLAlchemy runs it, and fills in
def test_a_statement_that_leaves_a_columns_default_to_sqlalchemy_is_refused(here):
    row = {"topic": "nothing.heard", "payload": {}}
    with tenancy.across_communities(), pytest.raises(ValueError, match="default"):
        send(insert(OutboxMessage.__table__).values(row), {})


@pytest.mark.postgres  # elsewhere SQLAlchemy runs it
def test_a_short_answers_cursor_serves_the_next_run_and_a_long_one_is_let_go(here):
    def cursors():
        return list(db.session.connection().connection.info["cursors"].values())

    assert [row.number for row in rows(COUNTED, {"most": 3})] == [1, 2, 3]
    before = cursors()
    assert [row.number for row in rows(COUNTED, {"most": 2})] == [1, 2]
    assert cursors() == before

    assert len(rows(COUNTED, {"most": 5_000})) == 5_000
    assert len(cursors()) == len(before) - 1
    assert [row.number for row in rows(COUNTED, {"most": 1})] == [1]


@pytest.mark.postgres  # SQLite divides by nought without a word
def test_a_refused_statement_says_which_and_never_with_what(here):
    for _ in range(2):
        rows(DIVIDED, {"by": 5})

    with pytest.raises(DataError) as failed:
        rows(DIVIDED, {"by": 0})

    assert "SELECT" in str(failed.value)
    assert "hide_parameters" in str(failed.value)
    db.session.rollback()
    assert rows(DIVIDED, {"by": 5})[0].part == 2


@pytest.mark.postgres  # SQLite's database is a file
def test_a_lost_connection_is_the_database_being_unavailable_and_the_next_one_is_new(here):
    for _ in range(2):
        rows(DIVIDED, {"by": 5})
    _cut(db.session.connection())

    with pytest.raises(OperationalError):
        rows(DIVIDED, {"by": 5})

    db.session.rollback()
    assert len(rows(DIVIDED, {"by": 5})) == 3


def _cut(connection):
    """PostgreSQL ends this connection, as when it restarts."""
    (pid,) = connection.execute(text("SELECT pg_backend_pid()")).one()
    with db.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


@pytest.mark.parametrize("state", ["open", "decided", "all"])
def test_the_hall_and_the_topic_page_are_the_same_either_way(here, state):
    topic = asked()["topics"][0]
    for read in (
        lambda: hall_queries.page_of(state, {here.estate.id}, None, 20),
        lambda: hall_queries.page_of(state, None, None, 20),
        lambda: [page_queries.whole(topic)],
        lambda: page_queries.comments(topic, None, 20),
    ):
        read()
        with statements():
            long_way = [tuple(row) for row in read()]

        assert [tuple(row) for row in read()] == long_way
