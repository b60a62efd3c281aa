"""A new row put past the unit of work is what the unit of work would have made of it."""

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, func, select

from server.core.database import put, put_values, transaction
from server.core.outbox import OutboxMessage
from server.core.tenancy import FenceError, in_community
from server.extensions import db

SAID = {"topic": "nothing.heard", "payload": {"number": 1}}


@pytest.fixture
def here(community):
    with in_community(community.id), transaction():
        yield community


def stored():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def test_what_is_set_stands_there_and_the_rest_is_the_columns_default(here):
    put(OutboxMessage(**SAID, attempts=3))
    put_values(OutboxMessage, {**SAID, "nobody": "knows this"})

    given, made = stored()
    assert (given.topic, given.payload, given.attempts) == ("nothing.heard", {"number": 1}, 3)
    assert (made.attempts, made.done_at, made.community_id) == (0, None, here.id)
    assert made.id > given.id
    assert made.due_at >= given.created_at


def test_a_row_of_another_community_is_refused(here):
    with pytest.raises(FenceError):
        put_values(OutboxMessage, {**SAID, "community_id": here.id + 1})

    assert stored() == []


def test_a_default_that_only_a_statement_can_make_is_refused(here):
    columns = Column("community_id", Integer), Column("at", DateTime, default=func.now())

    class Clock:
        __table__ = Table("clock", MetaData(), *columns)

    with pytest.raises(ValueError, match="only a statement can make"):
        put_values(Clock, {"community_id": here.id})
