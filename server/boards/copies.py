"""What the boards hold of a person, as his copy tells it: his words, and of others' posts the number."""

from collections.abc import Iterator
from typing import Any

from server.boards import copy_queries
from server.boards.catalogue import BOARDS, KIND_NAMES, REASON_NAMES, STATE_NAMES
from server.core.feature import Copy

Rows = Iterator[dict[str, Any]]


def posts(person_id: int) -> Rows:
    for row in copy_queries.posts(person_id):
        yield {
            "编号": str(row.id),
            "板块": BOARDS[row.board].name,
            "类别": KIND_NAMES[row.kind],
            "标题": row.title,
            "正文": row.body,
            "照片数": len(row.photos),
            "署名": row.author_name,
            "状态": STATE_NAMES[row.state],
            "原因": row.reason,
            "发布": row.created_at,
        }


def comments(person_id: int) -> Rows:
    for row in copy_queries.comments(person_id):
        yield {
            "编号": str(row.id),
            "帖子编号": str(row.post_id),
            "正文": row.body,
            "照片数": len(row.photos),
            "署名": row.author_name,
            "状态": STATE_NAMES[row.state],
            "原因": row.reason,
            "发布": row.created_at,
        }


def thanks(person_id: int) -> Rows:
    for row in copy_queries.thanks(person_id):
        yield {"帖子编号": str(row.post_id), "时间": row.at}


def reports(person_id: int) -> Rows:
    for row in copy_queries.reports(person_id):
        yield {
            "帖子编号": str(row.post_id),
            "举报的内容": "帖子" if row.object_id == row.post_id else "评论",
            "理由": REASON_NAMES[row.reason_code],
            "说明": row.note,
            "时间": row.at,
            "处理": row.settled_at,
        }


def photos(person_id: int) -> Rows:
    for row in copy_queries.photos(person_id):
        yield {
            "编号": str(row.id),
            "宽": row.width,
            "高": row.height,
            "用于": str(row.attached_to) if row.attached_to else None,
            "上传": row.created_at,
        }


COPIES = (
    Copy("posts", "您发的帖子", posts),
    Copy("comments", "您的评论和回复", comments),
    Copy("thanks", "您感谢过的帖子", thanks),
    Copy("reports", "您做过的举报", reports),
    Copy("photos", "您上传的照片的登记", photos),
)
