"""Every SELECT of the market."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from server.core.access import Actor
from server.extensions import db
from server.market.models import Item, ItemRequest, Kind, RequestState, State
from server.market.workflow import UNSETTLED
from server.places.models import Estate

MOST_PENDING = 5
_OPEN = (State.CHECKING, State.HELD, State.REFUSED)
_LIVE = (RequestState.WAITING, RequestState.HOLDING)
# Written into the statement, not bound: SQLite takes a partial index only for what it can read there.
_HELD = literal(State.HELD, Item.state.type, literal_execute=True)
_HOLDING = literal(RequestState.HOLDING, ItemRequest.state.type, literal_execute=True)
#: What the list's `state` asks for.
SHOWN: dict[str, tuple[State, ...]] = {
    "open": (State.OFFERED, State.RESERVED),
    "offered": (State.OFFERED,),
    "reserved": (State.RESERVED,),
    "done": (State.HANDED_OVER, State.RECEIVED),
}
_COLUMNS = (
    Item.community_id, Item.id, Item.kind, Item.title, Item.body, Item.wants, Item.photos, Item.author_name,
    Item.author_place, Item.author_role, Item.estate_id, Item.created_at, Item.queue, Item.state,
    Item.reason, Estate.name.label("estate_name"),
)  # fmt: skip


def get_item(item_id: int) -> Item | None:
    return db.session.scalar(select(Item).where(Item.id == item_id))


def locked(item_id: int) -> Item | None:
    """The item as it is now, kept from others until the commit."""
    return db.session.scalar(
        select(Item).where(Item.id == item_id).with_for_update().execution_options(populate_existing=True)
    )


def _cards() -> Select[Any]:
    at_home = and_(Estate.community_id == Item.community_id, Estate.id == Item.estate_id)
    return select(*_COLUMNS).outerjoin(Estate, at_home)


def _reaching(actor: Actor) -> ColumnElement[bool] | None:
    visible = actor.visible_estates
    return None if visible is None else or_(Item.estate_id.is_(None), Item.estate_id.in_(sorted(visible)))


def page(actor: Actor, args: Any) -> Sequence[Any]:
    """Newest first, one more than the limit. `args`: kind or None, state (a word of SHOWN), after, limit."""
    asked = _cards().where(Item.state.in_(SHOWN[args["state"]]))
    if (reach := _reaching(actor)) is not None:
        asked = asked.where(reach)
    if args["kind"]:
        asked = asked.where(Item.kind == Kind(args["kind"]))
    if args["after"]:
        asked = asked.where(Item.id < args["after"])
    return db.session.execute(asked.order_by(Item.id.desc()).limit(args["limit"] + 1)).all()


def pending(actor: Actor) -> Sequence[Any]:
    """The actor's own newest items that are not public."""
    asked = _cards().where(Item.author_id == actor.person_id, Item.state.in_(_OPEN))
    return db.session.execute(asked.order_by(Item.id.desc()).limit(MOST_PENDING)).all()


def own(actor: Actor, kind: str | None, after: int | None, limit: int) -> Sequence[Any]:
    """All that the actor offered and did not take back, newest first, one more than `limit`."""
    asked = _cards().where(Item.author_id == actor.person_id, Item.state != State.WITHDRAWN)
    if kind:
        asked = asked.where(Item.kind == Kind(kind))
    if after:
        asked = asked.where(Item.id < after)
    return db.session.execute(asked.order_by(Item.id.desc()).limit(limit + 1)).all()


def whole(item_id: int) -> Any:
    return db.session.execute(_cards().where(Item.id == item_id)).one()


def held(ground: frozenset[int] | None, after: int | None, limit: int) -> Sequence[Any]:
    """Items that wait for a clerk, oldest first, one more than `limit`; `ground` None: of every estate."""
    asked = _cards().where(Item.state == _HELD)
    if ground is not None:
        asked = asked.where(Item.estate_id.in_(sorted(ground)))
    if after:
        asked = asked.where(Item.id > after)
    return db.session.execute(asked.order_by(Item.id).limit(limit + 1)).all()


def request_of(item_id: int, person_id: int) -> ItemRequest | None:
    return db.session.scalar(
        select(ItemRequest).where(ItemRequest.item_id == item_id, ItemRequest.author_id == person_id)
    )


def holding(item_id: int) -> ItemRequest | None:
    return db.session.scalar(
        select(ItemRequest).where(ItemRequest.item_id == item_id, ItemRequest.state == _HOLDING)
    )


def next_waiting(item_id: int) -> ItemRequest | None:
    asked = select(ItemRequest).where(
        ItemRequest.item_id == item_id, ItemRequest.state == RequestState.WAITING
    )
    return db.session.scalar(asked.order_by(ItemRequest.place).limit(1))


def handed_over_before(moment: datetime) -> Sequence[Item]:
    """Items that the giver handed over before `moment` and the taker has not confirmed; locked."""
    asked = select(Item).where(Item.state == State.HANDED_OVER, Item.handed_over_at < moment)
    asked = asked.order_by(Item.id).limit(100).with_for_update(skip_locked=True)
    return db.session.scalars(asked.execution_options(populate_existing=True)).all()


def waiting(item_id: int) -> list[int]:
    """Who waits, the first first."""
    asked = select(ItemRequest.author_id).where(
        ItemRequest.item_id == item_id, ItemRequest.state == RequestState.WAITING
    )
    return list(db.session.scalars(asked.order_by(ItemRequest.place)))


def live_requests(item_id: int) -> Sequence[ItemRequest]:
    """Who holds it and who waits, in order."""
    asked = select(ItemRequest).where(ItemRequest.item_id == item_id, ItemRequest.state.in_(_LIVE))
    return db.session.scalars(asked.order_by(ItemRequest.place).limit(100)).all()


def taken_by(item_id: int) -> ItemRequest | None:
    """The request of the one who received it."""
    return db.session.scalar(
        select(ItemRequest).where(ItemRequest.item_id == item_id, ItemRequest.state == RequestState.DONE)
    )


def waiting_up_to(item_id: int, place: int | None = None) -> int:
    """How many wait, in all or up to this place."""
    asked = select(func.count()).where(
        ItemRequest.item_id == item_id, ItemRequest.state == RequestState.WAITING
    )
    if place is not None:
        asked = asked.where(ItemRequest.place <= place)
    return db.session.scalar(asked) or 0


def promised(person_id: int) -> Sequence[Any]:
    """(id, title) of what he gives or takes, from the promise until both sides are content."""
    mine = or_(Item.author_id == person_id, Item.holder_id == person_id)
    asked = select(Item.id, Item.title).where(mine, Item.state.in_((State.RESERVED, State.HANDED_OVER)))
    return db.session.execute(asked.order_by(Item.id)).all()


def unsettled_of(person_id: int) -> Sequence[Item]:
    """What he may still take back, locked."""
    return _locked_all(select(Item).where(Item.author_id == person_id, Item.state.in_(UNSETTLED)))


def waited_for_by(person_id: int) -> Sequence[Item]:
    """What is promised to him or he waits for, and was not handed over yet; locked."""
    his = select(ItemRequest.item_id).where(ItemRequest.author_id == person_id, ItemRequest.state.in_(_LIVE))
    return _locked_all(select(Item).where(Item.id.in_(his), Item.state == State.RESERVED))


def _locked_all(asked: Select[Item]) -> Sequence[Item]:
    asked = asked.order_by(Item.id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(asked).all()
