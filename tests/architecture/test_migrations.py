"""One head; up and down leave nothing; the models are what the migrations make."""

import os
from contextlib import nullcontext
from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from server.app import create_app
from server.extensions import db
from server.kit.db import Base
from tests import factories
from tests.architecture.tree import SERVER
from tests.support.database import own_database


def test_there_is_one_head():
    assert len(ScriptDirectory(str(SERVER / "migrations")).get_heads()) == 1


def test_the_models_are_what_the_migrations_make(app):
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.fixture
def apart(tmp_path, settings, worker_id):
    """An application on a database of its own, of the same kind as the run's, without a table."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    local = nullcontext(f"sqlite:///{tmp_path / 'apart.db'}")
    with own_database(server, f"apart_{worker_id}") if server else local as url:
        app = create_app(replace(settings, database_url=url, var_dir=tmp_path))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def tables():
    return set(inspect(db.engine).get_table_names())


@pytest.mark.usefixtures("apart")
def test_down_leaves_nothing_even_with_rows_and_up_again_makes_all():
    upgrade()
    made = tables()
    community = factories.make_community()
    factories.join(factories.make_person(), factories.make_home(factories.make_estate(community)))
    db.session.remove()

    downgrade(revision="base")
    assert tables() == {"alembic_version"}
    upgrade()
    assert tables() == made
    assert factories.make_community().name


@pytest.mark.usefixtures("apart")
def test_a_database_of_before_the_first_release_is_refused_in_words_and_left_alone(caplog):
    upgrade()
    made = tables()
    with db.engine.begin() as connection:
        connection.execute(db.text("UPDATE alembic_version SET version_num = 'from_the_past'"))

    with pytest.raises(SystemExit):
        upgrade()

    assert "不能升级" in caplog.text
    assert tables() == made


@pytest.mark.parametrize("word", ["CREATE TRIGGER", "SEQUENCE(", "IDENTITY(", "AUTOINCREMENT=TRUE"])
def test_nothing_that_citus_refuses_is_in_the_migrations(word):
    for path in (SERVER / "migrations").rglob("*.py"):
        assert word not in path.read_text(encoding="utf-8").upper()
