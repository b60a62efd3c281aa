"""What a person is told about an item he gives or waits for."""

from typing import Any

from server.market import queries as market
from server.market.models import Item
from server.notices.models import Kind
from server.notices.service import Line, tell

#: verb → (what the giver reads, what the holder reads); None: nothing to tell.
WORDS: dict[str, tuple[str | None, str | None]] = {
    "request": ("有邻居预约了您的物品", None),
    "cancel": ("预约的邻居改主意了", None),
    "release": (None, "物品的主人取消了给您的预约"),
    "hand_over": (None, "对方说已经交给您了，请确认收到"),
    "receive": ("邻居确认收到了您的物品", None),
    "thank": ("邻居感谢了您", None),
    "withdraw": (None, "您预约的物品被主人收回了"),
    "pass_on": (None, "轮到您了：物品已为您保留"),
    "hold": ("您的物品已转人工查看", None),
    "refuse": ("您的物品没有通过审核", None),
    "reject": ("您的物品没有通过审核", None),
}


def item_moved(event: dict[str, Any]) -> None:
    """Each side hears what the other did; nobody hears of his own step."""
    item = market.get_item(event["item_id"])
    if item is None:
        return
    to_giver, to_holder = WORDS.get(event["verb"], (None, None))
    _say(item, event, event["giver_id"], to_giver)
    if event["holder_id"] is not None:
        _say(item, event, event["holder_id"], to_holder)


def _say(item: Item, event: dict[str, Any], person_id: int, words: str | None) -> None:
    if words is None or person_id == event["person_id"]:
        return
    source = f"item:{item.id}:{event['verb']}:{event['person_id']}:{event['holder_id']}"
    body = f"{item.title}{f'（{item.reason}）' if item.reason else ''}"
    tell(person_id, source, Line(Kind.ITEM, words, body, f"item:{item.id}"))
