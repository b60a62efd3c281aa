"""What an author may still change of a topic that is a draft or came back: words, photos, scope, stake."""

from collections.abc import Sequence
from typing import Any

from server.core import audit, uploads
from server.core.access import Actor
from server.deliberation import agenda_queries, sources
from server.deliberation.models import Topic
from server.kit.errors import ConflictError, InvalidError


def check_estate(actor: Actor, estate_id: int | None) -> None:
    """A resident proposes for his own estates or the whole community; staff for what they look after."""
    visible = actor.visible_estates
    if estate_id is not None and visible is not None and estate_id not in visible:
        raise InvalidError("只能向自己居住的小区或整个社区提议题", code="not_your_estate")


def photos(actor: Actor, topic: Topic, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The photos in their new order: of the topic's own those that stay, and new ones of the author's.

    What is left out stays stored: an earlier version of the text shows it.
    """
    kept = {photo["id"]: photo for photo in topic.photos}
    fresh = [one for one in ids if one not in kept]
    if len(set(ids)) != len(ids):
        raise InvalidError("照片不能重复")
    claimed = {photo["id"]: photo for photo in uploads.claim(actor, fresh, topic.id)}
    return [(kept | claimed)[one] for one in ids]


def scope(actor: Actor, topic: Topic, estate_id: int | None) -> int | None:
    """The topic's new scope, if those who read its source and stand behind it are still within."""
    if estate_id == topic.estate_id:
        return estate_id
    check_estate(actor, estate_id)
    sources.checked(actor, topic.source_post_id, estate_id)
    if estate_id is not None and agenda_queries.seconded_outside(topic.id, estate_id):
        raise ConflictError(
            "已有其他小区的住户附议，不能改为只和一个小区有关；可以撤回后重新提出", code="seconded_outside"
        )
    audit.record(actor, "topic.rescope", topic.id, from_estate=topic.estate_id, to_estate=estate_id)
    return estate_id
