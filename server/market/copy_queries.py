"""SELECTs of what one person gave, got and asked for, for his own copy."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from server.extensions import db
from server.market.models import Item, ItemRequest


def given(person_id: int) -> Sequence[Item]:
    return db.session.scalars(select(Item).where(Item.author_id == person_id).order_by(Item.id)).all()


def held(person_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, state, handed_over_at, received_at) of neighbours' things that are his now, or promised to him."""
    asked = select(Item.id, Item.state, Item.handed_over_at, Item.received_at)
    return db.session.execute(asked.where(Item.holder_id == person_id).order_by(Item.id)).all()


def requests(person_id: int) -> Sequence[ItemRequest]:
    asked = select(ItemRequest).where(ItemRequest.author_id == person_id)
    return db.session.scalars(asked.order_by(ItemRequest.item_id)).all()
