"""Columns that are written once. The mapper refuses to change them, whoever asks.

Database triggers would be refused by Citus; the role's grants and the hash chains guard against
those who go around the application (docs/adr/0001-tenancy.md).
"""

from typing import Any

from sqlalchemy import event, inspect


class FrozenError(RuntimeError):
    """Somebody tried to rewrite what was promised to stay. That is a bug, so it answers 500."""


def freeze(model: type, *, but: frozenset[str] = frozenset()) -> None:
    """Refuse to delete rows of `model` and to change any column except those named in `but`."""

    def refuse_change(_mapper: Any, _connection: Any, row: Any) -> None:
        changed = {attribute.key for attribute in inspect(row).attrs if attribute.history.has_changes()} - but
        if changed:
            raise FrozenError(f"{model.__name__}: {sorted(changed)}")

    def refuse_delete(_mapper: Any, _connection: Any, row: Any) -> None:
        raise FrozenError(f"{model.__name__}: delete")

    event.listen(model, "before_update", refuse_change)
    event.listen(model, "before_delete", refuse_delete)
