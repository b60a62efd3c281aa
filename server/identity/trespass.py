"""An office's act tried by who holds another office, or held one once, is written down.

What is refused rolls back; the note of it must not, so it has a transaction of its own.
"""

from typing import Any

from server.core import audit, sessions
from server.core.access import Actor
from server.core.database import transaction
from server.extensions import db
from server.identity import queries


def note(actor: Actor, community_id: int, deed: str, object_id: int, **detail: Any) -> None:
    """The entry in the audit chain, unless it was a resident. Rolls back what was begun."""
    db.session.rollback()
    with transaction():
        if _knows_better(actor, community_id):
            audit.record(actor, deed, object_id, **detail)


def _knows_better(actor: Actor, community_id: int) -> bool:
    """Residents who try a button they should not have are no officers abusing theirs."""
    if actor.offices:
        return True
    here = sessions.place(community_id)
    assert here is not None
    return queries.held_office_once(actor.person_id, community_id, here.region)
