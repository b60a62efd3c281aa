"""The days of a discussion, as its plan says them. Pure."""

from datetime import date
from typing import Any


def days_of(topic: Any) -> tuple[date | None, date | None]:
    """First and last day of the planned discussion; (None, None) without a plan."""
    if not topic.plan:
        return None, None
    return date.fromisoformat(topic.plan["starts_on"]), date.fromisoformat(topic.plan["ends_on"])
