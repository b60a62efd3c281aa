"""Whom a topic concerns by his own doing: its author, who seconded, took a stance, spoke or voted."""

from server.deliberation import agenda_queries


def of(topic_id: int) -> frozenset[int]:
    """Person ids, each once. Of a secret vote nobody is counted in: who voted is nobody's list."""
    return agenda_queries.followers(topic_id)
