"""Handing in an application."""

from collections.abc import Mapping, Sequence

from flask import current_app
from sqlalchemy.exc import IntegrityError

from server.core import outbox, tenancy, versions
from server.core.access import Actor
from server.extensions import db
from server.identity import consents, vault
from server.identity import queries_enrolment as queries
from server.identity.events import ApplicationSubmitted
from server.identity.models import Consent
from server.identity.models_enrolment import (
    Application,
    ApplicationRef,
    ApplicationState,
    ApplicationStep,
    EnrolmentScene,
)
from server.identity.service import scenes
from server.identity.service.forms import Form, read_form
from server.kit import masks
from server.kit.errors import ConflictError, InvalidError, TooManyError

#: More open applications of one account are no family but a flood.
MOST_OPEN = 5
OPEN = (ApplicationState.APPLIED, ApplicationState.VERIFIED, ApplicationState.RETURNED)


def submit(actor: Actor, word: str, data: Mapping[str, str], given: Sequence[tuple[str, str]]) -> Application:
    """A new application, whatever the register knows: nothing in the answer depends on it.

    `data` as schemas_enrolment.EnrolmentForm; `given` are (purpose, version) of the texts agreed to.
    NotFoundError for a code that does not count, InvalidError for a form that cannot be true.
    """
    scene = scenes.acceptable(word)
    form = read_form(data)
    own_account(actor.person_id, form)
    _agree(actor, given)
    _refuse_flood(actor)
    with tenancy.in_community(scene.community_id):
        row = _insert(actor, scene, form)
        outbox.emit(ApplicationSubmitted(row.id, row.version))
        db.session.flush()
    versions.touch(versions.person_key(actor.person_id))
    return row


def own_account(person_id: int, form: Form) -> None:
    """One account, one human: InvalidError when this account was verified as somebody else."""
    known = vault.index_of(person_id)
    if known is not None and known != form.claim.number_index:
        raise InvalidError("这个微信号已实名为另一个人，请本人用自己的微信申请", code="account_of_other")


def described(form: Form) -> dict[str, object]:
    """The columns of an application that its form fills."""
    return {
        "building": form.building,
        "room": form.room,
        "relation": form.relation,
        "masked_name": masks.mask_name(form.claim.name),
        "masked_phone": masks.mask_phone(form.claim.phone),
    }


def _insert(actor: Actor, scene: EnrolmentScene, form: Form) -> Application:
    row = Application(
        person_id=actor.person_id, scene=scene.scene, estate_id=scene.estate_id, **described(form)
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise ConflictError(
            "您已经为这一户提交过申请，可以在“我的”里查看进度", code="already_applied"
        ) from error
    db.session.add(ApplicationRef(id=row.id, community_id=row.community_id, person_id=actor.person_id))
    vault.keep_form(row.id, form.claim)
    db.session.add(
        ApplicationStep(
            application_id=row.id,
            person_id=actor.person_id,
            by="本人",
            verb="submit",
            to_state=ApplicationState.APPLIED,
        )
    )
    return row


def _agree(actor: Actor, given: Sequence[tuple[str, str]]) -> None:
    """Write down what was agreed to. InvalidError when a needed text, in its present version, is missing."""
    asked = consents.texts(current_app.config["SETTINGS"].identity_provider)
    agreed = [text for text in asked if (text.purpose, text.version) in given]
    missing = [text.title for text in asked if text.required and text not in agreed]
    if missing:
        raise InvalidError("请先阅读并同意：" + "、".join(missing), code="consent_needed")
    for text in agreed:
        db.session.add(
            Consent(
                person_id=actor.person_id,
                purpose=text.purpose,
                version=text.version,
                text_sha256=text.sha256,
            )
        )


def _refuse_flood(actor: Actor) -> None:
    running = [one for one in queries.applications_of(actor.person_id) if one.state in OPEN]
    if len(running) >= MOST_OPEN:
        raise TooManyError("您有多份申请还在审核中，请等居委会处理后再提交新的")
