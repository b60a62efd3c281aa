"""The broom: a test finds the database as the migrations left it, and pays only for what it touched."""

import pytest
from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    select,
)

from tests.support.database import Broom

METADATA = MetaData()
PARENT = Table("parent", METADATA, Column("id", Integer, primary_key=True), Column("name", String(20)))
CHILD = Table(
    "child",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("parent_id", ForeignKey("parent.id"), nullable=False),
)


@pytest.fixture
def engine(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'broom.db'}")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(PARENT).values(id=1, name="迁移写入的"))
    yield engine
    engine.dispose()


@pytest.fixture
def broom(engine):
    broom = Broom(engine, METADATA)
    yield broom
    broom.close()


def count(engine, table):
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def test_written_rows_are_gone_and_the_migrations_rows_are_back(engine, broom):
    with engine.begin() as connection:
        connection.execute(PARENT.update().values(name="测试改过的"))
        connection.execute(insert(PARENT).values(id=2, name="新的"))
        connection.execute(insert(CHILD).values(id=1, parent_id=2))

    broom.sweep()

    with engine.connect() as connection:
        assert connection.execute(select(PARENT)).all() == [(1, "迁移写入的")]
    assert count(engine, CHILD) == 0


def test_reading_costs_no_sweep(engine, broom):
    count(engine, PARENT)

    assert broom.written == set()


def test_a_second_sweep_has_nothing_to_do(engine, broom):
    with engine.begin() as connection:
        connection.execute(insert(CHILD).values(id=1, parent_id=1))
    broom.sweep()
    with broom.connection.begin():
        broom.connection.execute(insert(CHILD).values(id=9, parent_id=1))

    broom.sweep()

    assert count(engine, CHILD) == 1
