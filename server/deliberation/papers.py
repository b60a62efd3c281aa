"""Versions of a plan, a summary or a proposal: each is kept for good, the last one stands."""

import hashlib
from typing import Any

from server.core.access import Actor
from server.deliberation import discussion_queries
from server.deliberation.discussion_models import Paper, PaperKind
from server.deliberation.models import Topic
from server.extensions import db
from server.kit import chain


def digest(body: dict[str, Any]) -> bytes:
    """SHA-256 of a paper as everybody reads it."""
    return hashlib.sha256(chain.canonical(body)).digest()


def keep(actor: Actor, topic: Topic, kind: PaperKind, body: dict[str, Any]) -> int:
    """Store the next version; its number. The caller has locked the topic."""
    version = discussion_queries.latest_version(topic.id, kind) + 1
    paper = Paper(topic_id=topic.id, kind=kind, version=version, body=body, sha256=digest(body))
    paper.person_id, paper.name = actor.person_id, actor.name
    db.session.add(paper)
    return version


def evidence(topic: Topic, kind: PaperKind, body: dict[str, Any]) -> dict[str, Any]:
    """What a gate decision says of the paper it approved: its version and its hash."""
    version = discussion_queries.latest_version(topic.id, kind)
    return {f"{kind.value}_version": version, f"{kind.value}_hash": digest(body).hex()}
