"""What a person is told about an item he gives or waits for."""

from typing import Any, NamedTuple

from server.market import queries as market
from server.notices.models import Kind
from server.notices.service import Line, tell


class Words(NamedTuple):
    """What the giver reads, what the holder, and those whom the step sent away; None: nothing to tell."""

    giver: str | None = None
    holder: str | None = None
    waiting: str | None = None


WORDS: dict[str, Words] = {
    "request": Words(giver="有邻居预约了您的物品"),
    "cancel": Words(giver="预约的邻居改主意了"),
    "release": Words(holder="物品的主人取消了给您的预约"),
    "hand_over": Words(holder="对方说已经交给您了，请确认收到", waiting="您排队的物品已经给了别的邻居"),
    "receive": Words(giver="邻居确认收到了您的物品"),
    "settle": Words(giver="对方一直没有确认，已自动按收到办结", holder="您一直没有确认，已自动按收到办结"),
    "thank": Words(giver="邻居感谢了您"),
    "withdraw": Words(holder="您预约的物品被主人收回了", waiting="您排队的物品被主人收回了"),
    "pass_on": Words(holder="轮到您了：物品已为您保留"),
    "hold": Words(giver="您的物品已转人工查看"),
    "refuse": Words(
        giver="您的物品没有通过审核",
        holder="您预约的物品没有通过审核，已下架",
        waiting="您排队的物品没有通过审核，已下架",
    ),
    "reject": Words(giver="您的物品没有通过审核"),
}


def item_moved(event: dict[str, Any]) -> None:
    """Each side hears what the other did; nobody hears of his own step, and the giver alone why."""
    item, words = market.get_item(event["item_id"]), WORDS.get(event["verb"])
    if item is None or words is None:
        return
    why = f"（{item.reason}）" if item.reason else ""
    _say(event, event["giver_id"], words.giver, item.title + why)
    _say(event, event["holder_id"], words.holder, item.title)
    for person_id in event["sent_away"]:
        _say(event, person_id, words.waiting, item.title)


def _say(event: dict[str, Any], person_id: int | None, words: str | None, body: str) -> None:
    if words is None or person_id is None or person_id == event["person_id"]:
        return
    link = f"item:{event['item_id']}"
    tell(person_id, f"{link}:{event['step_id']}", Line(Kind.ITEM, words, body, link))


def note_kept(event: dict[str, Any]) -> None:
    """Nobody answers words that nobody reads: their author should not wait for it."""
    item = market.get_item(event["item_id"])
    if item is not None:
        title = "您留的话没有通过内容检查，别人看不到"
        line = Line(Kind.ITEM, title, f"{item.title}（不影响您的预约）", f"item:{item.id}")
        tell(event["person_id"], f"note:{item.id}:{event['note_id']}", line)
