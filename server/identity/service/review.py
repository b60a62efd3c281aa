"""Everything that moves an application after it was handed in. One function changes the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.core import audit, outbox, versions
from server.core.access import ROLE_NAMES, Actor, Permission
from server.extensions import db
from server.identity import policy, vault
from server.identity import queries_enrolment as queries
from server.identity.events import ApplicationMoved, ApplicationSubmitted, ApplicationVerified
from server.identity.models_enrolment import Application, ApplicationState, ApplicationStep
from server.identity.service.enrolment import described, own_account
from server.identity.service.forms import read_form
from server.identity.service.membership import admit
from server.identity.workflow import ENDS, WORKFLOW, By, Facts, Verb
from server.kit.db import utc_now
from server.kit.errors import ConflictError, ForbiddenError, InvalidError
from server.places import queries as places

LEAST_REASON = 5


@dataclass(frozen=True, slots=True)
class Change:
    """What comes with a step. `version` is the application's as the caller saw it."""

    reason: str | None = None
    home_id: int | None = None
    form: Mapping[str, str] | None = None
    version: int | None = None


def take_step(actor: Actor, application: Application, verb: Verb, change: Change) -> Application:
    """A step of the applicant or of the committee. ForbiddenError, ConflictError, InvalidError."""
    row = queries.application_to_move(application.id)
    if change.version is not None and change.version != row.version:
        raise ConflictError("刚才有人先处理了这份申请，请刷新后再看", state=row.state.value)
    step = WORKFLOW.step(verb, row.state)
    if reason := policy.why_not(actor, step.who, row):
        raise ForbiddenError(reason)
    home_id = change.home_id or row.home_id
    target = step.leave(row.state, Facts(home_id=home_id))
    _PREPARE[verb](actor, row, change)
    _move(row, verb, target, Moved(actor.person_id, _by(actor, step.who, row.estate_id), change.reason))
    if step.who is By.COMMITTEE:
        audit.record(actor, f"application.{verb}", row.id, reason=change.reason or "")
    _announce(row, verb)
    return row


@dataclass(frozen=True, slots=True)
class Moved:
    """Who moved it and why, as the step row keeps it."""

    person_id: int
    by: str
    reason: str | None = None


BY_CLOCK = Moved(0, "系统")


def move_by_clock(row: Application, verb: Verb, reason: str | None = None) -> None:
    """verify or fail, when the real name was looked at. The caller holds the row's lock."""
    target = WORKFLOW.step(verb, row.state).leave(row.state, Facts())
    _move(row, verb, target, Moved(BY_CLOCK.person_id, BY_CLOCK.by, reason))
    _announce(row, verb)


def _move(row: Application, verb: Verb, target: ApplicationState, moved: Moved) -> None:
    db.session.add(
        ApplicationStep(
            application_id=row.id,
            person_id=moved.person_id,
            by=moved.by,
            verb=verb.value,
            from_state=row.state,
            to_state=target,
            reason=moved.reason,
        )
    )
    row.state, row.reason = target, moved.reason
    db.session.flush()
    if target in ENDS:
        vault.drop_form(row.id)
    versions.touch(versions.person_key(row.person_id), versions.own_key(row.community_id, row.person_id))


def _announce(row: Application, verb: Verb) -> None:
    if verb is Verb.VERIFY:
        outbox.emit(ApplicationVerified(row.id, row.person_id, row.estate_id, row.home_id))
    elif verb is Verb.RESUBMIT:
        outbox.emit(ApplicationSubmitted(row.id, row.version))
    else:
        outbox.emit(ApplicationMoved(row.id, row.person_id, verb.value, row.state.value))


def _by(actor: Actor, who: object, estate_id: int) -> str:
    duty = actor.office_for(Permission.APPLICATION_REVIEW, estate_id)
    if who is By.APPLICANT or duty is None:
        return "本人"
    return f"{duty.organisation}{ROLE_NAMES[duty.role]}"


def _approve(_: Actor, row: Application, change: Change) -> None:
    if change.home_id is not None:
        row.home_id = change.home_id
    home = places.get_home(row.home_id) if row.home_id else None
    if home is None or home.estate_id != row.estate_id:
        raise InvalidError("选定的房屋不在这个小区，请重新选择", code="home_elsewhere")
    admit(row, home)


def _send_back(_: Actor, __: Application, change: Change) -> None:
    if len((change.reason or "").strip()) < LEAST_REASON:
        raise InvalidError(f"请写明原因，至少 {LEAST_REASON} 个字，申请人会看到", code="reason_needed")


def _resubmit(actor: Actor, row: Application, change: Change) -> None:
    if change.form is None:
        raise InvalidError("请附上改正后的表单", code="form_needed")
    form = read_form(change.form)
    own_account(actor.person_id, form)
    for name, value in described(form).items():
        setattr(row, name, value)
    row.home_id, row.duplicate, row.submitted_at = None, False, utc_now()
    vault.keep_form(row.id, form.claim)


def _nothing(_: Actor, __: Application, ___: Change) -> None:
    """Withdrawing needs nothing."""


_PREPARE: Mapping[Verb, Callable[[Actor, Application, Change], None]] = {
    Verb.APPROVE: _approve,
    Verb.RETURN: _send_back,
    Verb.REFUSE: _send_back,
    Verb.RESUBMIT: _resubmit,
    Verb.WITHDRAW: _nothing,
}
