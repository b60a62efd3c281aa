"""Versions of a topic's words: what a gate decision signs. Old ones stay."""

import hashlib
from collections.abc import Sequence
from typing import Any

from server.deliberation.models import Topic, TopicText
from server.extensions import db
from server.kit import chain


def digest(title: str, body: str, photos: Sequence[dict[str, Any]]) -> bytes:
    """SHA-256 of the text as everybody reads it."""
    entry = {"title": title, "body": body, "photos": [photo["id"] for photo in photos]}
    return hashlib.sha256(chain.canonical(entry)).digest()


def keep(topic: Topic) -> None:
    """Store the topic's present words as its version `text_version`."""
    db.session.add(
        TopicText(
            topic_id=topic.id,
            version=topic.text_version,
            title=topic.title,
            body=topic.body,
            photos=topic.photos,
            sha256=topic.text_hash,
        )
    )


def revise(topic: Topic, *, title: str, body: str, photos: list[dict[str, Any]]) -> None:
    """New words or photos, a new version. The same again change nothing."""
    hashed = digest(title, body, photos)
    if hashed == topic.text_hash:
        return
    topic.title, topic.body, topic.photos, topic.text_hash = title, body, photos, hashed
    topic.text_version += 1
    db.session.flush()
    keep(topic)
