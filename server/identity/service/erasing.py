"""What identity itself knows of a person who leaves: his account, his real name, his homes. Twice is once."""

from sqlalchemy import case, delete, update

from server.core import database, idempotency, leaving, versions
from server.extensions import db
from server.identity import queries, queries_closing, queries_enrolment, vault
from server.identity.models import Assurance, LoginSession, Membership, WechatAccount
from server.identity.models_enrolment import Application, ApplicationStep
from server.identity.service import review
from server.identity.service.enrolment import OPEN
from server.identity.workflow import Verb
from server.kit.db import unended, utc_now


def erase(person_id: int) -> None:
    """The global rows: every session ends, the WeChat account is free again, the sealed name is gone."""
    person = queries.get_person(person_id, lock=True)
    person.display_name, person.masked_name = leaving.FORMER, ""
    person.assurance, person.adult_on, person.verified_at = Assurance.NONE, None, None
    ended = update(LoginSession).where(LoginSession.person_id == person_id, LoginSession.revoked_at.is_(None))
    db.session.execute(ended.values(revoked_at=utc_now()))
    db.session.execute(delete(WechatAccount).where(WechatAccount.person_id == person_id))
    vault.drop_person(person_id)
    idempotency.forget_person(person_id)
    versions.touch(versions.person_key(person_id))


def leave(person_id: int) -> None:
    """The bound community's rows: what he applied for is withdrawn and says no name, his homes end."""
    applications = queries_closing.applications_here(person_id)
    for application_id, state in applications:
        if state in OPEN:
            row = queries_enrolment.application_to_move(application_id)
            review.take_step(leaving.leaver(person_id), row, Verb.WITHDRAW, review.Change())
    _blank([application_id for application_id, _ in applications])
    moment = database.now()
    runs = unended(Membership.ends_at, moment)
    ended = update(Membership).where(Membership.person_id == person_id, runs).values(ends_at=moment)
    db.session.execute(ended.execution_options(synchronize_session=False))


def _blank(applications: list[int]) -> None:
    """What he typed, and what the committee wrote to him about it."""
    reason = case((Application.reason.is_not(None), ""), else_=None)
    bare = {"masked_name": "", "masked_phone": "", "reason": reason}
    leaving.rename(Application, Application.id.in_(applications), bare)
    leaving.rename(ApplicationStep, ApplicationStep.application_id.in_(applications), {"reason": None})
