"""A person takes away a copy of what is held of him (个人信息保护法 第四十五条)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.core import audit
from server.core.access import Actor
from server.core.feature import Copy
from server.core.tenancy import in_community
from server.extensions import db
from server.identity import copy_queries, parcel, queries
from server.identity.models import PersonCopy
from server.kit.db import utc_now
from server.kit.errors import TooManyError
from server.kit.worktime import start_of_day, today

#: In one day of the calendar here.
MOST_A_DAY = 3
DEED = "person.copy"


def take_copy(actor: Actor, copies: Sequence[Copy]) -> bytes:
    """The ZIP of all of `copies`, written down in each of his communities. TooManyError after MOST_A_DAY."""
    moment = utc_now()
    made = _count(actor.person_id, moment)
    communities = copy_queries.communities_of(actor.person_id)
    parts = {copy: list(copy.rows(actor.person_id)) if copy.at_large else [] for copy in copies}
    for community in communities:
        with in_community(community.id):
            _collect(actor.person_id, community.name, parts)
    # Last: each chain is held until the commit. By id: all who hold several take them in one order.
    for community in communities:
        with in_community(community.id):
            audit.record(actor, DEED, made.id)
            db.session.flush()
    return parcel.pack(parts, moment, [one.name for one in communities])


def _count(person_id: int, moment: datetime) -> PersonCopy:
    # The person's own row is held: of two taps at once the second sees the first.
    queries.get_person(person_id, lock=True)
    begun = start_of_day(today(moment))
    if copy_queries.made_since(person_id, begun) >= MOST_A_DAY:
        raise TooManyError(
            "今天已经下载过三次，请明天再来；之前下载的文件一样可以用",
            code="copies_today",
            per_day=MOST_A_DAY,
        )
    row = PersonCopy(person_id=person_id, made_at=moment)
    db.session.add(row)
    db.session.flush()
    return row


def _collect(person_id: int, community: str, parts: dict[Copy, list[dict[str, Any]]]) -> None:
    for copy, rows in parts.items():
        if not copy.at_large:
            rows += [{"社区": community, **row} for row in copy.rows(person_id)]
