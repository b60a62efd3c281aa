"""What moves the stream. Every handler makes a card anew, so a second delivery changes nothing."""

from typing import Any

from server.assistance import queries as filings
from server.assistance.models import FilingKind
from server.feed import service, sources
from server.feed.models import FeedKind

_FILED = {
    FilingKind.POST: (FeedKind.POST, sources.post),
    FilingKind.TOPIC: (FeedKind.TOPIC, sources.topic),
}


def post_moved(event: dict[str, Any]) -> None:
    service.refresh(FeedKind.POST, event["post_id"], sources.post)


def item_moved(event: dict[str, Any]) -> None:
    service.refresh(FeedKind.ITEM, event["item_id"], sources.item)


def topic_moved(event: dict[str, Any]) -> None:
    service.refresh(FeedKind.TOPIC, event["topic_id"], sources.topic)


def filing_answered(event: dict[str, Any]) -> None:
    """Its author said whether it was his word, which stands under it."""
    filing = filings.get(event["filing_id"])
    assert filing is not None
    kind, source = _FILED[filing.kind]
    service.refresh(kind, filing.subject_id, source)


def desk_moved(_: dict[str, Any]) -> None:
    """Something arrived on, or left, somebody's desk, or an emergency was switched."""
    service.touch()
