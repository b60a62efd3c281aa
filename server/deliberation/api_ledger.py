"""HTTP face of the gates: a topic's decisions, the ledger, the gatekeeper's inbox, held comments."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import export, ledger, listings, policy, queries, talk
from server.deliberation.models import TopicComment
from server.deliberation.policy import Matter, Sight
from server.deliberation.schemas import CommentVerbIn
from server.deliberation.schemas_gates import GateNotesOut, LedgerExportOut, LedgerPage, LedgerSummaryOut
from server.deliberation.schemas_out import GateInboxPage, TopicCommentList, TopicCommentOut
from server.kit.errors import NotFoundError
from server.kit.pagination import PageArgs

blp = Blueprint("gates", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="把关")


@blp.get("/topics/<int:topic_id>/gate-decisions")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.response(200, GateNotesOut)
def list_gate_decisions(topic: Matter) -> dict[str, Any]:
    """一个议题的把关记录，从早到晚。"""
    if policy.sight(current_actor(), topic.topic) is not Sight.WHOLE:
        raise NotFoundError
    return {"items": listings.decisions(topic.topic.id)}


@blp.get("/gate-ledger")
@blp.requires(Permission.LEDGER_READ)
@blp.arguments(PageArgs, location="query")
@blp.response(200, LedgerPage)
def read_ledger(args: dict[str, Any]) -> dict[str, Any]:
    """把关台账：党组织的每一次把关，最近的在前。"""
    return ledger.page(current_actor(), args["after"], args["limit"])


@blp.get("/gate-ledger/summary")
@blp.requires(Permission.LEDGER_READ)
@blp.response(200, LedgerSummaryOut)
def read_ledger_summary() -> dict[str, Any]:
    """把关台账的汇总：各项次数、理由、用时中位数，以及核对过的链头。"""
    return ledger.summary()


@blp.get("/gate-ledger/export")
@blp.requires(Permission.LEDGER_READ)
@blp.response(200, LedgerExportOut)
def export_ledger() -> dict[str, Any]:
    """整本台账连同签名、公钥和每天的链头，供 scripts/verify_ledger 核对；不对您公开的内容只有指纹。"""
    return export.whole(current_actor())


@blp.get("/gate-inbox")
@blp.requires(Permission.TOPIC_GATE)
@blp.arguments(PageArgs, location="query")
@blp.response(200, GateInboxPage)
def read_inbox(args: dict[str, Any]) -> dict[str, Any]:
    """等我把关的议题，最急的在前。"""
    return listings.inbox(current_actor(), args["after"], args["limit"])


@blp.get("/topic-comments/held")
@blp.requires(Permission.POST_MODERATE)
@blp.arguments(PageArgs, location="query")
@blp.response(200, TopicCommentList)
def list_held_comments(args: dict[str, Any]) -> dict[str, Any]:
    """等人工查看的协商发言，最早的在前。"""
    return listings.held(current_actor(), args["after"], args["limit"])


@blp.post("/topic-comments/<int:comment_id>/steps")
@blp.requires(Permission.POST_MODERATE, comment=queries.get_comment)
@blp.arguments(CommentVerbIn)
@blp.response(200, TopicCommentOut)
def moderate_comment(form: dict[str, Any], comment: TopicComment) -> dict[str, Any]:
    """处理一条协商发言：放行、不予发布、隐藏、恢复，附理由。"""
    return listings.comment(talk.moderate(current_actor(), comment.id, form["verb"], form["reason"]))
