"""HTTP face of topics: permit, parse, delegate, answer."""

from typing import Any

from flask import Response

from server.core import hot
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import listings, policy, queries, reads, service, talk
from server.deliberation.forms import Move
from server.deliberation.models import StanceKind, Topic
from server.deliberation.policy import Matter, Sight
from server.deliberation.schemas import (
    StanceIn,
    StanceOut,
    TopicCommentIn,
    TopicIn,
    TopicListArgs,
    TopicStepIn,
)
from server.deliberation.schemas_out import TopicCommentList, TopicCommentOut, TopicListPage, TopicPage
from server.deliberation.workflow import Verb
from server.kit.errors import NotFoundError
from server.kit.pagination import PageArgs

blp = Blueprint(
    "topics", __name__, url_prefix="/api/v1/communities/<int:community_id>/topics", description="议题"
)


def seen(matter: Matter, *least: Sight) -> Topic:
    """The topic, if the caller sees that much of it; 404 otherwise, as if it did not exist."""
    if policy.sight(current_actor(), matter.topic) not in (least or (Sight.GLANCE, Sight.WHOLE)):
        raise NotFoundError
    return matter.topic


def found(topic_id: int) -> Topic:
    """The topic the path names, if the caller sees it whole. What cannot be seen is 404 before any 403."""
    matter = queries.get_matter(topic_id)
    if matter is None:
        raise NotFoundError
    return seen(matter, Sight.WHOLE)


@blp.get("")
@blp.requires(Permission.TOPIC_READ)
@blp.arguments(TopicListArgs, location="query")
@blp.response(200, TopicListPage)
def list_topics(args: dict[str, Any]) -> Response | dict[str, Any]:
    """议事厅：进行中、已决议、全部，或我提的议题；mine 里是我还没有公开的议题。"""
    if args["state"] == "mine":
        return listings.mine(current_actor(), args["after"], args["limit"])
    return hot.answer(reads.TOPIC_LIST, **args)


@blp.post("")
@blp.requires(Permission.TOPIC_PROPOSE)
@blp.arguments(TopicIn)
@blp.response(201, TopicPage)
def propose_topic(form: dict[str, Any]) -> dict[str, Any]:
    """提议题：先存为草稿，submit 为真时直接提交把关。"""
    actor = current_actor()
    topic = service.propose(actor, form)
    if form["submit"]:
        service.advance(actor, topic.id, Move(Verb.SUBMIT))
    return reads.page_for(actor, queries.lock_matter(topic.id))


@blp.get("/<int:topic_id>")
@blp.requires(Permission.TOPIC_READ)
@blp.response(200, TopicPage)
def read_topic(topic_id: int) -> Response | dict[str, Any]:
    """议题页：文字、七步、把关记录、协商、表决，和我现在可以做什么。"""
    try:
        return hot.answer(reads.TOPIC_PAGE, topic=topic_id)
    except NotFoundError:
        matter = queries.get_matter(topic_id)
        if matter is None:
            raise
        return reads.page_for(current_actor(), matter)


@blp.post("/<int:topic_id>/steps")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.arguments(TopicStepIn)
@blp.response(200, TopicPage)
def step_topic(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """走一步。403：不归您办；409：已有人先办（already_decided 附决定），或条件未到；422：缺理由等。"""
    actor, topic_id = current_actor(), seen(topic).id
    service.advance(actor, topic_id, Move(**{**form, "verb": Verb(form["verb"])}))
    return reads.page_for(actor, queries.lock_matter(topic_id), acted=True)


@blp.put("/<int:topic_id>/stance")
@blp.requires(Permission.TOPIC_DISCUSS)
@blp.arguments(StanceIn)
@blp.response(200, StanceOut)
def take_stance(form: dict[str, Any], topic_id: int) -> dict[str, Any]:
    """协商期内表态，可以改。"""
    talk.take_stance(current_actor(), found(topic_id).id, StanceKind(form["stance"]))
    return {"stance": form["stance"], "stances": listings.stances(topic_id)}


@blp.get("/<int:topic_id>/comments")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.arguments(PageArgs, location="query")
@blp.response(200, TopicCommentList)
def list_comments(args: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """协商发言，从早到晚。"""
    whole = seen(topic, Sight.WHOLE)
    return listings.comments(current_actor(), whole.id, args["after"], args["limit"])


@blp.post("/<int:topic_id>/comments")
@blp.requires(Permission.TOPIC_COMMENT)
@blp.arguments(TopicCommentIn)
@blp.response(201, TopicCommentOut)
def add_comment(form: dict[str, Any], topic_id: int) -> dict[str, Any]:
    """协商期内发言；通过内容检查后大家可见。"""
    return listings.comment(talk.comment(current_actor(), found(topic_id).id, form))
