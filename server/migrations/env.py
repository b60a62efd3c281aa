"""Runs the migrations inside the application: its engine, its models, one head."""

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import JSON

from server.core.setting_models import Value
from server.extensions import db
from server.kit.db import UTCDateTime, Word


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | bool:
    """Our column types as the plain ones beneath them: a migration must not import what changes later."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return f"sa.String(length={item.impl_instance.length})"
    if kind == "type" and isinstance(item, Value):
        return "sa.Text()"
    if kind == "type" and isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def include_name(name: str | None, kind: str, _: object) -> bool:
    """Only what the models know: search indexes and the like are made by hand in revisions."""
    return kind != "table" or name in db.metadata.tables


def refuse_foreign_past() -> None:
    """A database of before the first release has no way here: said in words, nothing touched (docs/adr/0006)."""
    known = {revision.revision for revision in context.script.walk_revisions()}
    if set(context.get_context().get_current_heads()) - known:
        raise CommandError(
            "这个数据库是首次发布以前的开发版本建的，不能升级。"
            "请换一个数据目录（例如 VAR_DIR=var2），或把原来的移走后再运行。"
        )


def run() -> None:
    with db.engine.begin() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            include_name=include_name,
            **{"compare_type": True, "render_as_batch": True}
            | current_app.extensions["migrate"].configure_args,
        )
        refuse_foreign_past()
        with context.begin_transaction():
            context.run_migrations()


run()
