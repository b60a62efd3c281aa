"""What assistance holds of a person, as his copy tells it.

Of the helper his office and unit; of what he filed himself nothing that the neighbour said.
"""

from collections.abc import Iterator
from typing import Any

from server.assistance import queries, words
from server.assistance.models import Filing
from server.core.access import ROLE_NAMES
from server.core.feature import Copy


def filings(person_id: int) -> Iterator[dict[str, Any]]:
    for row in queries.every(person_id):
        yield {**_plain(row), **(_for_him(row) if row.person_id == person_id else _by_him(row))}


def _plain(row: Filing) -> dict[str, Any]:
    return {
        "编号": str(row.id),
        "内容": words.KIND_NAMES[row.kind],
        "同意的方式": words.CONSENT_NAMES[row.consent],
        "状态": words.STATE_NAMES[row.state],
        "提交": row.filed_at,
        "答复": row.answered_at,
    }


def _for_him(row: Filing) -> dict[str, Any]:
    role = ROLE_NAMES[row.helper_role]  # type: ignore[index]
    return {
        "谁提交的": f"{row.helper_place}{role}代您提交",
        "标题": row.title,
        "记下的同意的话": row.consent_words,
        "您的答复": row.reason,
    }


def _by_him(row: Filing) -> dict[str, Any]:
    return {"谁提交的": "您代邻居提交", "同意书照片数": len(row.photos)}


COPIES = (Copy("filings", "别人代您提交的和您代邻居提交的", filings),)
