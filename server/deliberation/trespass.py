"""A gate's verb taken by who holds an office that does not reach it, or held one once, is written down.

What is refused rolls back; the note of it must not, so it has a transaction of its own.
"""

from server.core import access, audit
from server.core.access import Actor
from server.core.database import transaction
from server.deliberation import keeper_queries
from server.deliberation.policy import GATEKEEPERS, Matter
from server.deliberation.workflow import Verb, permission_of
from server.extensions import db
from server.kit.errors import ForbiddenError

GATES = frozenset({access.Permission.TOPIC_GATE, access.Permission.TOPIC_COUNTERSIGN})


def enforce(actor: Actor, verb: Verb, matter: Matter) -> None:
    """As access.enforce; a trespass at the gate stands in the audit chain besides."""
    permission = permission_of(verb)
    try:
        access.enforce(actor, permission, matter)
    except ForbiddenError as refused:
        if permission in GATES and _knows_better(actor, matter):
            _write_down(actor, matter.topic.id, verb, refused.message)
        raise


def _knows_better(actor: Actor, matter: Matter) -> bool:
    """Residents who try a button they should not have are no officers abusing theirs."""
    if actor.roles & GATEKEEPERS:
        return True
    return keeper_queries.held_office_once(actor.person_id, matter.topic.community_id)


def _write_down(actor: Actor, topic_id: int, verb: Verb, why: str) -> None:
    db.session.rollback()
    with transaction():
        audit.record(actor, "topic.trespass", topic_id, verb=verb.value, refused=why)
