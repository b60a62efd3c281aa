"""HTTP face of covenants and of the one trace."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import queries as topics
from server.deliberation.api import found as seen_topic
from server.deliberation.api import seen
from server.deliberation.covenants import citations, queries, service, trace, views
from server.deliberation.covenants.schemas import (
    CitationIn,
    CitationListOut,
    CitationsArgs,
    CovenantIn,
    CovenantListOut,
    CovenantPage,
    CovenantStepIn,
    RevisionIn,
    TraceOut,
    VersionArgs,
)
from server.deliberation.policy import Matter, Sight

blp = Blueprint(
    "covenants", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="公约"
)


def _page(covenant_id: int, version: int | None = None) -> dict[str, Any]:
    actor = current_actor()
    return views.page(actor, service.found(actor, covenant_id), version)


def _open_page(covenant_id: int) -> dict[str, Any]:
    """The version that is being worked on, as it is after a step; else the one in force."""
    known = queries.versions(covenant_id)
    at_hand = next((one for one in reversed(known) if one.state in queries.OPEN), None)
    return _page(covenant_id, at_hand.version if at_hand else None)


@blp.get("/covenants")
@blp.requires(Permission.TOPIC_READ)
@blp.response(200, CovenantListOut)
def list_covenants() -> dict[str, Any]:
    """公约：生效的、正在表决的；工作人员还看到正在拟订的。"""
    return {"items": views.listed(current_actor())}


@blp.get("/covenants/<int:covenant_id>")
@blp.requires(Permission.TOPIC_READ)
@blp.arguments(VersionArgs, location="query")
@blp.response(200, CovenantPage)
def read_covenant(args: dict[str, Any], covenant_id: int) -> dict[str, Any]:
    """公约的一版：条文、比上一版改了什么、怎样通过的、备案号、复核日期、每条被引用几次。"""
    return _page(covenant_id, args["version"])


@blp.post("/topics/<int:topic_id>/covenant")
@blp.requires(Permission.TOPIC_HOST, topic=topics.get_matter)
@blp.arguments(CovenantIn)
@blp.response(201, CovenantPage)
def draft_covenant(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """由已决议或已评估的议题拟订公约，或修订已有的公约。409：还不能拟订，或正在别处修订。"""
    version = service.draft(current_actor(), seen(topic, Sight.WHOLE).id, form)
    return _page(version.covenant_id, version.version)


@blp.put("/covenants/<int:covenant_id>/draft")
@blp.requires(Permission.TOPIC_HOST)
@blp.arguments(RevisionIn)
@blp.response(200, CovenantPage)
def revise_covenant(form: dict[str, Any], covenant_id: int) -> dict[str, Any]:
    """修改草案的条文。409 stale：别人刚刚改过；at_the_gate：正等把关；articles_are_fixed：已经交付表决。"""
    actor = current_actor()
    version = service.revise(actor, service.found(actor, covenant_id).id, form)
    return _page(covenant_id, version.version)


@blp.post("/covenants/<int:covenant_id>/steps")
@blp.requires(Permission.TOPIC_READ)
@blp.arguments(CovenantStepIn)
@blp.response(200, CovenantPage)
def step_covenant(form: dict[str, Any], covenant_id: int) -> dict[str, Any]:
    """提交把关（连同由谁表决）、备案、复核（主持人）；同意召集（召集会议的机构）；交付表决、生效、表决不过的再改（党组织）。

    409 law_number_missing：法定数字未核定；gate_closed：会议还没有人召集。退回、回避、计票异议是议题的步骤。
    """
    actor = current_actor()
    service.found(actor, covenant_id)
    if form["verb"] == "file":
        service.file(actor, covenant_id, form["filing_no"])
    elif form["verb"] == "note_review":
        service.note_review(actor, covenant_id, form["text"])
    else:
        service.move(actor, covenant_id, form["verb"], form["ballot"])
    return _open_page(covenant_id)


@blp.post("/covenants/<int:covenant_id>/citations")
@blp.requires(Permission.COVENANT_CITE)
@blp.arguments(CitationIn)
@blp.response(201, CovenantPage)
def cite_article(form: dict[str, Any], covenant_id: int) -> dict[str, Any]:
    """在自己写的内容下引用一条；违反公约只由工作人员登记，按条文计数，不涉及任何一户。"""
    actor = current_actor()
    row = citations.cite(actor, service.found(actor, covenant_id), form)
    return _page(covenant_id, row.version)


@blp.get("/covenant-citations")
@blp.requires(Permission.TOPIC_READ)
@blp.arguments(CitationsArgs, location="query")
@blp.response(200, CitationListOut)
def list_citations(args: dict[str, Any]) -> dict[str, Any]:
    """一条帖子或一个议题的页面上引用了哪些条文。"""
    return {"items": citations.on_page(current_actor(), args["post"], args["topic"])}


@blp.get("/topics/<int:topic_id>/trace")
@blp.requires(Permission.TOPIC_READ)
@blp.response(200, TraceOut)
def trace_topic(topic_id: int) -> dict[str, Any]:
    """一条线看到底：从哪条帖子来，每一关、表决、项目、评价、公约，后来在哪里被引用。"""
    return trace.of_topic(current_actor(), seen_topic(topic_id))


@blp.get("/posts/<int:post_id>/trace")
@blp.requires(Permission.TOPIC_READ)
@blp.response(200, TraceOut)
def trace_post(post_id: int) -> dict[str, Any]:
    """这条帖子后来怎样了。"""
    return trace.of_post(current_actor(), post_id)
