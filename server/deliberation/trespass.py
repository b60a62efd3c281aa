"""An office's step of a topic taken by who may not is written down (identity/trespass.py)."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.core import access
from server.core.access import Actor
from server.deliberation.guards import Facts
from server.deliberation.policy import Matter
from server.deliberation.workflow import BARE, JUDGES, Verb, permission_of
from server.identity import trespass
from server.kit.errors import ForbiddenError, GateClosedError

P = access.Permission
#: Steps that only an office takes: the gate, the second hand, the host, who calls a meeting, the 街镇.
OFFICIAL = frozenset({*JUDGES, P.TOPIC_SUPERVISE, P.TOPIC_HOST, P.TOPIC_CONVENE})


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
        if official and forbidden:
            trespass.note(
                actor, community_id, "topic.trespass", topic_id, verb=verb.value, refused=refused.message
            )
        raise


def _stands_back(verb: Verb, known: Facts) -> bool:
    judges = permission_of(verb) in JUDGES and verb not in BARE
    barred = known.party or known.own_paper
    return (judges and barred) or (verb in (Verb.PAUSE, Verb.RESUME) and known.stands_back)
