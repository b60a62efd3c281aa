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


WORDS_JUDGED = {"held": "已转人工查看", "refused": "没有通过审核，不会公开"}


def amendment_judged(event: dict[str, Any]) -> None:
    row = talk.lock_amendment(event["amendment_id"])
    if row is None:
        return
    if event["state"] == "open":
        _ask_the_author(row)
    if event["state"] not in JUDGED:
        return
    body = row.answer or _because(row.note)
    line = Line(Kind.TOPIC, f"您的修改建议{JUDGED[event['state']]}", body, f"topic:{row.topic_id}")
    tell(row.author_id, f"amendment:{row.id}:{event['state']}", line)


def _ask_the_author(row: Amendment) -> None:
    """The text is his: he says yes or no, with a reason."""
    topic = queries.get_topic(row.topic_id)
    if topic is not None and topic.author_id != row.author_id:
        line = Line(Kind.TOPIC, "有人建议修改您的议题，请答复", row.proposal, f"topic:{topic.id}")
        tell(topic.author_id, f"amendment:{row.id}:asked", line)


def objection_judged(event: dict[str, Any]) -> None:
    """Who filed it need not fear for his home's objection: only its words are judged."""
    key = _key(event)
    row = talk.objection(key)
    if row is None or event["state"] not in WORDS_JUDGED:
        return
    title = f"您家异议的文字{WORDS_JUDGED[event['state']]}，异议照样计入"
    line = Line(Kind.TOPIC, title, _because(row.note), f"topic:{row.topic_id}")
    tell(row.person_id, ":".join(("objected", *map(str, key), event["state"])), line)


def _because(note: str) -> str:
    return f"原因：{note}" if note else ""


def _key(event: dict[str, Any]) -> tuple[int, Stage, int, int]:
    return event["topic_id"], Stage(event["stage"]), event["round"], event["home_id"]


def objection_answered(event: dict[str, Any]) -> None:
    key = _key(event)
    row = talk.objection(key)
    if row is None:
        return
    line = Line(Kind.TOPIC, "您家的异议有了答复", row.answer or "", f"topic:{row.topic_id}")
    tell(row.person_id, ":".join(("objection", *map(str, key))), line)
