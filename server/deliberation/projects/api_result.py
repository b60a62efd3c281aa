"""HTTP face of what is said of a result, and of the fund's book."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import queries as topics
from server.deliberation.api import seen
from server.deliberation.policy import Matter, Sight
from server.deliberation.projects import (
    evaluation_views,
    evaluations,
    fund,
    fund_queries,
    fund_views,
)
from server.deliberation.projects.fund_models import FundEntry
from server.deliberation.projects.schemas import NoteModerationIn
from server.deliberation.projects.schemas_result import (
    EvaluationIn,
    EvaluationOut,
    FundEntryIn,
    FundEntryOut,
    FundOut,
    HeldEvaluationOut,
    RatedHomeOut,
    RemarkIn,
    ReversalIn,
)
from server.kit.pagination import PageArgs

blp = Blueprint(
    "results", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="评价和微基金"
)


@blp.get("/topics/<int:topic_id>/evaluation")
@blp.requires(Permission.TOPIC_READ, topic=topics.get_matter)
@blp.response(200, EvaluationOut)
def read_evaluation(topic: Matter) -> dict[str, Any]:
    """大家评：评价期内只有户数，期满后公布各项户数和文字。"""
    seen(topic, Sight.WHOLE)
    return evaluation_views.result(current_actor(), topic)


@blp.put("/topics/<int:topic_id>/evaluation")
@blp.requires(Permission.PROJECT_RATE, topic=topics.get_matter)
@blp.arguments(EvaluationIn)
@blp.response(200, RatedHomeOut)
def rate_result(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """为一户评价，期满前本人可以改。409：家里另一位已评价（home_rated），或不在评价期。"""
    actor = current_actor()
    return evaluation_views.home_said(actor, evaluations.rate(actor, seen(topic, Sight.WHOLE).id, form))


@blp.post("/topics/<int:topic_id>/evaluation/remarks")
@blp.requires(Permission.TOPIC_READ, topic=topics.get_matter)
@blp.arguments(RemarkIn)
@blp.response(201, EvaluationOut)
def remark_result(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """监督委员会成员发表意见，一人一次，立即公开。"""
    actor = current_actor()
    evaluations.remark(actor, seen(topic, Sight.WHOLE).id, form["text"])
    return evaluation_views.result(actor, topic)


@blp.post("/topics/<int:topic_id>/evaluation/<int:home_id>/steps")
@blp.requires(Permission.POST_MODERATE, topic=topics.get_matter)
@blp.arguments(NoteModerationIn)
@blp.response(200, HeldEvaluationOut)
def moderate_evaluation(form: dict[str, Any], topic: Matter, home_id: int) -> dict[str, Any]:
    """处理一户的评价文字：放行、不予发布、隐藏或恢复；评价本身照样计入。"""
    topic_id = seen(topic, Sight.WHOLE).id
    return evaluation_views.held(evaluations.moderate(current_actor(), topic_id, home_id, form))


@blp.get("/fund")
@blp.requires(Permission.TOPIC_READ)
@blp.arguments(PageArgs, location="query")
@blp.response(200, FundOut)
def read_fund(args: dict[str, Any]) -> dict[str, Any]:
    """微基金：余额和逐笔账目，新的在前。"""
    return fund_views.book(current_actor(), args["after"], args["limit"])


@blp.post("/fund")
@blp.requires(Permission.FUND_KEEP)
@blp.arguments(FundEntryIn)
@blp.response(201, FundEntryOut)
def record_entry(form: dict[str, Any]) -> dict[str, Any]:
    """记一笔收入或支出。409：余额不够（not_enough）。记了不能改，只能冲销。"""
    return _shown(fund.record(current_actor(), form))


@blp.post("/fund/<int:entry_id>/reversal")
@blp.requires(Permission.FUND_KEEP, entry=fund_queries.entry)
@blp.arguments(ReversalIn)
@blp.response(201, FundEntryOut)
def reverse_entry(form: dict[str, Any], entry: FundEntry) -> dict[str, Any]:
    """冲销记错的一笔：另记一笔相反的，写明原因。"""
    return _shown(fund.reverse(current_actor(), entry.id, form["memo"]))


def _shown(row: FundEntry) -> dict[str, Any]:
    (entry,) = fund_views.entries([row])
    return entry
