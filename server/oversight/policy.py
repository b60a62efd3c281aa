"""Who may do what with an order. Pure."""

from enum import StrEnum
from typing import Any

from server.core.access import Actor, Permission, Rules
from server.oversight.models import Addressee, OrderKind, SupervisionOrder

NOT_ADDRESSED = "这件督查由街镇办理，不需要社区答复"
BY_THE_DEED = "这件事在议题里办理，办了自动办结"
ANOTHER_UNIT = "这件督查由它所指的党组织和居委会答复"


class Nobody(StrEnum):
    """Stands where a permission would: no role is granted it."""

    SYSTEM = "system"


def sees(actor: Actor, order: SupervisionOrder) -> bool:
    """An estate's branch sees the orders on its own gates; the community and the 街镇 all of them."""
    return actor.sees_all_estates or order.estate_id in {duty.estate_id for duty in actor.duties}


def addressed(_: Actor, order: Any) -> str | None:
    return None if order.addressed_to is Addressee.GATE else NOT_ADDRESSED


def asked_of_another(_: Actor, order: Any) -> str | None:
    """Who owes the deed himself does not write it off; what was only to be read is closed by its reader."""
    owed = order.addressed_to is Addressee.STREET and order.kind is not OrderKind.REFUSAL_REPORTED
    return BY_THE_DEED if owed else None


def of_this_unit(actor: Actor, order: Any) -> str | None:
    own = any(
        duty.community_id == actor.community_id and duty.estate_id in (None, order.estate_id)
        for duty in actor.duties
    )
    return None if own else ANOTHER_UNIT


RULES: Rules = {
    Permission.ORDER_ANSWER: (addressed, of_this_unit),
    Permission.ORDER_ISSUE: (asked_of_another,),
}
