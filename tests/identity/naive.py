"""What enrolment would be without its locks: the tests of races must catch it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from server.core import tenancy
from server.core.access import Actor
from server.core.database import transaction
from server.identity import copy_queries
from server.identity import queries_enrolment as queries
from server.identity.models import PersonCopy
from server.identity.models_enrolment import Application, SceneState
from server.identity.service.copying import MOST_A_DAY
from server.identity.service.enrolment import described
from server.identity.service.forms import read_form
from server.kit.db import utc_now
from server.kit.errors import NotFoundError


def submit(actor: Actor, word: str, data: Mapping[str, str], pause: Callable[[], None]) -> None:
    """Looks at the scene in one transaction and writes in the next."""
    with transaction():
        found = queries.scene_now(word)
        if found is None or found[0].state is not SceneState.ACTIVE:
            raise NotFoundError("gone")
        community_id, estate_id = found[0].community_id, found[0].estate_id
    pause()
    with tenancy.in_community(community_id), transaction() as session:
        session.add(
            Application(
                person_id=actor.person_id, scene=word, estate_id=estate_id, **described(read_form(data))
            )
        )


def take_copies(person_id: int, pause: Callable[[], object]) -> None:
    """Counts today's copies in one transaction and writes the next one in another."""
    with transaction():
        made = copy_queries.made_since(person_id, utc_now() - timedelta(hours=1))
    pause()
    if made < MOST_A_DAY:
        with transaction() as session:
            session.add(PersonCopy(person_id=person_id))
