"""Tables of the market. Who holds an item stands on its row, so that two can never hold it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Authored
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, Json, Word, one_of, utc_now


class Kind(StrEnum):
    GIVE = "give"
    SWAP = "swap"
    LEND = "lend"


class State(StrEnum):
    CHECKING = "checking"  # waits for the content check; only the giver sees it
    OFFERED = "offered"
    RESERVED = "reserved"  # promised to one; others may queue
    HANDED_OVER = "handed_over"  # the giver says so
    RECEIVED = "received"  # and the taker confirms
    WITHDRAWN = "withdrawn"
    HELD = "held"  # waits for a clerk
    REFUSED = "refused"


class RequestState(StrEnum):
    WAITING = "waiting"
    HOLDING = "holding"
    DONE = "done"
    CANCELLED = "cancelled"  # by the one who asked
    PASSED = "passed"  # the item went to another, or away


_HOLDING = text("state = 'holding'")
_HELD = text("state = 'held'")


class Item(CommunityOwned, Identified, Authored, Base):
    """One thing somebody does not need any more. The author is the giver."""

    __tablename__ = "item"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint(one_of("state", State), name="state"),
        CheckConstraint(
            "(state IN ('reserved', 'handed_over', 'received')) = (holder_id IS NOT NULL)",
            name="holder_while_promised",
        ),
        CheckConstraint(
            "(state IN ('handed_over', 'received')) = (handed_over_at IS NOT NULL)",
            name="handed_over_has_time",
        ),
        CheckConstraint("(state = 'received') = (received_at IS NOT NULL)", name="received_has_time"),
        CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="reason_when_refused"),
        CheckConstraint("holder_id IS NULL OR holder_id <> author_id", name="not_to_oneself"),
        Index(None, "community_id", "state", "id"),
        Index(None, "community_id", "author_id", "id"),
        Index(None, "community_id", "estate_id"),
        Index("ix_item_desk", "community_id", "id", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    kind: Mapped[Kind] = mapped_column(Word(Kind))
    title: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    body: Mapped[str] = mapped_column(Text, info=COMMUNITY)
    #: What the giver would like in exchange (swap only).
    wants: Mapped[str] = mapped_column(String(100), default="", info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    #: Whose people see it; None: the whole community.
    estate_id: Mapped[int | None]
    state: Mapped[State] = mapped_column(Word(State), default=State.CHECKING)
    reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    holder_id: Mapped[int | None]
    #: The last place given in the queue, and how many wait there now.
    places: Mapped[int] = mapped_column(default=0)
    queue: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    handed_over_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]


class ItemRequest(CommunityOwned, Authored, Base):
    """One neighbour's wish for one item, with his place in its queue."""

    __tablename__ = "item_request"
    __table_args__ = (
        tenant_key("item_id", "item"),
        CheckConstraint(one_of("state", RequestState), name="state"),
        # Exactly one holds it; the database would refuse a second.
        Index(
            "ix_item_request_holding", "community_id", "item_id",
            unique=True, sqlite_where=_HOLDING, postgresql_where=_HOLDING,
        ),
        Index(None, "community_id", "item_id", "place", unique=True),
        Index(None, "community_id", "author_id"),
    )  # fmt: skip

    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    author_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int]
    state: Mapped[RequestState] = mapped_column(Word(RequestState), default=RequestState.WAITING)
    note: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    thanks: Mapped[str] = mapped_column(String(100), default="", info=COMMUNITY)
    #: The content check let his words pass: only then does anybody else read them.
    clear: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ItemStep(CommunityOwned, Identified, Base):
    """One move of an item: who, from, to, why. `person_id` None: the content check or the queue."""

    __tablename__ = "item_step"
    __table_args__ = (
        tenant_key("item_id", "item"),
        Index(None, "community_id", "item_id", "id"),
    )

    item_id: Mapped[int]
    person_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(16), info=COMMUNITY)
    from_state: Mapped[State] = mapped_column(Word(State))
    to_state: Mapped[State] = mapped_column(Word(State))
    reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(default=utc_now)
