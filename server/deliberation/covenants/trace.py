"""The one trace: from a post to an article of a covenant and back, each link with its day and its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.ballots import queries as ballots
from server.ballots.models import Poll, PollState
from server.boards import policy as posts
from server.boards import queries as boards
from server.boards.models import Post
from server.boards.models import State as PostState
from server.core.access import Actor
from server.deliberation import ledger_queries, words
from server.deliberation import policy as topic_policy
from server.deliberation.covenants import queries, trace_queries
from server.deliberation.covenants.models import VersionState
from server.deliberation.models import Topic, TopicState
from server.deliberation.policy import Sight
from server.kit.errors import NotFoundError
from server.kit.rest import stamp

OUTCOMES = {"passed": "表决通过", "not_passed": "表决未通过", "no_quorum": "参与不够，表决不成立"}
COVENANT_STATES = {
    VersionState.VOTING: "公约交付表决",
    VersionState.IN_FORCE: "公约生效",
    VersionState.SUPERSEDED: "公约曾生效，已有新版",
    VersionState.DROPPED: "公约表决没有通过",
    VersionState.ANNULLED: "公约表决作废，重新表决",
}
#: In one moment several things happen: the decision before what follows from it.
_ORDER = ("post", "topic", "gate", "poll", "project", "evaluation", "covenant", "citation")


@dataclass(frozen=True)
class Place:
    """When it was, and the page to go to."""

    at: datetime
    link: str | None


def _node(kind: str, title: str, state: str, place: Place, text: str = "") -> dict[str, Any]:
    words_of = {"kind": kind, "title": title, "state": state, "text": text}
    return {**words_of, "at": stamp(place.at), "link": place.link}


def of_topic(actor: Actor, topic: Topic) -> dict[str, Any]:
    """The chain of one topic that the caller sees whole."""
    return _answer(topic, [*_source(actor, topic), *_chain(actor, topic)])


def of_post(actor: Actor, post_id: int) -> dict[str, Any]:
    """The chain that grew from a post: of its newest topic, the others as links. NotFoundError unseen."""
    post = boards.get_post(post_id)
    if post is None or post.state is not PostState.PUBLISHED or not posts.sees(actor, post):
        raise NotFoundError
    grown = [
        topic
        for topic in trace_queries.grown_from(post_id, actor.visible_estates)
        if topic_policy.sight(actor, topic) is Sight.WHOLE
    ]
    nodes = [_post(post), *_named(actor, post), *(_topic(one) for one in grown[1:])]
    if not grown:
        return {"now": None, "topic_id": None, "nodes": _sorted(nodes), "steps": []}
    return _answer(grown[0], [*nodes, *_chain(actor, grown[0])])


def _answer(topic: Topic, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "topic_id": topic.id,
        "now": {
            "state": topic.state.value,
            "state_name": words.state_name(topic),
            "next_sentence": words.page_sentence(topic),
            "due_at": topic.due_at,
            "ended": topic.state in words.ENDED,
        },
        "nodes": _sorted(nodes),
        "steps": words.chain(topic),
    }


def _sorted(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(nodes, key=lambda one: (one["at"], _ORDER.index(one["kind"])))


def _source(actor: Actor, topic: Topic) -> Iterator[dict[str, Any]]:
    post = boards.get_post(topic.source_post_id) if topic.source_post_id else None
    if post is not None and post.state is PostState.PUBLISHED and posts.sees(actor, post):
        yield _post(post)


def _post(post: Post) -> dict[str, Any]:
    return _node("post", post.title, "有人在身边事里提出", Place(post.created_at, f"post:{post.id}"))


def _named(actor: Actor, post: Post) -> Iterator[dict[str, Any]]:
    """The articles that are named under the post."""
    for row in queries.cited_on(post.id, actor.visible_estates):
        title = f"《{row.covenant}》第 {row.number} 条{_headed(row.title)}"
        yield _node("citation", title, "引用了公约", Place(row.at, f"covenant:{row.id}"))


def _headed(title: str) -> str:
    return f" {title}" if title else ""


def _topic(topic: Topic) -> dict[str, Any]:
    begun = topic.submitted_at or topic.created_at
    place = Place(begun, f"topic:{topic.id}")
    return _node("topic", topic.title, "提出议题", place, words.state_name(topic))


def _chain(actor: Actor, topic: Topic) -> list[dict[str, Any]]:
    return [
        _topic(topic),
        *_gates(topic),
        *_polls(topic),
        *_project(topic),
        *_evaluation(topic),
        *_covenants(topic),
        *_citations(actor, topic),
    ]


def _gates(topic: Topic) -> Iterator[dict[str, Any]]:
    """Each decision of the party organisation, by whom, and whether it came late."""
    for one in ledger_queries.decisions_on(topic.id):
        late = f"，超时 {one.overdue_minutes} 分钟" if one.overdue_minutes else ""
        said = f"{one.acting_org} {one.decided_name}{late}"
        action = words.ACTION_NAMES[one.gate, one.action]
        yield _node(
            "gate", words.GATE_NAMES[one.gate], action, Place(one.decided_at, f"topic:{topic.id}"), said
        )


def _polls(topic: Topic) -> Iterator[dict[str, Any]]:
    """Every vote on the topic, the annulled too: nothing but the participation's frame while one runs."""
    for poll in ballots.polls_on(topic.id):
        yield _poll(poll)


