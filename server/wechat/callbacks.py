"""Reads what WeChat pushes: safe mode, JSON. XML is not parsed at all, so it cannot carry a bomb.

Proof comes first: the signature is compared in constant time, over the encrypted text, before a byte is
decrypted or a nonce remembered. wechatpy's own comparison is not constant-time and its message classes
know only the old verdicts; of wechatpy only the cipher is used.
"""

import hashlib
import hmac
import json
import struct
import time
from collections.abc import Callable, Mapping
from typing import Any

from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from server.wechat.faults import CallbackRefused

#: Seconds a push may be old, or early.
WINDOW = 300
LARGEST_BODY = 64 * 1024
_REFUSED = "消息推送未通过校验"


class CallbackDoor:
    """Lets in pushes for one mini-program. `aes_key` is the 43-character EncodingAESKey of the console."""

    def __init__(self, appid: str, token: str, aes_key: str, clock: Callable[[], float] = time.time) -> None:
        if not token or len(aes_key) != 43:
            raise ValueError("消息推送需要 Token 和 43 位的 EncodingAESKey")
        self._appid = appid
        self._token = token
        self._crypto = WeChatCrypto(token, aes_key, appid)
        self._clock = clock

    def echo(self, query: Mapping[str, str]) -> str:
        """The answer to WeChat's GET when the address is registered. Raises CallbackRefused."""
        self._check(query, "signature")
        return query.get("echostr", "")

    def open(self, body: bytes, query: Mapping[str, str], seen: Callable[[str], bool]) -> dict[str, Any]:
        """The event inside a push. Raises CallbackRefused.

        `seen(nonce)` remembers the nonce and answers whether it was known. Let it write in the transaction
        that handles the event: when that fails, the nonce is forgotten too and WeChat may send again.
        """
        if len(body) > LARGEST_BODY or query.get("encrypt_type") != "aes":
            raise CallbackRefused(_REFUSED)
        sealed = _json_object(body).get("Encrypt")
        if not isinstance(sealed, str) or not sealed:
            raise CallbackRefused(_REFUSED)
        self._check(query, "msg_signature", sealed)
        event = _json_object(self._decrypt(sealed, query).encode())
        if event.get("appid", self._appid) != self._appid or seen(query["nonce"]):
            raise CallbackRefused(_REFUSED)
        return event

    def _check(self, query: Mapping[str, str], name: str, *sealed: str) -> None:
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not nonce or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise CallbackRefused(_REFUSED)
        wanted = signature(self._token, stamp, nonce, *sealed)
        given = query.get(name, "").encode()
        fresh = abs(self._clock() - int(stamp)) <= WINDOW
        if not (hmac.compare_digest(wanted.encode(), given) and fresh):
            raise CallbackRefused(_REFUSED)

    def _decrypt(self, sealed: str, query: Mapping[str, str]) -> str:
        proof = query["msg_signature"], query["timestamp"], query["nonce"]
        try:
            return str(self._crypto.decrypt_message({"Encrypt": sealed}, *proof))
        except (WeChatException, ValueError, IndexError, struct.error) as error:
            # Another appid, another key, or not what it claims to be.
            raise CallbackRefused(_REFUSED) from error


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts: WeChat's signature of a push."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def _json_object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CallbackRefused(_REFUSED) from error
    if not isinstance(value, dict):
        raise CallbackRefused(_REFUSED)
    return value
