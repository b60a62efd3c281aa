"""wechatpy with its faults worked round; the rest of the package talks to this and to nothing else of it.

What differs from wechatpy 1.8.18, and why:
- one retry on a stale token, not an unbounded recursion;
- every call has a timeout and a size, the token fetch included (transport.py);
- sign-in neither waits for nor sends an access token;
- the token is `stable_token`, shared by all processes, which a plain fetch elsewhere cannot invalidate;
- text and media checks are version 2; the codes know `env_version` and `check_path`;
- a file sent twice is sent whole twice.
Pushes from WeChat are read in callbacks.py, without wechatpy's XML messages and their version 1 verdicts.
"""

from collections.abc import Mapping
from typing import Any

from redis import Redis
from requests import Response
from wechatpy import WeChatClient
from wechatpy.client.api import WeChatWxa
from wechatpy.exceptions import WeChatClientException

from server.wechat.tokens import Issued, SharedToken
from server.wechat.transport import WECHAT, OriginAdapter

#: invalid credential, invalid token, expired token
STALE_TOKEN = frozenset({40001, 40014, 42001})


class UnreadableAnswer(ValueError):
    """WeChat answered something that is not what this call answers."""


class Wxa(WeChatWxa):  # type: ignore[misc]  # wechatpy carries no types
    """The mini-program calls the project uses, each as the platform documents it today."""

    def code_to_session(self, js_code: str) -> str:
        """The openid behind a sign-in code. The session key ends here: nothing of ours needs it."""
        asked = {"appid": self.appid, "secret": self.secret, "js_code": js_code}
        # None keeps the client from fetching an access token; requests then leaves the parameter out.
        params = {**asked, "grant_type": "authorization_code", "access_token": None}
        return _text(_checked(self._get("sns/jscode2session", params=params)), "openid")

    def get_phone_number(self, code: str) -> str:
        """The number behind a phone code, with its country prefix when it is not a mainland one."""
        answer = self._send("wxa/business/getuserphonenumber", {"code": code})
        return _text(_checked(answer.get("phone_info")), "phoneNumber")

    def check_text(self, content: str, *, openid: str, scene: int) -> dict[str, Any]:
        """`result` of msg_sec_check version 2: suggest and label. At most 2,500 characters."""
        told = {"version": 2, "content": content, "openid": openid, "scene": scene}
        return _checked(self._send("wxa/msg_sec_check", told).get("result"))

    def check_media(self, url: str, *, openid: str, scene: int, media_type: int = 2) -> str:
        """The trace id under which the verdict will be pushed. Types: 1 sound, 2 picture."""
        told = {"media_url": url, "media_type": media_type, "version": 2, "openid": openid, "scene": scene}
        return _text(self._send("wxa/media_check_async", told), "trace_id")

    def code_unlimited(self, scene: str, **how: Any) -> bytes:
        """The picture of a mini-program code, as WeChat sends it (JPEG or PNG).

        `how`: page, check_path, env_version, width, is_hyaline.
        """
        answer = self._post("wxa/getwxacodeunlimit", data={"scene": scene, **how})
        if not isinstance(answer, Response):
            raise UnreadableAnswer
        if not answer.headers.get("Content-Type", "").startswith("image/"):
            raise UnreadableAnswer
        return bytes(answer.content)

    def subscribe_send(self, openid: str, template_id: str, data: Mapping[str, str], **how: Any) -> None:
        """One message of an accepted template. `how`: page, miniprogram_state, lang."""
        values = {name: {"value": value} for name, value in data.items()}
        self._send(
            "cgi-bin/message/subscribe/send",
            {"touser": openid, "template_id": template_id, "data": values, **how},
        )

    def _send(self, path: str, told: dict[str, Any]) -> dict[str, Any]:
        return _checked(self._post(path, data=told))


class MiniClient(WeChatClient):  # type: ignore[misc]  # wechatpy carries no types
    """A wechatpy client for one mini-program. Safe to share between threads."""

    wxa = Wxa()

    def __init__(self, appid: str, secret: str, redis: Redis, origin: str | None = None) -> None:
        super().__init__(appid, secret, auto_retry=False)
        self._http.mount(WECHAT, OriginAdapter(origin))
        # A redirect would carry secret and token to another address.
        self._http.max_redirects = 0
        self._token = SharedToken(redis, appid, self._fetch_stable_token)

    @property
    def access_token(self) -> str:
        return self._token.get()

    def fetch_access_token(self) -> str:
        return self._token.get()

    def close(self) -> None:
        self._http.close()

    def _fetch_stable_token(self, force: bool) -> Issued:
        told = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret}
        answer = _checked(
            super()._request(
                "post",
                f"{WECHAT}cgi-bin/stable_token",
                params={"access_token": None},
                data={**told, "force_refresh": force},
            )
        )
        return Issued(_text(answer, "access_token"), int(answer.get("expires_in", 7200)))

    def _request(self, method: str, url_or_endpoint: str, **asked: Any) -> Any:
        params = asked.pop("params", None) or {}
        if "access_token" in params:
            return super()._request(method, url_or_endpoint, params=params, **asked)
        if "files" in asked:
            asked["files"] = {name: _whole(part) for name, part in asked["files"].items()}
        token = self.access_token
        try:
            return super()._request(
                method, url_or_endpoint, params={**params, "access_token": token}, **asked
            )
        except WeChatClientException as error:
            if error.errcode not in STALE_TOKEN:
                raise
        params = {**params, "access_token": self._token.get(refused=token)}
        return super()._request(method, url_or_endpoint, params=params, **asked)


def _whole(part: Any) -> Any:
    return part.read() if hasattr(part, "read") else part


def _checked(answer: object) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise UnreadableAnswer
    return answer


def _text(answer: dict[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadableAnswer
    return value
