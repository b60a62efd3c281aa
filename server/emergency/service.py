"""Switching on, prolonging, ending; and what the clock does."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from server.core import audit, database, outbox, settings
from server.core.access import Actor, Permission, enforce
from server.emergency import need_queries, policy, queries, vault
from server.emergency.events import Switched
from server.emergency.models import Emergency, EmergencyAnswerStep, EmergencyStep, State, Verb
from server.emergency.words import EXPIRED, GAVE_WAY
from server.emergency.workflow import EMERGENCIES
from server.extensions import db
from server.kit.errors import ConflictError, InvalidError
from server.kit.ids import new_id
from server.places import queries as places

LEAST_REASON = 5
SYSTEM = Actor(person_id=0, community_id=None, roles=frozenset(), name="系统")
Form = Mapping[str, Any]


def begin(actor: Actor, form: Form) -> Emergency:
    """Switch one on. `form`: kind, text, is_drill, hours (None: as long as it may), estate_id, phones.

    InvalidError: too long, an unknown estate. ConflictError: one is on there already. A drill that is on
    gives way to the real thing.
    """
    estate_id = form["estate_id"]
    if estate_id and places.get_estate(estate_id) is None:
        raise InvalidError("没有这个小区", code="bad_estate")
    now = database.now()
    ends_at = now + timedelta(hours=_hours(form["hours"]))
    _make_room(form)
    named = {name: form[name] for name in ("estate_id", "kind", "text", "is_drill", "phones")}
    emergency = Emergency(id=new_id(), **named, begun_at=now, ends_at=ends_at)
    try:
        with db.session.begin_nested():
            db.session.add(emergency)
    except IntegrityError as error:
        raise _already() from error
    _note(actor, emergency, Verb.BEGIN, form["text"])
    return emergency


def _hours(asked: int | None) -> int:
    most: int = settings.value("emergency.hours")
    if asked is not None and asked > most:
        sentence = f"一次最多 {most} 小时，到时可以延长"
        raise InvalidError(sentence, fields={"hours": [sentence]})
    return asked or most


def _already() -> ConflictError:
    return ConflictError("这里已有一次应急正在进行，请先结束或延长它", code="already_running")


def _make_room(form: Form) -> None:
    """What is over by the clock is written down as ended; a drill gives way to the real thing."""
    before = queries.open_of(form["estate_id"])
    if before is None:
        return
    if policy.state_at(before, database.now()) is State.ENDED:
        _end(SYSTEM, before, Verb.EXPIRE, EXPIRED)
    elif before.is_drill and not form["is_drill"]:
        _end(SYSTEM, before, Verb.GIVE_WAY, GAVE_WAY)
    else:
        raise _already()


def step(actor: Actor, emergency_id: int, form: Form) -> Emergency:
    """Prolong or end. `form`: verb, reason, hours (of extend: from now on). ConflictError: it is over."""
    enforce(actor, Permission.EMERGENCY_SWITCH)
    emergency, verb, reason = queries.locked(emergency_id), Verb(form["verb"]), form["reason"]
    EMERGENCIES.step(verb, policy.state_at(emergency, database.now()))
    if len(reason) < LEAST_REASON:
        sentence = f"请写明原因，至少 {LEAST_REASON} 个字，居民会看到"
        raise InvalidError(sentence, fields={"reason": [sentence]})
    if verb is Verb.END:
        _end(actor, emergency, verb, reason)
        return emergency
    ends_at = database.now() + timedelta(hours=_hours(form["hours"]))
    if ends_at <= emergency.ends_at:
        raise InvalidError("延长后的结束时间要晚于现在的结束时间", code="not_longer")
    emergency.ends_at = ends_at
    _note(actor, emergency, verb, reason)
    return emergency


def _end(actor: Actor, emergency: Emergency, verb: Verb, reason: str) -> None:
    emergency.ended_at = min(database.now(), emergency.ends_at)
    _note(actor, emergency, verb, reason)


def _note(actor: Actor, emergency: Emergency, verb: Verb, reason: str) -> None:
    """The public record, the audit chain and the word to everybody, of every change alike."""
    db.session.flush()
    seq = queries.last_step(emergency.id) + 1
    duty = None if actor is SYSTEM else actor.office_for(Permission.EMERGENCY_SWITCH, emergency.estate_id)
    said = {"verb": verb, "reason": reason, "ends_at": emergency.ends_at, "at": database.now()}
    who = {"person_id": actor.person_id or None, "name": actor.name, "org": duty.organisation if duty else ""}
    db.session.add(EmergencyStep(emergency_id=emergency.id, seq=seq, **said, **who))
    facts = {"drill": emergency.is_drill, "ends_at": emergency.ends_at.isoformat(), "reason": reason}
    audit.record(actor, f"emergency.{verb}", emergency.id, **facts)
    outbox.emit(Switched(emergency.id, seq, verb.value))


def end_expired() -> None:
    """The clock's work: what is over is written down as ended and told. Reads knew it before."""
    for emergency_id in queries.expired():
        emergency = queries.locked(emergency_id)
        if emergency.ended_at is None:
            _end(SYSTEM, emergency, Verb.EXPIRE, EXPIRED)


def remove_words() -> None:
    """The clock's work: a while after the end nobody needs to know any more who wrote and answered what."""
    now = database.now()
    for emergency_id in queries.ended_before(now - timedelta(days=settings.value("emergency.keep_days"))):
        emergency = queries.locked(emergency_id)
        vault.remove(need_queries.ids_of(emergency_id))
        _forget_history(emergency_id)
        emergency.blanked_at = now


def _forget_history(emergency_id: int) -> None:
    gone = delete(EmergencyAnswerStep).where(EmergencyAnswerStep.emergency_id == emergency_id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def still_on(emergency_id: int) -> Emergency:
    """The emergency, which must be on by the database's clock: ConflictError otherwise."""
    emergency = queries.get_emergency(emergency_id)
    assert emergency is not None
    if policy.state_at(emergency, database.now()) is State.ENDED:
        raise ConflictError("这次应急已经结束", code="ended")
    return emergency
