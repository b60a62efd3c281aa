"""HTTP face of the resident who hosts a topic."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import host_queries, hosting, queries, reads
from server.deliberation.api import seen
from server.deliberation.policy import Matter, Sight
from server.deliberation.schemas_host import (
    HostCandidateArgs,
    HostCandidatesOut,
    HostEndIn,
    HostIn,
    HostNamingsOut,
)
from server.deliberation.schemas_out import TopicPage

PREFIX = "/api/v1/communities/<int:community_id>/topics/<int:topic_id>/host"
blp = Blueprint("topic_host", __name__, url_prefix=PREFIX, description="居民主持人")


@blp.get("")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.response(200, HostNamingsOut)
def list_hosts(topic: Matter) -> dict[str, Any]:
    """谁被指定主持过这个议题：谁指定、为什么、怎样结束"""
    rows = host_queries.namings(seen(topic, Sight.WHOLE).id)
    return {"items": [hosting.shown(one) for one in rows]}


@blp.get("/candidates")
@blp.requires(Permission.TOPIC_GATE, topic=queries.get_matter)
@blp.arguments(HostCandidateArgs, location="query")
@blp.response(200, HostCandidatesOut)
def list_host_candidates(args: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """可以指定为主持人的住户，按门牌或称呼查找，最多二十位"""
    rows = host_queries.candidates(seen(topic, Sight.WHOLE), args["q"], current_actor().person_id)
    items = [
        {"membership_id": one.id, "name": one.display_name, "door": one.building + one.room} for one in rows
    ]
    return {"items": items}


@blp.post("")
@blp.requires(Permission.TOPIC_GATE, topic=queries.get_matter)
@blp.arguments(HostIn)
@blp.response(200, TopicPage)
def name_host(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """党组织指定一位居民主持这个议题；在议题页公开。409：没有立题、已有主持人；422：不在名单中"""
    actor = current_actor()
    hosting.name(actor, seen(topic, Sight.WHOLE).id, form)
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


@blp.post("/dismissal")
@blp.requires(Permission.TOPIC_GATE, topic=queries.get_matter)
@blp.arguments(HostEndIn)
@blp.response(200, TopicPage)
def dismiss_host(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """党组织收回对居民主持人的指定，写明原因"""
    actor = current_actor()
    hosting.dismiss(actor, seen(topic, Sight.WHOLE).id, form["reason"])
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


@blp.post("/decline")
@blp.requires(Permission.TOPIC_LEAD, topic=queries.get_matter)
@blp.arguments(HostEndIn)
@blp.response(200, TopicPage)
def decline_host(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """被指定的主持人辞去，写明原因"""
    actor = current_actor()
    hosting.decline(actor, seen(topic, Sight.WHOLE).id, form["reason"])
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))
