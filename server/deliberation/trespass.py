"""An office's step taken by who holds another office, or held one once, is written down.

What is refused rolls back; the note of it must not, so it has a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from server.core import access, audit, sessions
from server.core.access import Actor
from server.core.database import transaction
from server.deliberation import keeper_queries
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb, permission_of
from server.extensions import db
from server.kit.errors import ForbiddenError

P = access.Permission
#: Steps that only an office takes: the gate, the second hand under a refusal, and the 街镇's.
OFFICIAL = frozenset({P.TOPIC_GATE, P.TOPIC_COUNTERSIGN, P.TOPIC_SUPERVISE})


def enforce(actor: Actor, verb: Verb, matter: Matter) -> None:
    """As access.enforce; a trespass at the gate stands in the audit chain besides."""
    with noted(actor, verb, matter):
        access.enforce(actor, permission_of(verb), matter)


@contextmanager
def noted(actor: Actor, verb: Verb, matter: Matter) -> Iterator[None]:
    """What is forbidden inside, be it by the effect alone (the same hand twice), leaves its note."""
    topic_id, community_id = matter.topic.id, matter.topic.community_id
    try:
        yield
    except ForbiddenError as refused:
        if permission_of(verb) in OFFICIAL and _knows_better(actor, community_id):
            _write_down(actor, topic_id, verb, refused.message)
        raise


def _knows_better(actor: Actor, community_id: int) -> bool:
    """Residents who try a button they should not have are no officers abusing theirs."""
    if actor.offices:
        return True
    here = sessions.place(community_id)
    assert here is not None
    return keeper_queries.held_office_once(actor.person_id, community_id, here.region)


def _write_down(actor: Actor, topic_id: int, verb: Verb, why: str) -> None:
    db.session.rollback()
    with transaction():
        audit.record(actor, "topic.trespass", topic_id, verb=verb.value, refused=why)
