"""One head; up and down leave nothing; the models are what the migrations make."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from server.extensions import db
from server.kit.db import Base
from tests.architecture.tree import SERVER


def test_there_is_one_head():
    assert len(ScriptDirectory(str(SERVER / "migrations")).get_heads()) == 1


def test_the_models_are_what_the_migrations_make(app):
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_down_leaves_nothing_and_up_again_makes_all(tmp_path, settings):
    from dataclasses import replace

    from server.app import create_app

    app = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'm.db'}", var_dir=tmp_path))
    with app.app_context():
        upgrade()
        made = set(inspect(db.engine).get_table_names())
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
        upgrade()
        assert set(inspect(db.engine).get_table_names()) == made
        db.engine.dispose()


@pytest.mark.parametrize("word", ["CREATE TRIGGER", "SEQUENCE(", "IDENTITY(", "AUTOINCREMENT=TRUE"])
def test_nothing_that_citus_refuses_is_in_the_migrations(word):
    for path in (SERVER / "migrations").rglob("*.py"):
        assert word not in path.read_text(encoding="utf-8").upper()
