"""A reservation as one would write it without thinking of a second taker. The race must catch it."""

from threading import Barrier

from sqlalchemy import select

from server.core import tenancy
from server.core.database import transaction
from server.extensions import db
from server.market.models import Item, State


def reserve(actor, item_id, together: Barrier):
    """Look whether it is free, then take it; answers whether this caller was told that it is his."""
    asked = select(Item).where(Item.id == item_id)
    with tenancy.in_community(actor.community_id):
        with transaction():
            free = db.session.scalars(asked).one().state is State.OFFERED
        together.wait()
        with transaction():
            item = db.session.scalars(asked).one()
            if free:
                item.state, item.holder_id = State.RESERVED, actor.person_id
    return free
