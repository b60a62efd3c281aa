"""What people are told of their own words in a discussion: proposed changes and objections."""

from typing import Any

from server.deliberation import discussion_queries as talk
from server.deliberation import queries
from server.deliberation.discussion_models import Amendment, Stage
from server.notices.models import Kind
from server.notices.service import Line, tell

JUDGED = {
    "held": "已转人工查看",
    "refused_by_check": "没有通过审核",
    "accepted": "已被采纳",
    "rejected": "没有被采纳",
    "overtaken": "所改的文字已经变动",
}


def amendment_judged(event: dict[str, Any]) -> None:
    row = talk.lock_amendment(event["amendment_id"])
    if row is None:
        return
    if event["state"] == "open":
        _ask_the_author(row)
    if event["state"] not in JUDGED:
        return
    line = Line(
        Kind.TOPIC, f"您的修改建议{JUDGED[event['state']]}", row.answer or "", f"topic:{row.topic_id}"
    )
    tell(row.author_id, f"amendment:{row.id}:{event['state']}", line)


def _ask_the_author(row: Amendment) -> None:
    """The text is his: he says yes or no, with a reason."""
    topic = queries.get_topic(row.topic_id)
    if topic is not None and topic.author_id != row.author_id:
        line = Line(Kind.TOPIC, "有人建议修改您的议题，请答复", row.proposal, f"topic:{topic.id}")
        tell(topic.author_id, f"amendment:{row.id}:asked", line)


def objection_answered(event: dict[str, Any]) -> None:
    key = (event["topic_id"], Stage(event["stage"]), event["round"], event["home_id"])
    row = talk.objection(key)
    if row is None:
        return
    line = Line(Kind.TOPIC, "您家的异议有了答复", row.answer or "", f"topic:{row.topic_id}")
    tell(row.person_id, ":".join(("objection", *map(str, key))), line)