def _poll(poll: Poll) -> dict[str, Any]:
    if poll.state is PollState.OPEN:
        until = f"{words.day_and_time(poll.closes_at)} 截止，截止前不公布票数"
        return _node("poll", poll.question, "正在表决", Place(poll.opens_at, f"poll:{poll.id}"), until)
    assert poll.counted is not None
    assert poll.closed_at is not None
    text = f"名册 {poll.roll_size} 户，参加 {poll.counted['cast']} 户"
    state = "已作废" if poll.state is PollState.ANNULLED else OUTCOMES[poll.counted["outcome"]]
    return _node("poll", poll.question, state, Place(poll.closed_at, f"result:{poll.id}"), text)


def _project(topic: Topic) -> Iterator[dict[str, Any]]:
    row = trace_queries.project_of(topic.id) if TopicState.PROJECT in topic.milestones else None
    if row is not None:
        state = "已完成" if row.finished_at else "实施中" if row.started_at else "已形成项目"
        text = f"{row.milestones} 个节点，完成 {row.done} 个"
        yield _node("project", row.name, state, Place(row.formed_at, f"project:{row.id}"), text)


def _evaluation(topic: Topic) -> Iterator[dict[str, Any]]:
    begun = topic.milestones.get(TopicState.EVALUATING)
    if begun:
        running = topic.state is TopicState.EVALUATING
        text = f"{trace_queries.evaluated(topic.id)} 户作了评价"
        place = Place(datetime.fromisoformat(begun), f"evaluation:{topic.id}")
        state = "住户正在评价" if running else "评价已结束"
        yield _node("evaluation", "效果评估", state, place, text)


def _covenants(topic: Topic) -> Iterator[dict[str, Any]]:
    begun = TopicState.COVENANT_DRAFT in topic.milestones
    for row in trace_queries.versions_of(topic.id) if begun else ():
        title = f"《{row.title}》第 {row.version} 版"
        link, text = f"covenant:{row.covenant_id}:{row.version}", f"{row.articles} 条"
        yield _node(
            "covenant", title, COVENANT_STATES[row.state], Place(row.adopted_at or row.drafted_at, link), text
        )


def _citations(actor: Actor, topic: Topic) -> Iterator[dict[str, Any]]:
    """Where the articles that this topic made were named since."""
    if TopicState.COVENANT_IN_FORCE not in topic.milestones:
        return
    for row in trace_queries.citations_of(topic.id, actor.visible_estates):
        page = f"post:{row.post_id}" if row.post_id else f"topic:{row.topic_id}"
        text = f"《{row.covenant}》第 {row.number} 条{_headed(row.article)}"
        yield _node("citation", row.post_title or row.topic_title, "引用了公约", Place(row.at, page), text)
