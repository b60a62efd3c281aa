"""Orders as JSON, for one reader."""

from collections.abc import Sequence
from typing import Any

from server.core.access import Actor, Permission, denial
from server.deliberation.clocks import minutes_late
from server.deliberation.words import STATE_NAMES
from server.kit.db import utc_now
from server.kit.pagination import cut
from server.oversight import queries
from server.oversight.models import Addressee, OrderKind, OrderState, OrderStep, SupervisionOrder
from server.oversight.policy import Asked, Nobody
from server.oversight.workflow import CONSEQUENCES, NAMES, WORKFLOW

KINDS = {
    OrderKind.GATE_OVERDUE: "超时未把关",
    OrderKind.APPEAL: "申诉待答复",
    OrderKind.KEEPER_MISSING: "没有把关人",
    OrderKind.COUNT_CHALLENGED: "计票异议待答复",
    OrderKind.REFUSAL_REPORTED: "以“其他”不予立题，报街镇",
    OrderKind.PETITION_OVERDUE: "联名超时未答复",
    OrderKind.MANUAL: "督查",
}
STATES = {OrderState.OPEN: "待答复", OrderState.ANSWERED: "已答复", OrderState.CLOSED: "已办结"}
ADDRESSEES = {Addressee.GATE: "社区党组织、居委会", Addressee.STREET: "街镇"}


def page(actor: Actor, args: dict[str, Any]) -> dict[str, Any]:
    rows, following = cut(
        [_Row(*row) for row in queries.page(actor, args["state"], args["after"], args["limit"])],
        args["limit"],
    )
    return {
        "items": _orders(actor, rows),
        "next": following,
        "may_issue": Permission.ORDER_ISSUE in actor.permissions,
    }


def one(actor: Actor, order_id: int) -> dict[str, Any]:
    return _orders(actor, [_Row(*queries.row_of(order_id))])[0]


class _Row:
    """One row of queries.page."""

    def __init__(self, order: SupervisionOrder, title: str | None, *others: Any) -> None:
        self.id, self.order, self.title = order.id, order, title
        self.state, self.estate, named = others
        self.asked = Asked(order, [int(one) for one in named or ()])


def _orders(actor: Actor, rows: Sequence[_Row]) -> list[dict[str, Any]]:
    said: dict[int, list[OrderStep]] = {}
    for step in queries.steps([row.id for row in rows]):
        said.setdefault(step.order_id, []).append(step)
    return [_order(actor, row, said.get(row.id, [])) for row in rows]


def _order(actor: Actor, row: _Row, steps: Sequence[OrderStep]) -> dict[str, Any]:
    order = row.order
    waits = order.state is OrderState.OPEN
    return {
        "id": order.id,
        "kind": order.kind,
        "kind_name": KINDS[order.kind],
        "state": order.state,
        "state_name": STATES[order.state],
        "addressed_to": order.addressed_to,
        "addressed_name": ADDRESSEES[order.addressed_to],
        "text": order.text,
        "issued_name": order.issued_name,
        "issued_org": order.issued_org,
        "issued_at": order.issued_at,
        "due_at": order.due_at,
        "overdue_minutes": minutes_late(order.due_at, utc_now()) if waits else 0,
        "topic": _topic(row),
        "estate": {"id": order.estate_id, "name": row.estate} if order.estate_id else None,
        "steps": [{**_step(step), "verb_name": NAMES[step.verb]} for step in steps],
        "verbs": verbs(actor, row.asked),
    }


def _topic(row: _Row) -> dict[str, Any] | None:
    if row.order.topic_id is None:
        return None
    return {"id": row.order.topic_id, "title": row.title, "state_name": STATE_NAMES[row.state]}


def _step(step: OrderStep) -> dict[str, Any]:
    return {"verb": step.verb, "text": step.text, "name": step.name, "org": step.org, "at": step.at}


def verbs(actor: Actor, asked: Asked) -> list[dict[str, str]]:
    """What the reader may do with it now."""
    return [
        {"verb": step.verb, "name": NAMES[step.verb], "consequence": CONSEQUENCES[step.verb]}  # type: ignore[index]
        for step in WORKFLOW.steps_from(asked.order.state)
        if not isinstance(step.who, Nobody) and denial(actor, Permission(step.who), asked) is None
    ]
