"""What enrolment, unmasking and closing would be without their locks: the tests of races must catch it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import current_app

from server.core import audit, database, leaving, tenancy
from server.core.access import Actor, Role
from server.core.database import transaction
from server.identity import copy_queries, queries_unmasking
from server.identity import queries_enrolment as queries
from server.identity.models import PersonCopy
from server.identity.models_enrolment import Application, SceneState
from server.identity.models_unmasking import Ground, SubjectKind, Unmasking
from server.identity.service import copying, unmasking
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


def clear_here(person_id: int, _: int) -> None:
    """Clears a community without asking whether it still waits."""
    for feature in current_app.extensions["features"]:
        for forget in feature.forgets:
            forget(person_id)
    audit.record(leaving.leaver(person_id), "person.close", person_id)


def unmask(actor: Actor, pause: Callable[[], object]) -> bool:
    """Counts in one transaction and writes in the next. Whether it would have answered."""
    with transaction():
        moment = database.now()
        room = (
            queries_unmasking.looks_since(actor.person_id, moment - timedelta(days=1)) < unmasking.MOST_A_DAY
        )
    pause()
    if room:
        with transaction() as session:
            session.add(_look(actor))
    return room


def _look(actor: Actor) -> Unmasking:
    why = {"ground": Ground.CONTACT, "reason": "电话里核对姓名"}
    row = Unmasking(person_id=1, subject_kind=SubjectKind.MEMBER, subject_id=1, **why)
    row.with_name, row.with_phone, row.with_id_number = True, False, False
    row.by_person_id, row.by_role, row.by_unit = actor.person_id, Role.COMMITTEE, "锦秋居委会"
    row.at = database.now()
    return row


def take_copies(person_id: int, pause: Callable[[], object]) -> None:
    """Counts today's copies in one transaction and writes the next one in another."""
    with transaction():
        made = copy_queries.made_since(person_id, utc_now() - timedelta(hours=1))
    pause()
    if made < copying.MOST_A_DAY:
        with transaction() as session:
            session.add(PersonCopy(person_id=person_id))
