"""Levers of the stand-in, for demonstrations and tests: what WeChat and its users decide by themselves."""

from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import BadRequest

from server.wechat.sandbox_api import sandbox_state
from server.wechat.sandbox_faults import MODES
from server.wechat.sandbox_state import PushTarget

admin = Blueprint("admin", __name__, url_prefix="/__admin")
_ADVICE = frozenset({"pass", "review", "risky"})


def _told(*names: str) -> list[Any]:
    # Without `force`: a web page cannot send JSON here unasked, so it cannot pull a lever.
    told = request.get_json()
    if not isinstance(told, dict) or any(told.get(name) in (None, "") for name in names):
        raise BadRequest(f"需要字段：{'、'.join(names)}")
    return [told[name] for name in names]


@admin.post("/codes")
def issue_code() -> dict[str, str]:
    """Somebody opens the mini-program: a one-time sign-in code for {openid}."""
    (openid,) = _told("openid")
    return {"code": sandbox_state().issue_code("login", str(openid))}


@admin.post("/phone-codes")
def issue_phone_code() -> dict[str, str]:
    """Somebody agrees to hand over {phone}."""
    (phone,) = _told("phone")
    return {"code": sandbox_state().issue_code("phone", str(phone))}


@admin.post("/words")
def set_word() -> dict[str, bool]:
    """From now on text with {word} is judged {suggest, label}; `pass` takes the word off the list."""
    word, suggest, label = _told("word", "suggest", "label")
    if suggest not in _ADVICE:
        raise BadRequest("suggest 只能是 pass、review 或 risky")
    with sandbox_state().lock:
        sandbox_state().words.pop(str(word), None)
        if suggest != "pass":
            sandbox_state().words[str(word)] = (str(suggest), int(label))
    return {"ok": True}


@admin.post("/credits")
def add_credit() -> dict[str, int]:
    """{openid} accepts {count} more messages of {template_id}."""
    openid, template_id, count = _told("openid", "template_id", "count")
    with sandbox_state().lock:
        sandbox_state().credits[str(openid), str(template_id)] += int(count)
        return {"count": sandbox_state().credits[str(openid), str(template_id)]}


@admin.post("/visits/forget")
def forget_visit() -> dict[str, bool]:
    """{openid} has not opened the mini-program for more than two hours."""
    (openid,) = _told("openid")
    sandbox_state().forget_visit(str(openid))
    return {"ok": True}


@admin.post("/pages")
def publish_pages() -> dict[str, int]:
    """Only {pages} are published; an empty list publishes everything."""
    (pages,) = _told("pages")
    sandbox_state().published = {str(page) for page in pages}
    return {"count": len(sandbox_state().published)}


@admin.post("/push-target")
def set_push_target() -> dict[str, bool]:
    """Verdicts go to {url}, sealed with {token, aes_key}."""
    url, token, aes_key = _told("url", "token", "aes_key")
    sandbox_state().push_target = PushTarget(str(url), str(token), str(aes_key))
    return {"ok": True}


@admin.post("/tokens/revoke")
def revoke_tokens() -> dict[str, bool]:
    """All access tokens stop working; the next plain refresh issues a new one."""
    sandbox_state().revoke_tokens(keep_current=False)
    return {"ok": True}


@admin.post("/faults")
def order_fault() -> dict[str, bool]:
    """The next {times} calls of {path} meet {fault}: an errcode or the name of a mode."""
    path, fault, times = _told("path", "fault", "times")
    if not isinstance(fault, int) and fault not in MODES:
        raise BadRequest(f"fault 是错误码，或者：{'、'.join(MODES)}")
    sandbox_state().fail_next(str(path), fault, int(times))
    return {"ok": True}


@admin.get("/calls")
def list_calls() -> dict[str, list[dict[str, Any]]]:
    with sandbox_state().lock:
        calls = list(sandbox_state().calls)
    return {"calls": [{"path": one.path, "query": one.query, "body": one.body} for one in calls]}


@admin.get("/sent")
def list_sent() -> dict[str, list[dict[str, Any]]]:
    with sandbox_state().lock:
        return {"sent": list(sandbox_state().sent)}
