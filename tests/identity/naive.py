"""What enrolment and closing would be without their locks: the tests of races must catch it."""

from collections.abc import Callable, Mapping

from flask import current_app

from server.core import audit, leaving, tenancy
from server.core.access import Actor
from server.core.database import transaction
from server.identity import queries_enrolment as queries
from server.identity.models_enrolment import Application, SceneState
from server.identity.service.enrolment import described
from server.identity.service.forms import read_form
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


def clear_here(person_id: int, _: int) -> None:
    """Clears a community without asking whether it still waits."""
    for feature in current_app.extensions["features"]:
        for forget in feature.forgets:
            forget(person_id)
    audit.record(leaving.leaver(person_id), "person.close", person_id)
