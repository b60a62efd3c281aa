"""Who may do what with an order. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from server.core.access import GRANTS, Actor, Duty, Permission, Role, Rules
from server.oversight.models import Addressee, OrderKind, SupervisionOrder

NOT_ADDRESSED = "这件督查由街镇办理，不需要社区答复"
BY_THE_DEED = "这件事在议题里办理，办了自动办结"
ANOTHER_UNIT = "这件督查由它所指的党组织和居委会答复"
GATE_ALONE = "超时未把关由把关的党组织负责人（或街镇指定的代理把关人）答复"
#: Who answers why a gate was not held: the committee holds none.
KEEPERS = (Role.SECRETARY, Role.DEPUTY, Role.ACTING)


class Asked(NamedTuple):
    """An order, and the duties that the 街镇 named for the topic it is about."""

    order: SupervisionOrder
    named: Sequence[int] = ()


class Nobody(StrEnum):
    """Stands where a permission would: no role is granted it."""

    SYSTEM = "system"


def stands(actor: Actor, permission: Permission) -> list[Duty]:
    """The offices in which the actor does this for a unit, and not for a topic alone."""
    return [one for one in actor.offices if permission in GRANTS[one.role] and one.role is not Role.ACTING]


def sees(actor: Actor, asked: Asked) -> bool:
    """An estate's branch sees the orders on its own gates, a stand-in those on topics he was named for; the
    community and the 街镇 all of them."""
    reach = {duty.estate_id for duty in stands(actor, Permission.ORDER_READ)}
    return None in reach or asked.order.estate_id in reach or _stands_in(actor, asked)


def _stands_in(actor: Actor, asked: Asked) -> bool:
    return any(duty.duty_id in asked.named for duty in actor.duties)


def addressed(_: Actor, asked: Any) -> str | None:
    return None if asked.order.addressed_to is Addressee.GATE else NOT_ADDRESSED


def asked_of_another(_: Actor, asked: Any) -> str | None:
    """Who owes the deed himself does not write it off; what was only to be read is closed by its reader."""
    order = asked.order
    owed = order.addressed_to is Addressee.STREET and order.kind is not OrderKind.REFUSAL_REPORTED
    return BY_THE_DEED if owed else None


def of_this_unit(actor: Actor, asked: Any) -> str | None:
    order = asked.order
    own = [
        duty.role
        for duty in stands(actor, Permission.ORDER_ANSWER)
        if duty.community_id == actor.community_id and duty.estate_id in (None, order.estate_id)
    ]
    if _stands_in(actor, asked):
        return None
    if order.kind is OrderKind.GATE_OVERDUE and not set(own) & set(KEEPERS):
        return GATE_ALONE
    return None if own else ANOTHER_UNIT


RULES: Rules = {
    Permission.ORDER_ANSWER: (addressed, of_this_unit),
    Permission.ORDER_ISSUE: (asked_of_another,),
}
