"""The days of a discussion, as its plan says them. Pure."""

from datetime import date
from typing import Any

from server.deliberation.guards import day_words
from server.deliberation.states import TopicState


def days_of(topic: Any) -> tuple[date | None, date | None]:
    """First and last day of the planned discussion; (None, None) without a plan."""
    if not topic.plan:
        return None, None
    return date.fromisoformat(topic.plan["starts_on"]), date.fromisoformat(topic.plan["ends_on"])


def not_running(topic: Any, day: date) -> str | None:
    """Why nobody speaks on this day; None while the discussion runs.

    It begins with the first day of the plan, and lasts until its minutes are out: who had no time until
    the last day is still heard.
    """
    if topic.state is TopicState.PAUSED:
        return "协商已暂停，恢复后可以继续"
    if topic.state is not TopicState.DISCUSSING:
        return "现在不在协商期，不能表态或发言"
    starts_on, _ = days_of(topic)
    assert starts_on is not None
    return None if day >= starts_on else f"协商从 {day_words(starts_on)} 开始"
