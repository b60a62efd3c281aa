"""Signing in, and the caller himself."""

from typing import Any
from urllib.parse import quote

from flask import Response, current_app, g

from server.config import Settings
from server.core import sessions
from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.core.tenancy import across_communities
from server.identity import overview, sandbox, standing
from server.identity.schemas import DemoPeopleOut, MeOut, SessionOut, SignInIn
from server.identity.service import copying
from server.identity.service import sessions as service
from server.wechat.gateway import WeChat

blp = Blueprint("identity", __name__, url_prefix="/api/v1")
#: Registered in the sandbox only: in production the path does not exist.
sandbox_blp = Blueprint("sandbox", __name__, url_prefix="/api/v1")


@blp.post("/sessions")
@blp.public()
@blp.arguments(SignInIn)
@blp.response(201, SessionOut)
def sign_in(form: dict[str, Any]) -> dict[str, Any]:
    """微信登录"""
    wechat: WeChat = current_app.extensions["wechat"]
    # Asked before the first statement, so that no transaction is open while WeChat answers.
    openid = wechat.sign_in(form["code"])
    signed = service.sign_in(openid)
    with across_communities():
        snapshot = standing.read(sessions.digest_of(signed.token))
    assert snapshot is not None
    return {"token": signed.token, "expires_at": signed.expires_at, "me": overview.me(snapshot, _settings())}


@blp.delete("/sessions/current")
@blp.requires(Permission.ME)
@blp.response(204)
def sign_out() -> None:
    """退出登录"""
    service.sign_out(current_actor(), g.snapshot.session_id)


@blp.get("/me")
@blp.requires(Permission.ME)
@blp.response(200, MeOut)
def get_me() -> dict[str, Any]:
    """我是谁：我的社区、住处、职务和申请"""
    return overview.me(g.snapshot, _settings())


@blp.get("/me/copy")
@blp.requires(Permission.ME, kind="write")
@blp.response(200, content_type="application/zip")
def get_my_copy() -> Response:
    """下载我的信息：系统里存着的关于我的一切，一个 ZIP；每天最多三次"""
    packed = copying.take_copy(current_actor(), current_app.extensions["copies"])
    name = f"attachment; filename=\"my-copy.zip\"; filename*=UTF-8''{quote('我的信息.zip')}"
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return Response(packed, mimetype="application/zip", headers=headers)


@sandbox_blp.get("/sandbox/people")
@sandbox_blp.public(kind="read")
@sandbox_blp.response(200, DemoPeopleOut)
def demo_people() -> dict[str, Any]:
    """演示环境中可以扮演的人"""
    return {"items": sandbox.people()}


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
