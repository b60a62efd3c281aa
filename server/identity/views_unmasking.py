"""Looks at a person's data, as he reads them."""

from collections.abc import Sequence
from typing import Any

from server.core.access import ROLE_NAMES
from server.identity.models_unmasking import FIELD_NAMES, GROUND_NAMES, SUBJECT_NAMES, Unmasking
from server.places import queries as places


def seen(rows: Sequence[Unmasking]) -> list[dict[str, Any]]:
    names = {one.id: one.name for one in places.communities({row.community_id for row in rows})}
    return [
        {
            "id": row.id,
            "at": row.at,
            "community": names[row.community_id],
            "unit": row.by_unit,
            "role_name": ROLE_NAMES[row.by_role],
            "subject_name": SUBJECT_NAMES[row.subject_kind],
            "opened": opened_names(row),
            "ground_name": GROUND_NAMES[row.ground],
            "reason": row.reason,
        }
        for row in rows
    ]


def opened_names(row: Unmasking) -> list[str]:
    return [FIELD_NAMES[field] for field in row.opened]
