"""What people are told about topics: the author of each step, the homes of a ballot and its outcome."""

from typing import Any

from server.deliberation import queries as deliberation
from server.deliberation.models import TopicState
from server.deliberation.words import STATE_NAMES
from server.identity import queries as identity
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell

#: Steps the author takes himself are no news to him.
OWN_STEPS = ("submit", "revise", "withdraw", "propose")
TO_THE_HOMES = {
    TopicState.VOTING: "有一项表决等您家投票",
    TopicState.DECIDED: "表决结果已确认：通过",
    TopicState.NOT_PASSED: "表决结果已确认：未通过",
    TopicState.NO_QUORUM: "表决参与户数不够，没有形成决定",
}
JUDGED = {"held": "已转人工查看", "refused": "没有通过审核", "hidden": "已被隐藏"}


def topic_moved(event: dict[str, Any]) -> None:
    """The author hears every step others take; the homes hear when they may vote and what came of it."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None:
        return
    state = TopicState(event["to_state"])
    source, link = f"topic:{topic.id}:{topic.moves}:{event['verb']}:{state}", f"topic:{topic.id}"
    if event["verb"] not in OWN_STEPS:
        title = f"您的议题：{STATE_NAMES[state]}"
        tell(topic.author_id, source, Line(Kind.TOPIC, title, topic.title, link))
    if state in TO_THE_HOMES and topic.poll_id is not None:
        line = Line(Kind.POLL, TO_THE_HOMES[state], topic.title, f"poll:{topic.poll_id}")
        for person_id in _adults_on_the_roll(topic.poll_id):
            tell(person_id, f"poll:{topic.poll_id}:{state}", line)


def _adults_on_the_roll(poll_id: int) -> set[int]:
    return {member.person_id for member in identity.members_of_homes(queries.homes_on_roll(poll_id))}


def comment_judged(event: dict[str, Any]) -> None:
    comment = deliberation.get_comment(event["comment_id"])
    if comment is None or event["state"] not in JUDGED:
        return
    line = Line(Kind.TOPIC, f"您的发言{JUDGED[event['state']]}", comment.body, f"topic:{event['topic_id']}")
    tell(comment.author_id, f"topic_comment:{comment.id}:{event['state']}", line)
