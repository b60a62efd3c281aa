"""Keyset pages: a cursor is the id of the last row seen. No OFFSET, no totals."""

from collections.abc import Sequence
from typing import Any, TypeVar

from marshmallow import Schema, fields, validate

from server.kit.rest import MOST_ID

Row = TypeVar("Row")
LIMIT = 20


class PageArgs(Schema):
    """`?after=<cursor>&limit=<1..50>` of every collection."""

    after = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=MOST_ID),
        metadata={"description": "上一页的 next"},
    )
    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(min=1, max=50))


def cut(rows: Sequence[Row], limit: int, key: str = "id") -> tuple[Sequence[Row], str | None]:
    """One page from limit+1 rows: the rows, and the cursor of the next page or None.

    `key` names the attribute (or mapping key) that orders the collection.
    """
    page = rows[:limit]
    if len(rows) <= limit:
        return page, None
    return page, str(_value(page[-1], key))


def _value(row: Any, key: str) -> Any:
    return row[key] if isinstance(row, dict) else getattr(row, key)
