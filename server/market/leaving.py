"""What the market does about somebody who closes his account: asks before, clears up after."""

from collections.abc import Sequence

from server.core import versions
from server.core.leaving import Obstacle, leaver, unsign
from server.core.tenancy import bound_community
from server.market import queries
from server.market.models import Item, ItemRequest
from server.market.passage import enter, market_key
from server.market.workflow import ITEMS, Verb


def unfinished(person_id: int) -> Sequence[Obstacle]:
    """What he gives or takes and somebody counts on."""
    return [
        Obstacle(f"闲置物品“{row.title}”的交接还没有办完", f"item:{row.id}")
        for row in queries.promised(person_id)
    ]


def forget(person_id: int) -> None:
    """What he still offers is taken back, he waits for nothing, and his name goes."""
    for item in queries.unsettled_of(person_id):
        _step(item, Verb.WITHDRAW, person_id)
    for item in queries.waited_for_by(person_id):
        _step(item, Verb.CANCEL if item.holder_id == person_id else Verb.LEAVE, person_id)
    unsign(Item, person_id)
    unsign(ItemRequest, person_id)
    here = bound_community()
    assert here is not None
    versions.touch(market_key(here))


def _step(item: Item, verb: Verb, person_id: int) -> None:
    enter(item, ITEMS.step(verb, item.state), "", leaver(person_id))
