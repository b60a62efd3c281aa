"""Rules on one item: who sees it, and what each party of a step must be. Each answers a reason or None."""

from collections.abc import Callable, Mapping

from server.core import access
from server.core.access import GRANTS, Actor, Permission
from server.kit.errors import ForbiddenError
from server.kit.workflow import Step
from server.market.models import Item, ItemRequest, State
from server.market.workflow import ITEMS, Facts, Party

PUBLIC = frozenset({State.OFFERED, State.RESERVED, State.HANDED_OVER, State.RECEIVED})
Relation = Callable[[Actor, Item], str | None]


def sees(actor: Actor, item: Item) -> bool:
    if item.author_id == actor.person_id or judges(actor, item.estate_id):
        return True
    return item.state in PUBLIC and may_address(actor, item.estate_id)


def may_address(actor: Actor, estate_id: int | None) -> bool:
    visible = actor.visible_estates
    return estate_id is None or visible is None or estate_id in visible


def ground(actor: Actor) -> frozenset[int] | None:
    """The estates whose items the actor's offices judge; None: all of the community."""
    offices = [duty for duty in actor.duties if Permission.POST_MODERATE in GRANTS[duty.role]]
    if any(duty.estate_id is None for duty in offices):
        return None
    return frozenset(duty.estate_id for duty in offices if duty.estate_id is not None)


def judges(actor: Actor, estate_id: int | None) -> bool:
    reached = ground(actor)
    return reached is None or estate_id in reached


def _giver(actor: Actor, item: Item) -> str | None:
    return None if item.author_id == actor.person_id else "只有物品的主人可以这样做"


def _neighbour(actor: Actor, item: Item) -> str | None:
    return "这是您自己的物品" if item.author_id == actor.person_id else None


def _holder(actor: Actor, item: Item) -> str | None:
    return None if item.holder_id == actor.person_id else "这件物品现在不是留给您的"


def _clerk(actor: Actor, item: Item) -> str | None:
    if item.author_id == actor.person_id:
        return "您自己的物品，请由其他工作人员处理"
    return None if judges(actor, item.estate_id) else "这件物品不属于您负责的小区"


PARTIES: Mapping[str, tuple[Permission, Relation]] = {
    Party.GIVER: (Permission.ITEM_OFFER, _giver),
    Party.NEIGHBOUR: (Permission.ITEM_OFFER, _neighbour),
    Party.HOLDER: (Permission.ITEM_OFFER, _holder),
    Party.CLERK: (Permission.POST_MODERATE, _clerk),
}


def denial(actor: Actor, step: Step[State, Facts], item: Item) -> str | None:
    """Why the actor may not take this step. The machine's steps are nobody's."""
    if step.who not in PARTIES:
        return "这一步由系统自动完成"
    permission, relation = PARTIES[step.who]
    return access.denial(actor, permission) or relation(actor, item)


def enforce(actor: Actor, step: Step[State, Facts], item: Item) -> None:
    if reason := denial(actor, step, item):
        raise ForbiddenError(reason, verb=step.verb)


def facts_of(request: ItemRequest | None) -> Facts:
    return Facts(request.state, bool(request.thanks)) if request else Facts()


def verbs(actor: Actor, item: Item, request: ItemRequest | None) -> list[str]:
    """What the actor may do with it now. `request`: his own, if he has one."""
    facts = facts_of(request)
    return [
        str(step.verb)
        for step in ITEMS.steps_from(item.state)
        if step.shut(facts) is None and denial(actor, step, item) is None
    ]
