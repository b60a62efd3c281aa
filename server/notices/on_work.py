"""What those are told whose turn it is: a second hand, whose paper came back, who is late with his step."""

from typing import Any

from server.core.access import Role
from server.deliberation import discussion_queries, host_queries, keeper_queries, policy
from server.deliberation import queries as deliberation
from server.deliberation.discussion_models import PaperKind
from server.deliberation.host_models import HostVerb
from server.deliberation.keeper_models import Countersign
from server.deliberation.models import Topic, TopicState
from server.deliberation.workflow import Verb
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell_all

SECOND_HANDS = (Role.DEPUTY, Role.CHAIR)
WAITS_FOR_YOU = "一件不予立题等第二签，请签字或退签"
NO_LONGER = "送您第二签的不予立题，第一签已收回，不用再签"
RETURNED = {
    Verb.RETURN_PLAN: (PaperKind.PLAN, "您提交的协商方案退回修改，理由见议题页"),
    Verb.RETURN_ROUTE: (PaperKind.PROPOSAL, "您提交的表决方案退回修改，理由见议题页"),
}
NAMED = "党组织请您主持一个议题；不方便可以在议题页辞去"
DISMISSED = "您不再主持这个议题，原因见议题页"
#: To the resident who hosts it: what a step of others leaves him to do.
YOUR_TURN = {
    Verb.OPEN_DISCUSSION: "您主持的议题可以开始协商了，期满后请发布纪要",
    Verb.RESUME: "您主持的议题恢复协商了",
    Verb.PAUSE: "您主持的议题暂停协商了",
}
COVENANT_RETURNED = "公约草案退回修改，理由见议题页"
LATE = {
    TopicState.ADMITTED: "协商方案超过期限还没有提交",
    TopicState.DISCUSSING: "协商结束后超过期限还没有发布纪要",
    TopicState.SUMMARISED: "公示期满后超过期限还没有提出决定方式",
    TopicState.DECIDED: "形成决议后超过期限还没有形成项目、拟订公约或归档",
}


def topic_moved(event: dict[str, Any]) -> None:
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None:
        return
    source = f"work:{topic.id}:{topic.moves}:{event['verb']}"
    if event["verb"] == Verb.DECLINE_FIRST:
        waiting = keeper_queries.open_countersign(topic.id)
        tell_all(_second_hands(topic, waiting), source, _line(topic, WAITS_FOR_YOU))
    elif event["verb"] == Verb.RETRACT_SIGNATURE:
        asked = keeper_queries.countersigns(topic.id)[-1]
        tell_all(_second_hands(topic, asked) - {asked.answered_by}, source, _line(topic, NO_LONGER))
    elif event["verb"] == Verb.RETURN_COVENANT:
        tell_all(queries.committee_of(topic.community_id), source, _line(topic, COVENANT_RETURNED))
    elif event["verb"] in YOUR_TURN:
        tell_all({topic.host_id} if topic.host_id else (), source, _line(topic, YOUR_TURN[event["verb"]]))
    elif returned := RETURNED.get(event["verb"]):
        kind, words = returned
        tell_all(discussion_queries.last_writer(topic.id, kind), source, _line(topic, words))


def host_moved(event: dict[str, Any]) -> None:
    """Who was named, or named him; and the author, whose topic it is."""
    topic, naming = deliberation.get_topic(event["topic_id"]), host_queries.naming(event["naming_id"])
    if topic is None or naming is None:
        return
    source = f"host:{naming.id}:{event['verb']}"
    if event["verb"] == HostVerb.DECLINE:
        words = f"{naming.name}不能主持这个议题：{naming.end_reason}"
        tell_all({naming.named_by}, source, _line(topic, words))
    elif event["verb"] == HostVerb.NAME:
        tell_all({naming.person_id}, source, _line(topic, NAMED))
        tell_all({topic.author_id}, source, _line(topic, f"您的议题由居民{naming.name}主持"))
    else:
        tell_all({naming.person_id}, source, _line(topic, DISMISSED))


def host_overdue(event: dict[str, Any]) -> None:
    """The committee, a resident who hosts it and who wrote the last paper; the author, so that he need not
    ask why it rests."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None or topic.state != event["state"]:
        return
    source, words = f"host_overdue:{topic.id}:{topic.moves}:{topic.state}", LATE[topic.state]
    hosts = {*queries.committee_of(topic.community_id), *discussion_queries.last_writer(topic.id)}
    hosts |= {topic.host_id} if topic.host_id else set()
    tell_all(hosts - {topic.author_id}, source, _line(topic, f"请办理：{words}"))
    tell_all({topic.author_id}, source, _line(topic, f"您的议题：{words}"))


def _line(topic: Topic, title: str) -> Line:
    return Line(Kind.TOPIC, title, topic.title, f"topic:{topic.id}")


def _second_hands(topic: Topic, asked: Countersign | None) -> set[int]:
    """Who may sign beside the first: none that signed, wrote it, stood back or is party to it."""
    if asked is None:
        return set()
    unit = (topic.community_id, topic.estate_id)
    found = {one for role in SECOND_HANDS for one in queries.holders(role, *unit)}
    found -= {asked.first_by, *policy.proposers(topic), *topic.recused}
    return found - keeper_queries.parties(topic, found)
