"""What the 街镇 and a community's officers are told about supervision orders."""

from typing import Any

from server.notices.models import Kind
from server.notices.service import Line, tell_all


def order_moved(event: dict[str, Any]) -> None:
    """Both sides hear every step of the other, and that one is late."""
    line = Line(Kind.ORDER, event["title"], event["text"], f"order:{event['order_id']}")
    tell_all(event["people"], f"order:{event['order_id']}:{event['seq']}:{event['verb']}", line)
