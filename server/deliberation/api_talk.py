"""HTTP face of what a discussion is made of beside comments: papers, meetings, amendments, objections."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import (
    amendments,
    discussion_queries,
    meetings,
    objections,
    parts,
    queries,
    reads,
)
from server.deliberation.api import seen
from server.deliberation.discussion_models import PaperKind, Stage
from server.deliberation.objections import Key
from server.deliberation.policy import Matter, Sight
from server.deliberation.schemas_out import TopicPage
from server.deliberation.schemas_talk import (
    AmendmentAnswerIn,
    AmendmentIn,
    AmendmentOut,
    HeldWordsOut,
    MinutesIn,
    ModerationIn,
    ObjectionAnswerIn,
    ObjectionIn,
    ObjectionModerationIn,
    ObjectionOut,
    ObjectionWithdrawalIn,
    PaperArgs,
    PapersOut,
)

blp = Blueprint(
    "discussion", __name__, url_prefix="/api/v1/communities/<int:community_id>/topics", description="协商"
)


@blp.get("/<int:topic_id>/papers")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.arguments(PaperArgs, location="query")
@blp.response(200, PapersOut)
def list_papers(args: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """协商方案、协商纪要或表决方案的各版，从早到晚。"""
    found = discussion_queries.papers_of(seen(topic, Sight.WHOLE).id, PaperKind(args["kind"]))
    return {"items": [parts.paper(one) for one in found]}


@blp.put("/<int:topic_id>/meetings/<int:meeting_id>/minutes")
@blp.requires(Permission.TOPIC_LEAD, topic=queries.get_matter)
@blp.arguments(MinutesIn)
@blp.response(200, TopicPage)
def record_minutes(form: dict[str, Any], topic: Matter, meeting_id: int) -> dict[str, Any]:
    """会议记录：谈了什么，来了多少人；记一次，不能改。"""
    actor = current_actor()
    meetings.record(actor, seen(topic, Sight.WHOLE).id, meeting_id, form)
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


@blp.post("/<int:topic_id>/amendments")
@blp.requires(Permission.TOPIC_COMMENT, topic=queries.get_matter)
@blp.arguments(AmendmentIn)
@blp.response(201, AmendmentOut)
def propose_amendment(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """修改建议：把正文里的哪一段改成什么，为什么。通过内容检查后大家可见，由提出人答复。"""
    return parts.amendment(amendments.propose(current_actor(), seen(topic, Sight.WHOLE).id, form))


@blp.post("/<int:topic_id>/amendments/<int:amendment_id>/answer")
@blp.requires(Permission.TOPIC_PROPOSE, topic=queries.get_matter)
@blp.arguments(AmendmentAnswerIn)
@blp.response(200, TopicPage)
def answer_amendment(form: dict[str, Any], topic: Matter, amendment_id: int) -> dict[str, Any]:
    """提出人采纳或不采纳，写明理由；采纳的文字立即进入正文的新一版。"""
    actor, topic_id = current_actor(), seen(topic, Sight.WHOLE).id
    amendments.answer(actor, topic_id, amendment_id, **form)
    return reads.page_for(actor, queries.lock_matter(topic_id))


@blp.post("/<int:topic_id>/objections")
@blp.requires(Permission.TOPIC_DISCUSS, topic=queries.get_matter)
@blp.arguments(ObjectionIn)
@blp.response(201, ObjectionOut)
def file_objection(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """公示期内，一户提一次异议：对纪要、对不经表决的决定，或对计票。"""
    topic_id = seen(topic, Sight.WHOLE).id
    return parts.objection(objections.file(current_actor(), topic_id, form["home_id"], form["body"]))


@blp.post("/<int:topic_id>/objections/withdrawal")
@blp.requires(Permission.TOPIC_DISCUSS, topic=queries.get_matter)
@blp.arguments(ObjectionWithdrawalIn)
@blp.response(200, TopicPage)
def withdraw_objection(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """提出的人在公示期内撤回这一户的异议：不再计入，记录保留，这次公示不能再提。"""
    actor = current_actor()
    objections.withdraw(actor, seen(topic, Sight.WHOLE).id, form["home_id"])
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


@blp.post("/<int:topic_id>/objections/answer")
@blp.requires(Permission.TOPIC_HOST, topic=queries.get_matter)
@blp.arguments(ObjectionAnswerIn)
@blp.response(200, TopicPage)
def answer_objection(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """主持人公开答复一户的异议。"""
    actor = current_actor()
    objections.answer(actor, _key(seen(topic, Sight.WHOLE).id, form), form["answer"])
    return reads.page_for(actor, queries.lock_matter(topic.topic.id))


def _key(topic_id: int, form: dict[str, Any]) -> Key:
    return Key(topic_id, Stage(form["stage"]), form["round"], form["home_id"])


@blp.get("/held-words")
@blp.requires(Permission.POST_MODERATE)
@blp.response(200, HeldWordsOut)
def list_held_words() -> dict[str, Any]:
    """等人工查看的修改建议和异议。"""
    return parts.held(current_actor())


@blp.post("/<int:topic_id>/amendments/<int:amendment_id>/steps")
@blp.requires(Permission.POST_MODERATE, topic=queries.get_matter)
@blp.arguments(ModerationIn)
@blp.response(200, AmendmentOut)
def moderate_amendment(form: dict[str, Any], topic: Matter, amendment_id: int) -> dict[str, Any]:
    """处理一条等人工查看的修改建议：放行或不予发布，附理由。"""
    subject = seen(topic, Sight.WHOLE)
    return parts.amendment(amendments.moderate(current_actor(), subject, amendment_id, form))


@blp.post("/<int:topic_id>/objections/steps")
@blp.requires(Permission.POST_MODERATE, topic=queries.get_matter)
@blp.arguments(ObjectionModerationIn)
@blp.response(200, ObjectionOut)
def moderate_objection(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """处理一条等人工查看的异议：放行或不予发布，附理由。"""
    key = _key(seen(topic, Sight.WHOLE).id, form)
    return parts.objection(objections.moderate(current_actor(), key, form["verb"], form["reason"]))
