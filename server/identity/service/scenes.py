"""The codes on an estate's posters: issued, exchanged, revoked."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.exc import IntegrityError

from server.core import audit, tenancy
from server.core.access import Actor
from server.extensions import db
from server.identity import queries_enrolment as queries
from server.identity.models_enrolment import EnrolmentScene, SceneState
from server.kit.errors import ConflictError, InvalidError, NotFoundError
from server.places.models import Estate

#: A form begun on a poster that was exchanged meanwhile may still be handed in for so long.
GRACE = timedelta(minutes=30)
PAGE = "features/enrolment/pages/start"
#: Unlike letters and digits only: people read the serial off a wall.
_SERIAL_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_UNKNOWN = "这张二维码已失效，请扫楼道里最新的一张"


def readable(word: str) -> EnrolmentScene:
    """The scene a person may begin a form on: the running one. NotFoundError alike for all others."""
    found = queries.scene_now(word)
    if found is None or found[0].state is not SceneState.ACTIVE:
        raise NotFoundError(_UNKNOWN, code="scene_unknown")
    return found[0]


def acceptable(word: str) -> EnrolmentScene:
    """The scene a form may be handed in on now, by the database's clock, locked until the end."""
    found = queries.scene_now(word, lock=True)
    if found is None or not _counts(*found):
        raise NotFoundError(_UNKNOWN, code="scene_unknown")
    return found[0]


def _counts(scene: EnrolmentScene, now: datetime) -> bool:
    if scene.state is SceneState.ROTATED and scene.ended_at is not None:
        return now <= scene.ended_at + GRACE
    return scene.state is SceneState.ACTIVE


def rotate(actor: Actor, estate: Estate, reason: str, seen: str | None = None) -> EnrolmentScene:
    """A new code; the old one stays good for forms already begun. The first needs no reason.

    seen: the serial the caller wants to replace. ConflictError when another has replaced it already:
    two who rotate at once must not end each other's posters.
    """
    if _end(estate, SceneState.ROTATED, seen):
        _need(reason)
    scene = issue(actor.person_id, estate)
    audit.record(actor, "scene.rotate", estate.id, serial=scene.serial, reason=reason)
    return scene


def revoke(actor: Actor, estate: Estate, reason: str, seen: str | None = None) -> None:
    """End a leaked code at once, for everybody. ConflictError when none is running, or not the one seen."""
    _need(reason)
    if not _end(estate, SceneState.REVOKED, seen):
        raise ConflictError("这个小区现在没有可用的二维码")
    audit.record(actor, "scene.revoke", estate.id, reason=reason)


def issue(person_id: int, estate: Estate) -> EnrolmentScene:
    """A fresh running scene. ConflictError when one is running already."""
    known = queries.scenes_of(estate.id)
    number = known[0].number + 1 if known else 1
    scene = EnrolmentScene(
        scene=secrets.token_urlsafe(12),  # 96 random bits; data in a code could be forged
        community_id=estate.community_id,
        estate_id=estate.id,
        number=number,
        serial=f"{number:02d}-{''.join(secrets.choice(_SERIAL_SIGNS) for _ in range(6))}",
        issued_by=person_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(scene)
    except IntegrityError as error:
        raise ConflictError("刚才有人先换发了二维码，请刷新后再看") from error
    return scene


def revive_first(estate: Estate, person_id: int) -> EnrolmentScene:
    """The running scene, or a first one: for the command line and the demo data."""
    with tenancy.in_community(estate.community_id):
        found = queries.scene_to_end(estate.id)
        return found[0] if found else issue(person_id, estate)


def url_of(word: str) -> str:
    """What the plain code on the poster says.

    WeChat opens the mini-program for addresses that begin as a registered rule does, whose last part is a
    parameter; what follows # is the browser's alone. So the word stands in both.
    """
    return f"{current_app.config['SETTINGS'].origin}/?scene={word}#/{PAGE}?scene={word}"


def _end(estate: Estate, state: SceneState, seen: str | None) -> bool:
    found = queries.scene_to_end(estate.id)
    if seen is not None and (found is None or found[0].serial != seen):
        raise ConflictError("这个小区的二维码刚刚有人处理过，请刷新后再看", code="stale")
    if found is None:
        return False
    found[0].state, found[0].ended_at = state, found[1]
    db.session.flush()
    return True


def _need(reason: str) -> None:
    if len(reason.strip()) < 5:
        raise InvalidError("请写明原因，至少 5 个字", code="reason_needed")
