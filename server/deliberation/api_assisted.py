"""Routes of topics that are filed for a neighbour."""

from typing import Any

from server.assistance.schemas import FilingAnswerIn
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import assisted, queries, reads
from server.deliberation.api import seen
from server.deliberation.policy import Matter
from server.deliberation.schemas import AssistedTopicIn
from server.deliberation.schemas_out import TopicPage

blp = Blueprint(
    "assisted_topics", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="代为提交"
)


@blp.post("/assisted-topics")
@blp.requires(Permission.ASSIST)
@blp.arguments(AssistedTopicIn)
@blp.response(201, TopicPage)
def file_topic(form: dict[str, Any]) -> dict[str, Any]:
    """代邻居提议题：直接提交，并请本人确认"""
    actor = current_actor()
    topic = assisted.propose(actor, form)
    return reads.page_for(actor, queries.lock_matter(topic.id))


@blp.post("/topics/<int:topic_id>/filing")
@blp.requires(Permission.TOPIC_READ, topic=queries.get_matter)
@blp.arguments(FilingAnswerIn)
@blp.response(200, TopicPage)
def answer_filing(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """别人代我提的议题：确认，或表示不是我的意思（还没有开始协商的随即撤回）"""
    actor = current_actor()
    assisted.answer(actor, seen(topic), form)
    return reads.page_for(actor, queries.lock_matter(topic.topic.id), acted=True)
