"""Pushes a media verdict the way WeChat does: signed, encrypted, as JSON, and again until it is answered."""

import json
import secrets
import threading
import time
from typing import Any

import requests
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from server.wechat.callbacks import signature
from server.wechat.sandbox_state import PushTarget, State

PUSH_DELAY = 0.05
PUSH_PATIENCE = 5.0
ATTEMPTS = 3


def push_verdict(state: State, trace_id: str, url: str) -> None:
    """Sends the verdict on `url` in a moment, when somebody has said where to."""
    if state.push_target is None:
        return
    suggest, label = state.verdict_of(url)
    event = {
        "ToUserName": "gh_sandbox",
        "FromUserName": "sandbox",
        "CreateTime": int(time.time()),
        "MsgType": "event",
        "Event": "wxa_media_check",
        "appid": state.appid,
        "trace_id": trace_id,
        "version": 2,
        "detail": [{"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label}],
        "errcode": 0,
        "errmsg": "ok",
        "result": {"suggest": suggest, "label": label},
    }
    threading.Thread(target=_deliver, args=(state, state.push_target, event), daemon=True).start()


def sealed_push(appid: str, target: PushTarget, event: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """The query and the body of one push in safe mode."""
    stamp, nonce = str(int(time.time())), secrets.token_hex(8)
    cipher = PrpCrypto(WeChatCrypto(target.token, target.aes_key, appid).key)
    sealed = cipher.encrypt(json.dumps(event, ensure_ascii=False), appid).decode()
    query = {
        "signature": signature(target.token, stamp, nonce),
        "timestamp": stamp,
        "nonce": nonce,
        "encrypt_type": "aes",
        "msg_signature": signature(target.token, stamp, nonce, sealed),
    }
    return query, json.dumps({"ToUserName": "gh_sandbox", "Encrypt": sealed}).encode()


def _deliver(state: State, target: PushTarget, event: dict[str, Any]) -> None:
    with requests.Session() as session:
        session.trust_env = False  # straight to this machine, whatever proxy the environment names
        for _ in range(ATTEMPTS):
            if state.closing.wait(PUSH_DELAY):
                return
            query, body = sealed_push(state.appid, target, event)
            try:
                answer = session.post(target.url, params=query, data=body, timeout=PUSH_PATIENCE)
            except requests.RequestException:
                continue
            if answer.ok and answer.text == "success":
                return
