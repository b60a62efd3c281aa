"""What people are told about topics: author and participants of each step, the homes of their ballot."""

from collections.abc import Iterable
from typing import Any

from server.deliberation import followers
from server.deliberation import queries as deliberation
from server.deliberation.models import Topic, TopicState
from server.deliberation.words import STATE_NAMES
from server.deliberation.workflow import Verb
from server.identity import queries as identity
from server.notices import queries
from server.notices.models import Kind
from server.notices.service import Line, tell, tell_all

#: Steps the author takes himself are no news to him.
OWN_STEPS = ("submit", "call", "revise", "withdraw", "appeal", "adopt", "adopt_admitted")
#: Steps that leave the topic where it is, and are news all the same.
STAYING = {
    "decline_first": "不予立题已送第二人签字",
    "refuse_countersign": "第二人没有签字，书记另作决定",
    "uphold": "街镇维持了不予立题的决定",
    "name_keeper": "街镇已指定把关人",
    "extend_discussion": "协商延长了",
    "summarise": "协商纪要有了新的一版",
    "convene": "召集机构已同意召开会议",
    "challenge": "党组织对计票提出异议，等街镇答复",
    "dismiss_challenge": "街镇答复：计票异议不成立",
    "submit_covenant": "公约草案已提交党组织把关",
    "return_covenant": "公约草案退回主持人修改",
    "count_covenant": "公约表决已计票，结果正在公示",
    "challenge_covenant": "党组织对公约计票提出异议，等街镇答复",
    "extend_covenant_vote": "公约表决延长了",
}
#: Steps of which the new state alone does not tell what happened.
MOVED = {
    "bounce": "文字没有通过内容检查，请修改后再提交",
    "order_review": "街镇责成复议，由社区党组织重新把关",
    "adopt": "已由附议的邻居接手，重新送把关",
    "adopt_admitted": "已由附议的邻居接手，继续办",
    "return_plan": "协商方案退回主持人修改",
    "resume": "协商恢复了，可以继续发言",
    "return_route": "表决方案退回主持人修改",
    "order_revote": "街镇责成重新表决，表决方案重新送把关",
    "order_covenant_revote": "街镇责成公约重新表决",
    "drop_covenant": "公约表决没有通过，退回修改",
}
#: What neighbours cannot open is no news for them.
NOT_PUBLIC = (TopicState.DRAFT, TopicState.RETURNED, TopicState.DECLINED)
DECLINED = "您附议的一个议题没有立题，理由见把关台账"
TO_THE_HOMES = {
    TopicState.VOTING: "有一项表决等您家投票",
    TopicState.DECIDED: "表决结果已确认：通过",
    TopicState.NOT_PASSED: "表决结果已确认：未通过",
    TopicState.NO_QUORUM: "表决参与户数不够，没有形成决定",
}
#: A topic's covenant is asked about in a poll of its own.
COVENANT_TO_THE_HOMES = {
    Verb.OPEN_COVENANT_VOTE: "有一项表决等您家投票",
    Verb.EXTEND_COVENANT_VOTE: "有一项表决等您家投票",
    Verb.ADOPT_COVENANT: "公约表决结果已确认：通过",
    Verb.DROP_COVENANT: "公约表决结果已确认：没有通过",
}
JUDGED = {"held": "已转人工查看", "refused": "没有通过审核", "hidden": "已被隐藏"}


def topic_moved(event: dict[str, Any]) -> None:
    """The author hears every step others take, who took part each new state, the homes of their ballot."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is None:
        return
    state = TopicState(event["to_state"])
    known, usual = (STAYING, None) if event["from_state"] == state else (MOVED, STATE_NAMES[state])
    words = known.get(event["verb"], usual)
    if words is None:
        return
    source = f"topic:{topic.id}:{topic.moves}:{event['verb']}:{state}"
    if event["verb"] not in OWN_STEPS:
        tell(topic.author_id, source, _line(topic, f"您的议题：{words}"))
    reached = _tell_homes(topic, event)
    others = followers.of(topic.id) - {topic.author_id} - reached
    if state not in NOT_PUBLIC:
        tell_all(others, source, _line(topic, f"您参与的议题：{words}"))
    elif event["verb"] in ("decline", "countersign"):
        tell_all(others, source, Line(Kind.TOPIC, DECLINED, "", "ledger"))


def _line(topic: Topic, title: str) -> Line:
    return Line(Kind.TOPIC, title, topic.title, f"topic:{topic.id}")


def _tell_homes(topic: Topic, event: dict[str, Any]) -> frozenset[int]:
    """Everybody on the roll, of the ballot and its outcome; answers whom it told."""
    moved = event["from_state"] != event["to_state"]
    words, poll_id = TO_THE_HOMES.get(event["to_state"]) if moved else None, topic.poll_id
    if of_covenant := COVENANT_TO_THE_HOMES.get(event["verb"]):
        words, poll_id = of_covenant, topic.covenant_poll_id
    if words is None or poll_id is None:
        return frozenset()
    people = frozenset(adults_on_the_roll(poll_id))
    # An extended vote is news again; the same message delivered twice is not.
    source = f"poll:{poll_id}:{event['to_state']}:{topic.moves}"
    tell_all(people, source, Line(Kind.POLL, words, topic.title, f"poll:{poll_id}"))
    return people


def adults_on_the_roll(poll_id: int) -> Iterable[int]:
    return {member.person_id for member in identity.members_of_homes(queries.homes_on_roll(poll_id))}


def text_held(event: dict[str, Any]) -> None:
    """Neighbours do not see it yet: its author need not wonder why."""
    topic = deliberation.get_topic(event["topic_id"])
    if topic is not None:
        source = f"text_held:{topic.id}:{event['text_version']}"
        tell(topic.author_id, source, _line(topic, "您的议题文字已转人工查看，把关时一并审核"))


def comment_judged(event: dict[str, Any]) -> None:
    comment = deliberation.get_comment(event["comment_id"])
    if comment is None or event["state"] not in JUDGED:
        return
    line = Line(Kind.TOPIC, f"您的发言{JUDGED[event['state']]}", comment.body, f"topic:{event['topic_id']}")
    tell(comment.author_id, f"topic_comment:{comment.id}:{event['judgement']}", line)
