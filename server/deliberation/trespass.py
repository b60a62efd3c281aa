"""An office's step taken by who holds another office, or held one once, is written down.

What is refused rolls back; the note of it must not, so it has a transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from server.core import access, audit, sessions
from server.core.access import Actor
from server.core.database import transaction
from server.deliberation import keeper_queries
from server.deliberation.guards import Facts
from server.deliberation.policy import Matter
from server.deliberation.workflow import BARE, JUDGES, Verb, permission_of
from server.extensions import db
from server.kit.errors import ForbiddenError, GateClosedError

P = access.Permission
#: Steps that only an office takes: the gate, the second hand, the host, who calls a meeting, the 街镇.
OFFICIAL = frozenset({*JUDGES, P.TOPIC_SUPERVISE, P.TOPIC_HOST, P.TOPIC_LEAD, P.TOPIC_CONVENE})


def enforce(actor: Actor, verb: Verb, matter: Matter) -> None:
    """As access.enforce; a trespass at the gate stands in the audit chain besides."""
    with noted(actor, verb, matter):
        access.enforce(actor, permission_of(verb), matter)


@contextmanager
def noted(actor: Actor, verb: Verb, matter: Matter, known: Facts | None = None) -> Iterator[None]:
    """What is forbidden inside, be it by the effect alone (the same hand twice), leaves its note.

    known: looked at already; so does a step that its guards keep from who has to stand back.
    """
    topic_id, community_id = matter.topic.id, matter.topic.community_id
    official = permission_of(verb) in OFFICIAL
    try:
        yield
    except (ForbiddenError, GateClosedError) as refused:
        forbidden = isinstance(refused, ForbiddenError) or (known is not None and _stands_back(verb, known))
        if official and forbidden and _knows_better(actor, community_id):
            _write_down(actor, topic_id, verb, refused.message)
        raise


def _stands_back(verb: Verb, known: Facts) -> bool:
    judges = permission_of(verb) in JUDGES and verb not in BARE
    barred = known.party or known.own_paper
    return (judges and barred) or (verb in (Verb.PAUSE, Verb.RESUME) and known.stands_back)


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
