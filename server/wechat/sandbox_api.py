"""The calls of the WeChat API that the stand-in answers, with the refusals of the real one."""

import re
import secrets
import time
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from server.wechat.sandbox_code import draw_code
from server.wechat.sandbox_faults import MODES
from server.wechat.sandbox_push import push_verdict
from server.wechat.sandbox_state import DEMO_CODE, DEMO_OPENID, Call, Refusal, State
from server.wechat.templates import limit_of

api = Blueprint("wechat", __name__)

_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
_PAGE = re.compile(r"[\w\-]+(/[\w\-]+)*")
_NEEDS_NO_TOKEN = frozenset({"/cgi-bin/token", "/cgi-bin/stable_token", "/sns/jscode2session"})
#: Characters of one text check, 45002 beyond.
TEXT_LIMIT = 2500


def sandbox_state() -> State:
    state: State = current_app.extensions["wechat_sandbox"]
    return state


def _told() -> dict[str, Any]:
    told = request.get_json(force=True, silent=True)
    if not isinstance(told, dict):
        raise Refusal(47001, "data format error")
    return told


def _answer(**fields: Any) -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok", **fields}


@api.before_request
def note_and_check() -> BaseResponse | None:
    """Writes the call down, lets an ordered fault happen, then asks for a valid token."""
    state = sandbox_state()
    body = request.get_json(silent=True, force=True) if request.data else None
    state.calls.append(Call(request.path, request.args.to_dict(), body))
    fault = state.take_fault(request.path)
    if isinstance(fault, str):
        return MODES[fault](state)
    if fault is not None:
        raise Refusal(fault, "injected fault")
    if request.path not in _NEEDS_NO_TOKEN and not state.token_stands(request.args.get("access_token", "")):
        raise Refusal(40001, "invalid credential, access_token is invalid or not latest")
    return None


@api.errorhandler(Refusal)
def refuse(refusal: Refusal) -> dict[str, Any]:
    return {"errcode": refusal.errcode, "errmsg": f"{refusal.errmsg} rid: {secrets.token_hex(8)}"}


def _check_application(appid: object, secret: object) -> None:
    if appid != sandbox_state().appid:
        raise Refusal(40013, "invalid appid")
    if secret != sandbox_state().secret:
        raise Refusal(40125, "invalid appsecret")


@api.get("/cgi-bin/token")
def plain_token() -> dict[str, Any]:
    _check_application(request.args.get("appid"), request.args.get("secret"))
    return {"access_token": sandbox_state().plain_token(), "expires_in": 7200}


@api.post("/cgi-bin/stable_token")
def stable_token() -> dict[str, Any]:
    told = _told()
    _check_application(told.get("appid"), told.get("secret"))
    token, left = sandbox_state().stable_token(bool(told.get("force_refresh")))
    return {"access_token": token, "expires_in": left}


@api.get("/sns/jscode2session")
def code_to_session() -> Response:
    state, code = sandbox_state(), request.args.get("js_code", "")
    _check_application(request.args.get("appid"), request.args.get("secret"))
    if code.startswith(DEMO_CODE) and len(code) > len(DEMO_CODE):
        openid = DEMO_OPENID + code.removeprefix(DEMO_CODE)
    else:
        openid = state.redeem_code("login", code)
    state.visited(openid)
    body = current_app.json.dumps({"session_key": secrets.token_urlsafe(18), "openid": openid})
    # The real one labels its JSON so.
    return Response(body, mimetype="text/plain")


@api.post("/wxa/business/getuserphonenumber")
def phone_number() -> dict[str, Any]:
    state = sandbox_state()
    phone = state.redeem_code("phone", str(_told().get("code", "")))
    watermark = {"timestamp": int(time.time()), "appid": state.appid}
    info = {"phoneNumber": phone, "purePhoneNumber": phone, "countryCode": "86", "watermark": watermark}
    return _answer(phone_info=info)


@api.post("/wxa/img_sec_check")
def check_image() -> dict[str, Any]:
    picture = request.files.get("media")
    if picture is None or not picture.read(1):
        raise Refusal(44001, "empty media data")
    return _answer()


def _check_person(told: dict[str, Any]) -> None:
    if told.get("scene") not in {1, 2, 3, 4}:
        raise Refusal(40129, "invalid scene")
    if not isinstance(told.get("openid"), str) or not told["openid"]:
        raise Refusal(40003, "invalid openid")
    if not sandbox_state().seen_lately(told["openid"]):
        raise Refusal(61010, "code is expired: the user has not visited lately")


@api.post("/wxa/msg_sec_check")
def check_text() -> dict[str, Any]:
    told = _told()
    content = told.get("content")
    if not isinstance(content, str) or not content:
        raise Refusal(44002, "empty post data")
    if len(content) > TEXT_LIMIT:
        raise Refusal(45002, "content size out of limit")
    suggest, label = sandbox_state().verdict_of(content)
    if told.get("version") != 2:
        if suggest == "risky":
            raise Refusal(87014, "risky content")
        return _answer()
    _check_person(told)
    detail = [{"strategy": "keyword", "errcode": 0, "suggest": suggest, "label": label, "prob": 90}]
    result = {"suggest": suggest, "label": label}
    return _answer(result=result, detail=detail, trace_id=secrets.token_hex(12))


@api.post("/wxa/media_check_async")
def check_media() -> dict[str, Any]:
    told = _told()
    url = str(told.get("media_url", ""))
    if not url.startswith(("http://", "https://")) or told.get("media_type") not in {1, 2}:
        raise Refusal(40097, "invalid args")
    if told.get("version") != 2:
        raise Refusal(40097, "invalid args: version")
    _check_person(told)
    trace_id = secrets.token_hex(16)
    push_verdict(sandbox_state(), trace_id, url)
    return _answer(trace_id=trace_id)


@api.post("/wxa/getwxacodeunlimit")
def mini_program_code() -> Response:
    told = _told()
    scene, page, width = told.get("scene"), told.get("page"), told.get("width", 430)
    if not isinstance(scene, str) or not _SCENE.fullmatch(scene):
        raise Refusal(40169, "invalid length for scene, or the data is not json string")
    if not isinstance(width, int) or not 280 <= width <= 1280:
        raise Refusal(40097, "invalid args: width")
    if told.get("env_version", "release") not in {"release", "trial", "develop"}:
        raise Refusal(40097, "invalid args: env_version")
    _check_page(page, told.get("check_path", True))
    return Response(draw_code(scene, width), mimetype="image/png")


def _check_page(page: object, check_path: object) -> None:
    """No leading slash, no parameters; published ones only, once somebody has said which those are."""
    published = sandbox_state().published
    if page is None:
        return
    if not isinstance(page, str) or not _PAGE.fullmatch(page):
        raise Refusal(41030, "invalid page")
    if check_path and published and page not in published:
        raise Refusal(41030, "invalid page: not published")


@api.post("/cgi-bin/message/subscribe/send")
def subscribe_send() -> dict[str, Any]:
    state, told = sandbox_state(), _told()
    key = (str(told.get("touser", "")), str(told.get("template_id", "")))
    for name, field in dict(told.get("data") or {}).items():
        limit = limit_of(name)
        if limit is not None and not 0 < len(str(field["value"])) <= limit:
            raise Refusal(47003, f"argument invalid! data.{name}.value invalid")
    with state.lock:
        if state.credits[key] < 1:
            raise Refusal(43101, "user refuse to accept the msg")
        state.credits[key] -= 1
        state.sent.append(told)
    return _answer()
