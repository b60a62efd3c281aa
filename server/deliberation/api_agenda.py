"""HTTP face of the way to the agenda and to a decision: support, look-alikes, the routes that are open."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import merging, queries, reads, route_cards, seconding, similar, words
from server.deliberation.api import seen
from server.deliberation.matters import Matter as About
from server.deliberation.policy import Matter, Sight
from server.deliberation.schemas_agenda import (
    MergeTargetsOut,
    RoutesArgs,
    RoutesOut,
    SecondIn,
    SimilarArgs,
    SimilarOut,
)
from server.deliberation.schemas_out import TopicPage

blp = Blueprint(
    "agenda", __name__, url_prefix="/api/v1/communities/<int:community_id>/topics", description="议程"
)


@blp.get("/similar")
@blp.requires(Permission.TOPIC_PROPOSE)
@blp.arguments(SimilarArgs, location="query")
@blp.response(200, SimilarOut)
def list_similar(args: dict[str, Any]) -> dict[str, Any]:
    """和这段文字最像的议题，最多五个：也许附议已有的更好。"""
    return {"items": similar.find(current_actor(), args["text"])}


@blp.post("/<int:topic_id>/second")
@blp.requires(Permission.TOPIC_SECOND, topic=queries.get_matter)
@blp.arguments(SecondIn)
@blp.response(200, TopicPage)
def second_topic(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """为一户附议。409：家里已有人附议，或已经开始协商。"""
    actor = current_actor()
    seconding.second(actor, seen(topic).id, form["home_id"])
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


@blp.delete("/<int:topic_id>/second/<int:home_id>")
@blp.requires(Permission.TOPIC_SECOND, topic=queries.get_matter)
@blp.response(200, TopicPage)
def take_second_back(topic: Matter, home_id: int) -> dict[str, Any]:
    """撤回自己的附议。"""
    actor = current_actor()
    seconding.take_back(actor, seen(topic).id, home_id)
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


@blp.get("/<int:topic_id>/merge-targets")
@blp.requires(Permission.TOPIC_GATE, topic=queries.get_matter)
@blp.response(200, MergeTargetsOut)
def list_merge_targets(topic: Matter) -> dict[str, Any]:
    """这个议题可以并入哪些议题：已经立题、还没有开始协商、同一范围。"""
    found = merging.targets(current_actor(), seen(topic, Sight.WHOLE))
    cards = [{"id": str(one.id), "title": one.title, "state_name": words.state_name(one)} for one in found]
    return {"items": cards}


@blp.get("/<int:topic_id>/routes")
@blp.requires(Permission.TOPIC_LEAD, topic=queries.get_matter)
@blp.arguments(RoutesArgs, location="query")
@blp.response(200, RoutesOut)
def list_routes(args: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """这个议题、这类事项可以怎样决定；不可以的写明原因，还没有核定的法定数字列出来。"""
    return route_cards.of(seen(topic, Sight.WHOLE), About(args["matter"]))
