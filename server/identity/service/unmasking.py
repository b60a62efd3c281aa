"""Opening what is masked: with a reason, so often a day, written down before it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.core import audit, chains, database, outbox
from server.core.access import Actor, Permission
from server.extensions import db
from server.identity import queries_unmasking as queries
from server.identity import vault
from server.identity.events import Unmasked
from server.identity.models import Membership
from server.identity.models_enrolment import Application, ApplicationState
from server.identity.models_unmasking import Field, Ground, SubjectKind, Unmasking
from server.kit.errors import ConflictError, TooManyError
from server.kit.worktime import start_of_day, today

#: Looks of one person in one community on one day (docs: reliability, M1).
MOST_A_DAY = 30

#: Field → its text; None for a number that is not kept. Lives in memory only.
Values = Mapping[Field, str | None]


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be opened, and why."""

    opens: frozenset[Field]
    ground: Ground
    reason: str


def of_application(actor: Actor, row: Application, look: Look) -> Values:
    """What the applicant's form says. ConflictError where none is kept, TooManyError past MOST_A_DAY."""
    if row.state is not ApplicationState.APPROVED:
        return _look(actor, SubjectKind.APPLICATION, row, look, lambda: vault.form_texts(row.id, look.opens))
    # The approval took the form away; what it said is the member's, as long as he is one.
    member = queries.member_by(row.id)
    if member is None:
        raise ConflictError("这位居民已经搬离，完整信息不能再查看", code="nothing_kept")
    return of_member(actor, member, look)


def of_member(actor: Actor, row: Membership, look: Look) -> Values:
    """The same of who lives here."""
    return _look(actor, SubjectKind.MEMBER, row, look, lambda: vault.person_texts(row.person_id, look.opens))


def _look(
    actor: Actor,
    kind: SubjectKind,
    subject: Application | Membership,
    look: Look,
    read: Callable[[], Values | None],
) -> Values:
    _count(actor)
    texts = read()
    if texts is None:
        raise ConflictError(
            "这份申请已经结束，实名信息已删除"
            if kind is SubjectKind.APPLICATION
            else "这位居民没有留下实名信息",
            code="nothing_kept",
        )
    _write_down(actor, kind, subject, look)
    return texts


def _count(actor: Actor) -> None:
    # Every look ends in an entry of this chain: held from here on, nobody counts beside us.
    chains.hold(audit.CHAIN)
    if queries.looks_since(actor.person_id, start_of_day(today(database.now()))) >= MOST_A_DAY:
        raise TooManyError(
            f"您今天已查看 {MOST_A_DAY} 次完整信息，请明天再办；急需时请同事查看", code="unmasking_cap"
        )


def _write_down(actor: Actor, kind: SubjectKind, subject: Application | Membership, look: Look) -> None:
    duty = actor.office_for(Permission.IDENTITY_UNMASK, subject.estate_id)
    assert duty is not None
    row = Unmasking(
        person_id=subject.person_id,
        subject_kind=kind,
        subject_id=subject.id,
        ground=look.ground,
        reason=look.reason,
        by_person_id=actor.person_id,
        by_role=duty.role,
        by_unit=duty.organisation,
        at=database.now(),
        **{f"with_{field}": field in look.opens for field in Field},
    )
    db.session.add(row)
    db.session.flush()
    opens = [field.value for field in row.opened]
    audit.record(actor, f"{kind}.unmask", subject.id, unmasking=row.id, opens=opens, ground=look.ground.value)
    outbox.emit(Unmasked(row.id, row.person_id))
