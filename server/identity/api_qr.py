"""An estate's code: read, exchange, revoke, print."""

from typing import Any

from flask import Response, current_app

from server.core.access import Permission, current_actor, denial
from server.core.blueprint import Blueprint
from server.identity import queries_enrolment as queries
from server.identity.models_enrolment import EnrolmentScene, SceneState
from server.identity.schemas_qr import QrOut, QrStepIn
from server.identity.service import scenes
from server.kit import qr
from server.kit.errors import AppError, NotFoundError
from server.places import queries as places
from server.places.models import Estate
from server.wechat.gateway import WeChat

PREFIX = "/api/v1/communities/<int:community_id>/estates/<int:estate_id>/qr"
blp = Blueprint("qr", __name__, url_prefix=PREFIX)


@blp.get("")
@blp.requires(Permission.QR_MANAGE, estate=places.get_estate)
@blp.response(200, QrOut)
def get_qr(estate: Estate) -> dict[str, Any]:
    """小区二维码和历次换发"""
    return _view(estate)


@blp.post("/steps")
@blp.requires(Permission.QR_MANAGE, estate=places.get_estate)
@blp.arguments(QrStepIn)
@blp.response(200, QrOut)
def take_step(form: dict[str, Any], estate: Estate) -> dict[str, Any]:
    """换发（旧码留 30 分钟给正在填写的人）或作废（立即失效）"""
    step = scenes.rotate if form["verb"] == "rotate" else scenes.revoke
    step(current_actor(), estate, form["reason"], form["serial"])
    return _view(estate)


@blp.get("/poster.svg")
@blp.requires(Permission.QR_MANAGE, estate=places.get_estate)
@blp.response(200, content_type="image/svg+xml")
def get_poster(estate: Estate) -> Response:
    """A4 海报"""
    scene = _running(estate)
    community = places.get_community(estate.community_id)
    assert community is not None
    poster = qr.Poster(
        estate=estate.name,
        community=community.name,
        url=scenes.url_of(scene.scene),
        serial=scene.serial,
        mini_code=_mini_code_if_any(scene),
        browser=current_app.config["SETTINGS"].sandbox,
    )
    return Response(qr.poster_svg(poster), mimetype="image/svg+xml")


@blp.get("/code.svg")
@blp.requires(Permission.QR_MANAGE, estate=places.get_estate)
@blp.response(200, content_type="image/svg+xml")
def get_code(estate: Estate) -> Response:
    """普通链接的二维码，微信按登记的规则打开小程序"""
    return Response(qr.svg(scenes.url_of(_running(estate).scene)), mimetype="image/svg+xml")


@blp.get("/mini.png")
@blp.requires(Permission.QR_MANAGE, estate=places.get_estate)
@blp.response(200, content_type="image/png")
def get_mini(estate: Estate) -> Response:
    """小程序码"""
    return Response(_mini_code(_running(estate)), mimetype="image/png")


def _running(estate: Estate) -> EnrolmentScene:
    history = queries.scenes_of(estate.id)
    if not history or history[0].state is not SceneState.ACTIVE:
        raise NotFoundError("这个小区还没有可用的二维码，请先换发一张")
    return history[0]


def _mini_code(scene: EnrolmentScene) -> bytes:
    wechat: WeChat = current_app.extensions["wechat"]
    return wechat.mini_program_code(scene.scene, page=scenes.PAGE)


def _mini_code_if_any(scene: EnrolmentScene) -> bytes | None:
    """While WeChat does not answer, a poster with the plain code alone is better than none."""
    try:
        return _mini_code(scene)
    except AppError:
        return None


def _view(estate: Estate) -> dict[str, Any]:
    history = queries.scenes_of(estate.id)
    running = history[0] if history and history[0].state is SceneState.ACTIVE else None
    allowed = denial(current_actor(), Permission.QR_MANAGE, estate) is None
    return {
        "scene": running.scene if running else None,
        "serial": running.serial if running else None,
        "state": history[0].state.value if history else "none",
        "issued_at": running.issued_at if running else None,
        "url": scenes.url_of(running.scene) if running else None,
        "history": history,
        "verbs": (["rotate", "revoke"] if running else ["rotate"]) if allowed else [],
    }
