"""注销账号: the caller's own account."""

from typing import Any

from server.core.access import Actor, Permission, current_actor
from server.core.blueprint import Blueprint
from server.identity import queries_closing as queries
from server.identity.closing_words import GOES, STAYS
from server.identity.schemas_closing import ClosingOut
from server.identity.service import closing

blp = Blueprint("closing", __name__, url_prefix="/api/v1/me/closing")


@blp.get("")
@blp.requires(Permission.ME)
@blp.response(200, ClosingOut)
def read_closing() -> dict[str, Any]:
    """注销账号：会删除什么、保留什么、还有什么没办完"""
    return _view(current_actor())


@blp.post("")
@blp.requires(Permission.ME)
@blp.response(201, ClosingOut)
def ask_to_close() -> dict[str, Any]:
    """申请注销账号，七天后执行"""
    closing.ask(current_actor())
    return _view(current_actor())


@blp.delete("")
@blp.requires(Permission.ME)
@blp.response(200, ClosingOut)
def take_back() -> dict[str, Any]:
    """取消注销；没有申请过也可以调用"""
    closing.take_back(current_actor())
    return _view(current_actor())


def _view(actor: Actor) -> dict[str, Any]:
    row = queries.closing_of(actor.person_id)
    found = closing.obstacles(actor.person_id)
    may_ask = ["ask"] if not found else []
    return {
        "asked_at": row.asked_at if row else None,
        "due_at": row.due_at if row else None,
        "cooling_off_days": closing.COOLING_OFF.days,
        "obstacles": found,
        "goes": GOES,
        "stays": [{"what": what, "why": why} for what, why in STAYS],
        "verbs": ["take_back"] if row else may_ask,
    }
