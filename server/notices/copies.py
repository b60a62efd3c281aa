"""What the inbox holds of a person, as his copy tells it: a line's words may name or quote a neighbour."""

from collections.abc import Iterator, Mapping
from typing import Any

from server.core.feature import Copy
from server.notices import queries
from server.notices.models import Kind

KIND_NAMES: Mapping[Kind, str] = {
    Kind.ENROLMENT: "加入社区",
    Kind.POST: "帖子和评论",
    Kind.TOPIC: "议题",
    Kind.POLL: "表决",
    Kind.ITEM: "闲置",
    Kind.ORDER: "督查",
    Kind.EMERGENCY: "应急",
}


def notices(person_id: int) -> Iterator[dict[str, Any]]:
    for row in queries.every(person_id):
        yield {"类别": KIND_NAMES[row.kind], "收到": row.created_at, "看过": row.read_at}


COPIES = (Copy("notices", "您收到的通知的类别和时间", notices),)
