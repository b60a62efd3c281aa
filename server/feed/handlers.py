"""What moves the stream. Every handler makes a card anew, so a second delivery changes nothing."""

from typing import Any

from server.feed import service, sources
from server.feed.models import FeedKind


def post_moved(event: dict[str, Any]) -> None:
    service.refresh(FeedKind.POST, event["post_id"], sources.post)


def item_moved(event: dict[str, Any]) -> None:
    service.refresh(FeedKind.ITEM, event["item_id"], sources.item)


def topic_moved(event: dict[str, Any]) -> None:
    service.refresh(FeedKind.TOPIC, event["topic_id"], sources.topic)


def desk_moved(_: dict[str, Any]) -> None:
    """Something arrived on, or left, somebody's desk, or an emergency was switched."""
    service.touch()
