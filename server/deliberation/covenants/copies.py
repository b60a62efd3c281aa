"""What covenants hold of a person, as his copy tells it: where he cited an article."""

from collections.abc import Iterator
from typing import Any

from server.core.feature import Copy
from server.deliberation.covenants import copy_queries
from server.deliberation.covenants.models import CitationKind, SubjectKind

SUBJECTS = {
    SubjectKind.POST: "帖子",
    SubjectKind.COMMENT: "评论",
    SubjectKind.TOPIC: "议题",
    SubjectKind.SAID: "协商里的发言",
}
KINDS = {CitationKind.CITED: "引用", CitationKind.BREACH: "指出违反"}


def citations(person_id: int) -> Iterator[dict[str, Any]]:
    for row in copy_queries.citations(person_id):
        yield {
            "公约编号": str(row.covenant_id),
            "第几条": row.number,
            "写在": SUBJECTS[row.subject_kind],
            "编号": str(row.subject_id),
            "用意": KINDS[row.kind],
            "时间": row.at,
        }


COPIES = (Copy("covenant_citations", "您引用过的公约条文", citations),)
