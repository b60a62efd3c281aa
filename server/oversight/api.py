"""HTTP face of 督查."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.oversight import policy, queries, service, views
from server.oversight.models import OrderVerb, SupervisionOrder
from server.oversight.policy import Asked
from server.oversight.schemas import OrderIn, OrderListArgs, OrderOut, OrderPage, OrderStepIn

PREFIX = "/api/v1/communities/<int:community_id>/supervision-orders"
blp = Blueprint("oversight", __name__, url_prefix=PREFIX, description="督查")


def visible_order(order_id: int) -> SupervisionOrder | None:
    """The order, if the caller may see it."""
    order = queries.get_order(order_id)
    if order is None:
        return None
    asked = Asked(order, queries.named_for(order.topic_id))
    return order if policy.sees(current_actor(), asked) else None


@blp.get("")
@blp.requires(Permission.ORDER_READ)
@blp.arguments(OrderListArgs, location="query")
@blp.response(200, OrderPage)
def list_orders(args: dict[str, Any]) -> dict[str, Any]:
    """督查单，新的在前：未办结、已办结或全部。"""
    return views.page(current_actor(), args)


@blp.post("")
@blp.requires(Permission.ORDER_ISSUE)
@blp.arguments(OrderIn)
@blp.response(201, OrderOut)
def issue_order(form: dict[str, Any]) -> dict[str, Any]:
    """督查员向社区党组织发出督查；不改变任何议题。"""
    actor = current_actor()
    return views.one(actor, service.issue_manual(actor, form, form["topic_id"]).id)


@blp.get("/<int:order_id>")
@blp.requires(Permission.ORDER_READ, order=visible_order)
@blp.response(200, OrderOut)
def read_order(order: SupervisionOrder) -> dict[str, Any]:
    """一件督查单和它的全部记录。"""
    return views.one(current_actor(), order.id)


@blp.post("/<int:order_id>/steps")
@blp.requires(Permission.ORDER_READ, order=visible_order)
@blp.arguments(OrderStepIn)
@blp.response(200, OrderOut)
def step_order(form: dict[str, Any], order: SupervisionOrder) -> dict[str, Any]:
    """答复或办结。403：不归您办；409：已经办结。"""
    actor = current_actor()
    return views.one(actor, service.advance(actor, order.id, OrderVerb(form["verb"]), form["text"]).id)
