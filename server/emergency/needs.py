"""What homes ask for, and who sees to it. Exactly one does: the row is locked and the table decides."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from server.core import audit, database, outbox
from server.core.access import Actor
from server.emergency import need_queries, policy, queries, roll, vault
from server.emergency.events import NeedMoved
from server.emergency.models import Emergency, EmergencyVolunteer, State
from server.emergency.need_models import EmergencyNeed, EmergencyNeedStep, NeedKind, NeedState, NeedVerb
from server.emergency.policy import Case
from server.emergency.service import still_on
from server.emergency.workflow import NEEDS, Party
from server.extensions import db
from server.identity import queries as identity
from server.kit.errors import ConflictError, InvalidError
from server.kit.ids import new_id
from server.places import queries as places

Form = Mapping[str, Any]
_NOTED = frozenset({NeedVerb.FINISH, NeedVerb.SETTLE})


def ask(actor: Actor, emergency_id: int, form: Form) -> EmergencyNeed:
    """For the actor's own home, or by the desk for another. `form`: home_id, kind, text.

    ForbiddenError: not his to speak for. ConflictError: it is over, or the same is asked already.
    """
    emergency, home_id = still_on(emergency_id), form["home_id"]
    own = home_id in policy.own_homes(actor, emergency)
    by = roll.By(actor.name, "") if own else roll.for_home(actor, emergency, home_id)
    need = EmergencyNeed(
        id=new_id(), emergency_id=emergency.id, home_id=home_id, kind=NeedKind(form["kind"]),
        state=NeedState.OPEN, asker_id=actor.person_id, name=by.name, org=by.org,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(need)
    except IntegrityError as error:
        raise ConflictError("这户已经登记过同一类需求，正在找人", code="asked_already") from error
    vault.keep(need.id, form["text"])
    if not own:
        audit.record(actor, "emergency.ask", need.id, home=str(home_id), kind=need.kind.value)
    _note(actor, need, NeedVerb.ASK, None)
    return need


def move(actor: Actor, need_id: int, form: Form) -> EmergencyNeed:
    """One step. `form`: verb, note (of what was done), volunteer_id (of dispatch: who is sent).

    ConflictError: another was quicker. ForbiddenError: not his step. GateClosedError: a guard is shut.
    """
    need, verb = need_queries.locked(need_id), NeedVerb(form["verb"])
    case = case_of(actor, need)
    taken = NEEDS.step(verb, need.state)
    policy.enforce(actor, taken, case)
    helper, homes = _helper(actor, case, verb, form["volunteer_id"])
    before = need.state, need.taker_id
    target = taken.leave(need.state, policy.facts_of(case, helper, homes))
    _enter(need, target, helper)
    if verb in _NOTED and form["note"]:
        vault.note(need.id, form["note"])
    if taken.who is Party.DESK:
        audit.record(actor, f"emergency.{verb}", need.id, state=target.value)
    _note(actor, need, verb, before)
    return need


def _enter(need: EmergencyNeed, target: NeedState, helper: EmergencyVolunteer | None) -> None:
    """State and taker change together: a flush between them would meet the CHECK that binds them."""
    with db.session.no_autoflush:
        if target is NeedState.TAKEN:
            need.taker_id = helper.id if helper else None
        elif target is not NeedState.DONE:
            need.taker_id = None
        need.state = target
    db.session.flush()


def case_of(actor: Actor, need: EmergencyNeed) -> Case:
    emergency, home = queries.get_emergency(need.emergency_id), places.get_home(need.home_id)
    assert emergency is not None
    assert home is not None
    volunteer = need_queries.volunteer_of(emergency.id, actor.person_id)
    return Case(need, home.estate_id, is_on(emergency), volunteer)


def is_on(emergency: Emergency) -> bool:
    return policy.state_at(emergency, database.now()) is State.RUNNING


def _helper(
    actor: Actor, case: Case, verb: NeedVerb, volunteer_id: int | None
) -> tuple[EmergencyVolunteer | None, Iterable[int]]:
    """Who would see to it, held until the commit so that he does not sign off meanwhile; and his homes."""
    if verb is NeedVerb.DISPATCH:
        sent = need_queries.volunteer(volunteer_id) if volunteer_id else None
        if sent is None or sent.emergency_id != case.need.emergency_id:
            raise InvalidError("请选择一位已报名的志愿者", code="volunteer_needed")
        own = [
            one.home_id
            for one in identity.members_of_home(case.need.home_id)
            if one.person_id == sent.person_id
        ]
        return sent, own
    return need_queries.volunteer_of(case.need.emergency_id, actor.person_id, lock=True), actor.home_ids


def _note(
    actor: Actor, need: EmergencyNeed, verb: NeedVerb, before: tuple[NeedState, int | None] | None
) -> None:
    state, taker_id = before or (None, None)
    step = EmergencyNeedStep(id=new_id(), need_id=need.id, verb=verb, from_state=state, to_state=need.state)
    step.person_id = actor.person_id
    db.session.add(step)
    db.session.flush()
    outbox.emit(NeedMoved(need.id, step.id, verb.value, actor.person_id, need.taker_id or taker_id))
