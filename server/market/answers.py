"""Rows as the JSON that clients get: ids as strings, times as stamps."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.core import authors, uploads
from server.kit.rest import stamp
from server.market.models import ItemRequest, Kind, RequestState, State

EXCERPT = 60
KIND_NAMES: Mapping[Kind, str] = {Kind.GIVE: "赠送", Kind.SWAP: "交换", Kind.LEND: "借用"}
STATE_NAMES: Mapping[State, str] = {
    State.CHECKING: "审核中",
    State.OFFERED: "可以申请",
    State.RESERVED: "已有人预约",
    State.HANDED_OVER: "已交出，等对方确认",
    State.RECEIVED: "已完成",
    State.WITHDRAWN: "已撤回",
    State.HELD: "等待人工审核",
    State.REFUSED: "未通过审核",
}
REQUEST_NAMES: Mapping[RequestState, str] = {
    RequestState.WAITING: "排队中",
    RequestState.HOLDING: "留给这位邻居",
    RequestState.DONE: "已收到",
    RequestState.CANCELLED: "已取消",
    RequestState.PASSED: "没有轮到",
}


def card(row: Any) -> dict[str, Any]:
    """An item in a list. `row` has the columns of queries."""
    flat = " ".join(row.body.split())
    return {
        "id": str(row.id),
        "kind": row.kind.value,
        "kind_name": KIND_NAMES[row.kind],
        "title": row.title,
        "excerpt": flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + "…",
        "wants": row.wants,
        "photos": uploads.view(row.community_id, row.photos),
        "author": authors.view(row),
        "estate": {"id": str(row.estate_id), "name": row.estate_name} if row.estate_id else None,
        "created_at": stamp(row.created_at),
        "waiting": row.queue,
        "state": row.state.value,
        "state_name": STATE_NAMES[row.state],
        "reason": row.reason,
    }


def item(row: Any, thanks: ItemRequest | None) -> dict[str, Any]:
    """An item on its own page, with the thanks of the one who has it once they passed the check."""
    said = {"note": thanks.thanks, "author": authors.view(thanks)} if thanks and thanks.clear else None
    return {**card(row), "body": row.body, "thanks": said if said and said["note"] else None}


def requests(rows: Sequence[ItemRequest]) -> list[dict[str, Any]]:
    """The queue as the giver sees it. A request is known by its place: person ids are never sent."""
    waiting = [row.place for row in rows if row.state is RequestState.WAITING]
    return [
        {
            "id": str(row.place),
            "author": authors.view(row),
            "note": row.note if row.clear else "",
            "place_in_queue": waiting.index(row.place) + 1 if row.place in waiting else 0,
            "state": row.state.value,
            "state_name": REQUEST_NAMES[row.state],
            "at": stamp(row.at),
        }
        for row in rows
    ]
