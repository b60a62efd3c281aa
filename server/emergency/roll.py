"""The roll call: a home answers for itself, or the desk writes down what it heard at the door."""

from dataclasses import dataclass

from server.core import audit
from server.core.access import Actor, Permission
from server.core.database import insert_into
from server.core.tenancy import bound_community
from server.emergency import policy
from server.emergency.models import Answer, Emergency, EmergencyAnswer, EmergencyAnswerStep
from server.emergency.service import still_on
from server.extensions import db
from server.kit.db import utc_now
from server.kit.errors import ForbiddenError, InvalidError
from server.places import queries as places


@dataclass(frozen=True)
class By:
    """Who says it: as neighbours see him, and the office when he says it for a home that is not his."""

    name: str
    org: str


def answer(actor: Actor, emergency_id: int, home_id: int, said: Answer) -> None:
    """For the actor's own home. ForbiddenError: not his. ConflictError: it is over."""
    emergency = still_on(emergency_id)
    if home_id not in policy.own_homes(actor, emergency):
        raise ForbiddenError("只能为自己家报平安")
    _store(actor, emergency, home_id, (said, By(actor.name, "")))


def record(actor: Actor, emergency_id: int, home_id: int, said: Answer) -> None:
    """代登记, for a home of the desk's ground. InvalidError: no such home. ConflictError: it is over."""
    emergency = still_on(emergency_id)
    by = for_home(actor, emergency, home_id)
    _store(actor, emergency, home_id, (said, by))
    audit.record(actor, "emergency.record", emergency.id, home=str(home_id), answer=said.value)


def for_home(actor: Actor, emergency: Emergency, home_id: int) -> By:
    """The office in which the actor speaks for this home. ForbiddenError: not his to speak for."""
    home = places.get_home(home_id)
    if home is None or emergency.estate_id not in (None, home.estate_id):
        raise InvalidError("这次应急里没有这一户", code="bad_home")
    if not policy.looks_after(actor, home.estate_id):
        raise ForbiddenError("这户不在您负责的小区")
    duty = actor.office_for(Permission.EMERGENCY_DESK, home.estate_id)
    assert duty is not None
    return By(actor.name, duty.organisation)


def _store(actor: Actor, emergency: Emergency, home_id: int, said: tuple[Answer, By]) -> None:
    word, by = said
    what = {"answer": word, "name": by.name, "org": by.org, "at": utc_now()}
    key = {"emergency_id": emergency.id, "home_id": home_id}
    new = insert_into(EmergencyAnswer).values(community_id=bound_community(), **key, **what)
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=["community_id", *key], set_={name: new.excluded[name] for name in what}
        )
    )
    db.session.add(EmergencyAnswerStep(**key, **what, person_id=actor.person_id))
