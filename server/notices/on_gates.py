"""What is told around the gates: who holds one is reminded, who waits learns that somebody is late."""

from typing import Any

from server.core.access import Role
from server.deliberation import agenda_queries, keeper_queries, keepers, policy
from server.deliberation import queries as deliberation
from server.deliberation.discussion_models import PaperKind
from server.deliberation.discussion_queries import latest_version
from server.deliberation.states import waits
from server.deliberation.verbs import Verb
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


def petition_overdue(event: dict[str, Any]) -> None:
    topic = deliberation.get_topic(event["topic_id"])
    if topic is not None:
        line = Line(Kind.TOPIC, "居委会没有在期限内答复联名，已报街镇督查", topic.title, f"topic:{topic.id}")
        tell(topic.author_id, f"petition_overdue:{topic.id}", line)


def petition_answered(event: dict[str, Any]) -> None:
    """Author and everybody who stands behind it."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None:
        return
    line = Line(Kind.TOPIC, "居委会书面答复了联名的议题", topic.title, f"topic:{topic.id}")
    behind = {row.person_id for row in agenda_queries.seconders(topic.id)}
    tell_all({topic.author_id, *behind}, f"petition_answered:{topic.id}", line)


#: A meeting is asked for by who proposes its ballot, and called.
CONVENED = (Verb.ROUTE, Verb.SUBMIT_COVENANT, Verb.CONVENE)


def convening(event: dict[str, Any]) -> None:
    """Whoever calls the meeting is asked for it; once he agreed, whoever holds the gate hears so."""
    matter = deliberation.get_matter(event["topic_id"])
    if matter is None or not waits(matter.topic):
        return
    topic, convener = matter.topic, policy.convener_of(matter.topic)
    if convener is None or event["verb"] not in CONVENED:
        return
    source = f"convening:{topic.id}:{topic.state_at:%Y%m%d%H%M%S}:{event['verb']}"
    if event["verb"] == Verb.CONVENE:
        line = Line(
            Kind.TOPIC, f"{convener['name']}已同意召集，可以开始表决", topic.title, f"topic:{topic.id}"
        )
        tell_all(keepers.left(matter), source, line)
    elif keeper_queries.convening(topic.id, latest_version(topic.id, PaperKind.PROPOSAL)) is None:
        line = Line(Kind.TOPIC, f"一项表决等{convener['name']}同意召集", topic.title, f"topic:{topic.id}")
        body, unit = Role(convener["body"]), (topic.community_id, topic.estate_id)
        tell_all(queries.holders(body, *unit), source, line)


def merged_asks(event: dict[str, Any]) -> None:
    """Support belongs to people: each household is asked anew, once."""
    target = deliberation.get_topic(event["target_id"])
    if target is None:
        return
    line = Line(Kind.TOPIC, "您附议的议题并入了另一个，是否也支持它？", target.title, f"topic:{target.id}")
    people = {row.person_id for row in agenda_queries.seconders(event["topic_id"])}
    tell_all(people, f"merged:{event['topic_id']}:{target.id}", line)
