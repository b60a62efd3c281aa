"""What deliberation holds of a person, as his copy tells it: his words, and of others' topics the number."""

from collections.abc import Iterator
from typing import Any

from server.core.feature import Copy
from server.deliberation import copy_queries
from server.deliberation.host_models import Ending
from server.deliberation.models import CommentState, StanceKind
from server.deliberation.parts import AMENDMENT_NAMES, OBJECTION_NAMES, STAGE_NAMES
from server.deliberation.words import COMMENT_STATE_NAMES, STATE_NAMES

Rows = Iterator[dict[str, Any]]
STANCES = {StanceKind.FOR: "赞成", StanceKind.AGAINST: "反对", StanceKind.NEUTRAL: "中立"}
ENDINGS = {Ending.DISMISSED: "已更换", Ending.DECLINED: "本人推辞"}


def said_state(state: CommentState) -> str:
    """A public one has no name on a page, where all are."""
    return COMMENT_STATE_NAMES[state] or "已公开"


def topics(person_id: int) -> Rows:
    for row in copy_queries.topics(person_id):
        yield {
            "编号": str(row.id),
            "标题": row.title,
            "正文": row.body,
            "照片数": len(row.photos),
            "署名": row.author_name,
            "状态": STATE_NAMES[row.state],
            "起草": row.created_at,
            "提交": row.submitted_at,
        }


def comments(person_id: int) -> Rows:
    for row in copy_queries.comments(person_id):
        yield {
            "编号": str(row.id),
            "议题编号": str(row.topic_id),
            "发言": row.body,
            "照片数": len(row.photos),
            "署名": row.author_name,
            "状态": said_state(row.state),
            "时间": row.created_at,
        }


def stances(person_id: int) -> Rows:
    for row in copy_queries.stances(person_id):
        yield {"议题编号": str(row.topic_id), "立场": STANCES[row.stance], "时间": row.at}


def seconds(person_id: int) -> Rows:
    for row in copy_queries.seconds(person_id):
        yield {"议题编号": str(row.topic_id), "时间": row.at}


def amendments(person_id: int) -> Rows:
    """Without the passage it is about and the answer to it: both are others' words."""
    for row in copy_queries.amendments(person_id):
        yield {
            "编号": str(row.id),
            "议题编号": str(row.topic_id),
            "建议改成": row.proposal,
            "理由": row.reason,
            "署名": row.author_name,
            "状态": AMENDMENT_NAMES[row.state],
            "时间": row.created_at,
            "答复": row.answered_at,
        }


def objections(person_id: int) -> Rows:
    for row in copy_queries.objections(person_id):
        yield {
            "议题编号": str(row.topic_id),
            "异议": STAGE_NAMES[row.stage],
            "内容": row.body,
            "署名": row.name,
            "状态": OBJECTION_NAMES[row.state],
            "时间": row.at,
            "答复": row.answered_at,
            "撤回": row.withdrawn_at,
        }


def hostings(person_id: int) -> Rows:
    for row in copy_queries.hostings(person_id):
        yield {
            "议题编号": str(row.topic_id),
            "署名": row.name,
            "身份": row.tag,
            "指定": row.named_at,
            "结束": row.ended_at,
            "怎么结束的": ENDINGS[row.ending] if row.ending else None,
        }


COPIES = (
    Copy("topics", "您提的议题", topics),
    Copy("topic_comments", "您在协商里的发言", comments),
    Copy("stances", "您对议题表明的立场", stances),
    Copy("seconds", "您附议过的议题", seconds),
    Copy("amendments", "您提的修改建议", amendments),
    Copy("objections", "您提的异议", objections),
    Copy("hostings", "您被请来主持的议题", hostings),
)
