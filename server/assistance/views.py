"""Filings and neighbours as those who may read them see them."""

from typing import Any

from server.assistance import policy, words
from server.assistance.models import Filing
from server.core import uploads
from server.core.access import ROLE_NAMES, Actor
from server.identity.models import RELATION_NAMES


def filing(row: Filing, actor: Actor) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind.value,
        "kind_name": words.KIND_NAMES[row.kind],
        "subject_id": row.subject_id,
        "title": row.title,
        "person_name": row.person_name,
        "helper": {
            "name": row.helper_name,
            "place": row.helper_place,
            "role": ROLE_NAMES[row.helper_role],  # type: ignore[index]
        },
        "consent_name": words.CONSENT_NAMES[row.consent],
        "words": row.consent_words,
        "photos": uploads.view(row.community_id, row.photos),
        "state": row.state.value,
        "state_name": words.STATE_NAMES[row.state],
        "filed_at": row.filed_at,
        "answered_at": row.answered_at,
        "reason": row.reason,
        "verbs": policy.verbs(actor, row),
    }


def member(row: Any) -> dict[str, Any]:
    """`row`: of queries.members. The room tells the right neighbour from another of his name."""
    return {
        "id": row.id,
        "name": row.masked_name,
        "estate": row.estate_name,
        "estate_id": row.estate_id,
        "building": row.building,
        "room": row.room,
        "relation_name": RELATION_NAMES[row.relation],
    }
