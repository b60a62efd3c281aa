"""Routes of the market."""

from typing import Any

from flask import Response, jsonify

from server.core import hot
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.kit.pagination import PageArgs
from server.market import policy, queries, reads, service
from server.market.models import Item
from server.market.schemas import ItemDesk, ItemIn, ItemList, ItemListArgs, ItemPage, ItemStepIn
from server.market.workflow import Verb

blp = Blueprint(
    "market", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="闲置物品"
)


def visible_item(item_id: int) -> Item | None:
    """The item, if the caller may see it."""
    item = queries.get_item(item_id)
    return item if item and policy.sees(current_actor(), item) else None


@blp.get("/items")
@blp.requires(Permission.ITEM_READ)
@blp.arguments(ItemListArgs, location="query")
@blp.response(200, ItemList)
def list_items(args: dict[str, Any]) -> Response:
    """邻居们的闲置物品，或我发的闲置物品，最新的在前"""
    if args["state"] == "mine":
        return jsonify(reads.own(current_actor(), args["kind"], args["after"], args["limit"]))
    return hot.answer(reads.ITEM_LIST, **args)


@blp.post("/items")
@blp.requires(Permission.ITEM_OFFER)
@blp.arguments(ItemIn)
@blp.response(201, ItemPage)
def offer(form: dict[str, Any]) -> tuple[Response, int]:
    """发布一件闲置物品，先经过内容检查"""
    item = service.offer(current_actor(), form)
    return jsonify(reads.item_page(current_actor(), item)), 201


@blp.get("/items/<int:item_id>")
@blp.requires(Permission.ITEM_READ, item=visible_item)
@blp.response(200, ItemPage)
def show_item(item: Item) -> Response:
    """一件物品；主人还能看到排队的邻居"""
    return jsonify(reads.item_page(current_actor(), item))


@blp.post("/items/<int:item_id>/steps")
@blp.requires(Permission.ITEM_READ, item=visible_item)
@blp.arguments(ItemStepIn)
@blp.response(200, ItemPage)
def step_item(form: dict[str, Any], item: Item) -> Response:
    """申请、排队、取消、让给下一位、交出、收到、感谢、撤回；居委放行或不通过"""
    moved = service.move(current_actor(), item.id, Verb(form["verb"]), form["note"])
    return jsonify(reads.item_page(current_actor(), moved))


@blp.get("/items/held")
@blp.requires(Permission.POST_MODERATE)
@blp.arguments(PageArgs, location="query")
@blp.response(200, ItemDesk)
def list_held(args: dict[str, Any]) -> Response:
    """内容检查转来、等待人工审核的物品"""
    return jsonify(reads.desk(current_actor(), args["after"], args["limit"]))
