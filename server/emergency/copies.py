"""What emergencies hold of a person, as his copy tells it: what he said for his own home, for no other."""

from collections.abc import Iterator
from typing import Any

from server.core.feature import Copy
from server.emergency import copy_queries, vault
from server.emergency.models import Kind, Skill
from server.emergency.words import ANSWERS, KINDS, NEED_KINDS, NEED_STATES, SKILLS

Rows = Iterator[dict[str, Any]]


def _which(kind: Kind, drill: bool) -> dict[str, Any]:
    return {"应急": KINDS[kind], "演练": drill}


def answers(person_id: int) -> Rows:
    for row, kind, drill in copy_queries.answers(person_id):
        yield {**_which(kind, drill), "回答": ANSWERS[row.answer], "时间": row.at}


def needs(person_id: int) -> Rows:
    found = copy_queries.needs(person_id)
    said = vault.words_of(row.id for row, *_ in found)
    for row, kind, drill in found:
        yield {
            **_which(kind, drill),
            "需求": NEED_KINDS[row.kind],
            # The helper's note beside it is his own.
            "您写的": said[row.id][0] if row.id in said else None,
            "状态": NEED_STATES[row.state],
            "时间": row.created_at,
        }


def offers(person_id: int) -> Rows:
    for row, kind, drill in copy_queries.offers(person_id):
        yield {
            **_which(kind, drill),
            "署名": row.name,
            "能做": [SKILLS[Skill(skill)] for skill in row.skills],
            "报名": row.signed_at,
            "退出": row.left_at,
        }


COPIES = (
    Copy("emergency_answers", "您在应急里报的平安", answers),
    Copy("emergency_needs", "您在应急里提的需求", needs),
    Copy("emergency_offers", "您在应急里报名当志愿者", offers),
)
