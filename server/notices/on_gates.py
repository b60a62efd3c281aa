"""What is told around the gates: who holds one is reminded, who waits learns that somebody is late."""

from typing import Any

from server.deliberation import agenda_queries, keepers
from server.deliberation import queries as deliberation
from server.deliberation.states import waits
from server.deliberation.words import day_and_time, state_name
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell, tell_all


def gate_reminder(event: dict[str, Any]) -> None:
    """Everybody who may hold this gate, once a visit of it."""
    matter = deliberation.get_matter(event["topic_id"])
    if matter is None or matter.topic.state != event["state"] or not waits(matter.topic):
        return
    topic = matter.topic
    title = f"提醒：{state_name(topic)}，请在 {day_and_time(topic.due_at)} 前办理"  # type: ignore[arg-type]
    line = Line(Kind.TOPIC, title, topic.title, f"topic:{topic.id}")
    tell_all(keepers.left(matter), f"gate_reminder:{topic.id}:{topic.moves}:{topic.state}", line)


def gate_overdue(event: dict[str, Any]) -> None:
    """Who proposed it should not have to ask why nothing happens."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None or topic.state != event["state"] or not waits(topic):
        return
    line = Line(Kind.TOPIC, "您的议题超时未把关，已报街镇督查", topic.title, f"topic:{topic.id}")
    tell(topic.author_id, f"gate_overdue:{topic.id}:{topic.moves}:{topic.state}", line)


def appeal_overdue(event: dict[str, Any]) -> None:
    topic = deliberation.get_topic(event["topic_id"])
    if topic is not None:
        line = Line(Kind.TOPIC, "街镇没有在期限内答复您的申诉", topic.title, f"topic:{topic.id}")
        tell(topic.author_id, f"appeal_overdue:{topic.id}", line)


def count_confirmed(event: dict[str, Any]) -> None:
    """The 监督委员会 has gone through the count: whoever certifies it is told."""
    matter = deliberation.get_matter(event["subject_id"])
    if matter is None:
        return
    line = Line(Kind.TOPIC, "计票已经监督委员会核对", matter.topic.title, f"topic:{matter.topic.id}")
    tell_all(keepers.left(matter), f"count_confirmed:{event['poll_id']}:{matter.topic.moves}", line)


def petition_reached(event: dict[str, Any]) -> None:
    """The author, and the committee that owes the answer."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None:
        return
    source, link = f"petition:{topic.id}", f"topic:{topic.id}"
    owed = Line(Kind.TOPIC, "联名住户达到法定比例，请居委会书面答复", topic.title, link)
    tell_all(queries.committee_of(topic.community_id), source, owed)
    reached = Line(Kind.TOPIC, "您的议题联名达到法定比例，居委会应书面答复", topic.title, link)
    tell(topic.author_id, source, reached)


def merged_asks(event: dict[str, Any]) -> None:
    """Support belongs to people: each household is asked anew, once."""
    target = deliberation.get_topic(event["target_id"])
    if target is None:
        return
    line = Line(Kind.TOPIC, "您附议的议题并入了另一个，是否也支持它？", target.title, f"topic:{target.id}")
    people = {row.person_id for row in agenda_queries.seconders(event["topic_id"])}
    tell_all(people, f"merged:{event['topic_id']}:{target.id}", line)
