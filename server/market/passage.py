"""How a step changes an item and its queue. `enter` is the only function that changes an item's state."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlalchemy import update

from server.core import authors, outbox, versions
from server.core.access import Actor
from server.extensions import db
from server.kit.db import utc_now
from server.kit.ids import new_id
from server.kit.workflow import Step
from server.market import policy, queries
from server.market.events import ItemMoved, ItemPublished, NoteWritten
from server.market.models import Item, ItemRequest, ItemStep, RequestState, State
from server.market.workflow import ITEMS, Facts, Verb

#: What a step does besides the state: (item, who takes it, his own request, what he says).
Effect = Callable[[Item, Actor, ItemRequest | None, str], None]
#: Whoever waits is sent away: he hears so.
_ENDS_THE_QUEUE = frozenset({Verb.WITHDRAW, Verb.REFUSE, Verb.HAND_OVER})
_EXPLAINED = frozenset({Verb.REFUSE, Verb.REJECT, Verb.HOLD})


class Before(NamedTuple):
    """An item before the step. `waiting`: those whose waiting it will end."""

    state: State
    holder_id: int | None
    waiting: list[int]


def market_key(community_id: int) -> str:
    return versions.key("market", community_id)


def enter(item: Item, step: Step[State, Facts], note: str, actor: Actor | None) -> None:
    """Take the step on a locked item. `actor` None: the content check or the queue takes it."""
    own = queries.request_of(item.id, actor.person_id) if actor else None
    verb = Verb(step.verb)
    before = Before(item.state, item.holder_id, queries.waiting(item.id) if verb in _ENDS_THE_QUEUE else [])
    # State and holder change together: a flush between them would meet the CHECK that binds them.
    with db.session.no_autoflush:
        item.state = step.leave(before.state, policy.facts_of(own))
        item.reason = note if verb in _EXPLAINED else None
        if actor and (effect := EFFECTS.get(verb)):
            effect(item, actor, own, note)
        elif verb is Verb.SETTLE:
            _receive(item, None, queries.holding(item.id), note)
    row = ItemStep(id=new_id(), item_id=item.id, person_id=actor.person_id if actor else None, verb=verb)
    row.from_state, row.to_state, row.reason = before.state, item.state, item.reason
    db.session.add(row)
    db.session.flush()
    _tell(item, row, before)
    if verb in (Verb.CANCEL, Verb.RELEASE):
        _pass_on(item)
    item.queue = queries.waiting_up_to(item.id)


def _tell(item: Item, row: ItemStep, before: Before) -> None:
    who, verb = row.person_id, Verb(row.verb)
    if verb in (Verb.PASS, Verb.ADMIT):
        outbox.emit(ItemPublished(item.id, item.kind.value, item.estate_id, item.author_id))
    else:
        sides = item.author_id, item.holder_id or before.holder_id
        outbox.emit(ItemMoved(item.id, row.id, *sides, who, verb.value, item.state.value, before.waiting))
    concerned = {item.author_id, item.holder_id, before.holder_id, who, *before.waiting}
    versions.touch(
        market_key(item.community_id),
        *(versions.own_key(item.community_id, person) for person in concerned if person),
    )


def _pass_on(item: Item) -> None:
    """The next in the queue holds it now; with nobody waiting it stays on offer."""
    if following := queries.next_waiting(item.id):
        item.holder_id = following.author_id
        following.state = RequestState.HOLDING
        with db.session.no_autoflush:
            enter(item, ITEMS.step(Verb.PASS_ON, item.state), "", None)


def _request(item: Item, actor: Actor, own: ItemRequest | None, note: str) -> None:
    """The first request holds the item, the others wait behind it."""
    item.places += 1
    request = own or ItemRequest(item_id=item.id, **authors.stamp(actor, None, item.estate_id))
    request.place, request.note, request.clear = item.places, note, False
    request.state = RequestState.WAITING if item.holder_id else RequestState.HOLDING
    item.holder_id = item.holder_id or actor.person_id
    db.session.add(request)
    if note:
        outbox.emit(NoteWritten(item.id, actor.person_id, new_id()))


def _leave(_: Item, __: Actor, own: ItemRequest | None, ___: str) -> None:
    assert own is not None
    own.state = RequestState.CANCELLED


def _cancel(item: Item, actor: Actor, own: ItemRequest | None, note: str) -> None:
    _leave(item, actor, own, note)
    item.holder_id = None


def _release(item: Item, _: Actor, __: ItemRequest | None, ___: str) -> None:
    if held := queries.holding(item.id):
        held.state = RequestState.PASSED
    item.holder_id = None


def _hand_over(item: Item, _: Actor, __: ItemRequest | None, ___: str) -> None:
    item.handed_over_at = utc_now()
    _send_away(item, RequestState.WAITING)


def _receive(item: Item, _: Actor | None, own: ItemRequest | None, __: str) -> None:
    assert own is not None
    item.received_at, own.state = utc_now(), RequestState.DONE


def _thank(item: Item, actor: Actor, own: ItemRequest | None, note: str) -> None:
    assert own is not None
    own.thanks, own.clear = note, False
    outbox.emit(NoteWritten(item.id, actor.person_id, new_id()))


def _take_away(item: Item, _: Actor, __: ItemRequest | None, ___: str) -> None:
    item.holder_id = None
    _send_away(item, RequestState.WAITING, RequestState.HOLDING)


def _send_away(item: Item, *states: RequestState) -> None:
    db.session.execute(
        update(ItemRequest)
        .where(ItemRequest.item_id == item.id, ItemRequest.state.in_(states))
        .values(state=RequestState.PASSED)
        .execution_options(synchronize_session="fetch")
    )


EFFECTS: Mapping[Verb, Effect] = {
    Verb.REQUEST: _request,
    Verb.LEAVE: _leave,
    Verb.CANCEL: _cancel,
    Verb.RELEASE: _release,
    Verb.HAND_OVER: _hand_over,
    Verb.RECEIVE: _receive,
    Verb.THANK: _thank,
    Verb.WITHDRAW: _take_away,
    Verb.REFUSE: _take_away,
}
