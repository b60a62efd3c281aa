"""What the market holds of a person, as his copy tells it: of neighbours' things the number alone."""

from collections.abc import Iterator
from typing import Any

from server.core.feature import Copy
from server.market import copy_queries
from server.market.answers import KIND_NAMES, REQUEST_NAMES, STATE_NAMES

Rows = Iterator[dict[str, Any]]


def given(person_id: int) -> Rows:
    for row in copy_queries.given(person_id):
        yield {
            "编号": str(row.id),
            "方式": KIND_NAMES[row.kind],
            "名称": row.title,
            "说明": row.body,
            "想换": row.wants,
            "照片数": len(row.photos),
            "署名": row.author_name,
            "状态": STATE_NAMES[row.state],
            "原因": row.reason,
            "发布": row.created_at,
            "交出": row.handed_over_at,
            "对方收到": row.received_at,
        }


def held(person_id: int) -> Rows:
    for row in copy_queries.held(person_id):
        yield {
            "物品编号": str(row.id),
            "状态": STATE_NAMES[row.state],
            "交出": row.handed_over_at,
            "收到": row.received_at,
        }


def requests(person_id: int) -> Rows:
    for row in copy_queries.requests(person_id):
        yield {
            "物品编号": str(row.item_id),
            "排在": row.place,
            "状态": REQUEST_NAMES[row.state],
            "留言": row.note,
            "感谢的话": row.thanks,
            "时间": row.at,
        }


COPIES = (
    Copy("items", "您送出、交换或者出借的闲置", given),
    Copy("items_got", "留给您或者您收到的闲置", held),
    Copy("item_requests", "您对闲置的申请", requests),
)
