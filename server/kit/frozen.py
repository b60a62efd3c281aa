"""Columns that are written once. The mapper refuses to change them, whoever asks.

Database triggers would be refused by Citus; the role's grants (core/grants.py, made from what is frozen
here) and the hash chains guard against those who go around the application (docs/adr/0001-tenancy.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, inspect


class FrozenError(RuntimeError):
    """Somebody tried to rewrite what was promised to stay. That is a bug, so it answers 500."""


@dataclass(frozen=True)
class Frozen:
    """What was promised of a model: only what `but` names changes, and rows leave only where `emptied`."""

    model: type
    but: frozenset[str]
    emptied: bool


_frozen: list[Frozen] = []


def frozen() -> Iterator[Frozen]:
    """Every promise made so far."""
    return iter(_frozen)


def freeze(model: type, *, but: frozenset[str] = frozenset(), emptied: bool = False) -> None:
    """Refuse to delete rows of `model` and to change any column except those named in `but`.

    emptied: one statement of the application takes all rows of an object away together; no single row goes.
    """
    _frozen.append(Frozen(model, but, emptied))

    def refuse_change(_mapper: Any, _connection: Any, row: Any) -> None:
        changed = {attribute.key for attribute in inspect(row).attrs if attribute.history.has_changes()} - but
        if changed:
            raise FrozenError(f"{model.__name__}: {sorted(changed)}")

    def refuse_delete(_mapper: Any, _connection: Any, row: Any) -> None:
        raise FrozenError(f"{model.__name__}: delete")

    event.listen(model, "before_update", refuse_change)
    event.listen(model, "before_delete", refuse_delete)
