"""What deliberation says becomes an order, once; what the 街镇 did there settles it; heads are copied."""

from typing import Any

from server.deliberation import keeper_queries
from server.deliberation import queries as topics
from server.deliberation.policy import Matter
from server.deliberation.states import waits
from server.deliberation.words import state_name
from server.kit.rest import stamp
from server.oversight import copies
from server.oversight.models import Addressee, OrderKind
from server.oversight.service import Draft, issue, settle

#: Verbs of a topic by which the 街镇 does what an order asked of it.
SETTLED_BY = {
    "order_review": (OrderKind.APPEAL, "街镇已责成复议"),
    "uphold": (OrderKind.APPEAL, "街镇已维持原决定"),
    "name_keeper": (OrderKind.KEEPER_MISSING, "街镇已指定把关人"),
    "dismiss_challenge": (OrderKind.COUNT_CHALLENGED, "街镇已答复：异议不成立"),
    "order_revote": (OrderKind.COUNT_CHALLENGED, "街镇已责成重新表决"),
    "order_covenant_revote": (OrderKind.COUNT_CHALLENGED, "街镇已责成重新表决"),
}


def _still(payload: dict[str, Any]) -> Matter | None:
    return topics.get_matter(payload["topic_id"])


def gate_overdue(payload: dict[str, Any]) -> None:
    """The gatekeepers answer why; the topic goes on waiting for them."""
    matter = _still(payload)
    if matter is None or matter.topic.state != payload["state"] or not waits(matter.topic):
        return
    topic = matter.topic
    text = f"议题“{topic.title}”{state_name(topic)}，超过时限，请尽快把关并说明原因"
    source = f"gate_overdue:{topic.id}:{stamp(topic.state_at)}"
    issue(Draft(OrderKind.GATE_OVERDUE, source, Addressee.GATE, text, topic.id, matter.gate_estate))


def appealed(payload: dict[str, Any]) -> None:
    matter, appeal = _still(payload), keeper_queries.appeal_of(payload["topic_id"])
    if matter is None or appeal is None or appeal.state != "open":
        return
    topic = matter.topic
    text = f"议题“{topic.title}”的作者对不予立题提出申诉，请答复维持或责成复议"
    draft = Draft(OrderKind.APPEAL, f"appeal:{topic.id}", Addressee.STREET, text, topic.id)
    issue(draft, appeal.due_at)


def keeper_missing(payload: dict[str, Any]) -> None:
    matter = _still(payload)
    if matter is None:
        return
    topic = matter.topic
    text = f"议题“{topic.title}”没有可以把关的人（已回避或缺任），请指定把关人"
    source = f"keeper_missing:{topic.id}:{stamp(topic.state_at)}:{len(topic.recused)}:{len(topic.named)}"
    issue(Draft(OrderKind.KEEPER_MISSING, source, Addressee.STREET, text, topic.id))


def count_challenged(payload: dict[str, Any]) -> None:
    matter = _still(payload)
    if matter is None or matter.topic.challenge is None:
        return
    topic, said = matter.topic, matter.topic.challenge
    text = f"社区党组织对议题“{topic.title}”的计票提出异议（{said['name']}），请答复"
    source = f"count_challenged:{topic.id}:{said['at']}"
    issue(Draft(OrderKind.COUNT_CHALLENGED, source, Addressee.STREET, text, topic.id))


def refusal_reported(payload: dict[str, Any]) -> None:
    """The 街镇 reads it and says so; the topic's author may appeal as after any refusal."""
    matter = _still(payload)
    if matter is None:
        return
    topic = matter.topic
    text = f"议题“{topic.title}”以“其他”为由不予立题，按规定报街镇，请审阅理由并写明意见"
    source = f"refusal_reported:{topic.id}:{stamp(topic.state_at)}"
    issue(Draft(OrderKind.REFUSAL_REPORTED, source, Addressee.STREET, text, topic.id))


def petition_overdue(payload: dict[str, Any]) -> None:
    matter = _still(payload)
    if matter is None or "text" in (matter.topic.petition or {}):
        return
    topic = matter.topic
    text = f"议题“{topic.title}”联名住户达到法定比例，居委会超过期限没有书面答复，请尽快答复并说明原因"
    issue(Draft(OrderKind.PETITION_OVERDUE, f"petition_overdue:{topic.id}", Addressee.GATE, text, topic.id))


def petition_answered(payload: dict[str, Any]) -> None:
    settle(payload["topic_id"], OrderKind.PETITION_OVERDUE, "居委会已书面答复")


def topic_moved(payload: dict[str, Any]) -> None:
    """The 街镇 did what it owed, or the topic waits at that gate no more."""
    if payload["verb"] in SETTLED_BY:
        kind, why = SETTLED_BY[payload["verb"]]
        settle(payload["topic_id"], kind, why)
    elif (matter := _still(payload)) is not None and not waits(matter.topic):
        settle(payload["topic_id"], OrderKind.KEEPER_MISSING, "议题已不在等待把关")


def head_published(payload: dict[str, Any]) -> None:
    """The first that arrives for a day is kept; no later one replaces it."""
    copies.keep(payload)
