"""A push is believed only when it proves who sent it, when, to whom and for the first time; see also W5."""

import base64
import json
import time

import pytest
from wechatpy.crypto import PrpCrypto

from server.wechat.callbacks import LARGEST_BODY, WINDOW, CallbackDoor, signature
from server.wechat.faults import CallbackRefused
from server.wechat.sandbox_push import sealed_push
from server.wechat.sandbox_state import SANDBOX_APPID, PushTarget

TOKEN = "push-token"
AES_KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
OTHER_KEY = base64.b64encode(bytes(32)).decode().rstrip("=")
EVENT = {"Event": "wxa_media_check", "appid": SANDBOX_APPID, "trace_id": "t1", "result": {"suggest": "pass"}}
XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    b"<xml><Encrypt>&b;</Encrypt></xml>"
)


@pytest.fixture
def door():
    return CallbackDoor(SANDBOX_APPID, TOKEN, AES_KEY)


@pytest.fixture
def push():
    """The query and body of an honest push."""
    return sealed_push(SANDBOX_APPID, PushTarget("", TOKEN, AES_KEY), EVENT)


class Memory:
    """What the caller keeps: nonces, each asked for once."""

    def __init__(self):
        self.nonces = set()

    def __call__(self, nonce):
        known = nonce in self.nonces
        self.nonces.add(nonce)
        return known


@pytest.fixture
def seen():
    return Memory()


def sealed(plain: bytes | str, *, appid=SANDBOX_APPID, stamp=None, nonce="n-1"):
    """A push with a right signature around anything."""
    key = base64.b64decode(AES_KEY + "=")
    text = PrpCrypto(key).encrypt(plain, appid).decode()
    return signed(text, stamp=stamp, nonce=nonce)


def signed(text, *, stamp=None, nonce="n-1"):
    stamp = str(int(time.time())) if stamp is None else str(stamp)
    proof = signature(TOKEN, stamp, nonce, text)
    query = {"timestamp": stamp, "nonce": nonce, "encrypt_type": "aes", "msg_signature": proof}
    return query, json.dumps({"Encrypt": text}).encode()


def test_an_honest_push_is_read(door, push, seen):
    query, body = push

    assert door.open(body, query, seen) == EVENT
    assert seen.nonces == {query["nonce"]}


def test_the_same_push_again_is_refused(door, push, seen):
    query, body = push
    door.open(body, query, seen)

    with pytest.raises(CallbackRefused):
        door.open(body, query, seen)


@pytest.mark.parametrize("late", [-WINDOW + 5, WINDOW - 5])
def test_a_clock_a_little_off_is_forgiven(push, seen, late):
    query, body = push
    door = CallbackDoor(SANDBOX_APPID, TOKEN, AES_KEY, clock=lambda: time.time() + late)

    assert door.open(body, query, seen) == EVENT


@pytest.mark.parametrize("late", [-600, -WINDOW - 5, WINDOW + 5, 600, 86400])
def test_an_old_or_early_push_is_refused(push, seen, late):
    query, body = push
    door = CallbackDoor(SANDBOX_APPID, TOKEN, AES_KEY, clock=lambda: time.time() + late)

    with pytest.raises(CallbackRefused):
        door.open(body, query, seen)


QUERY_FORGERIES = {
    "signature missing": {"msg_signature": None},
    "signature empty": {"msg_signature": ""},
    "signature of nothing": {"msg_signature": "0" * 40},
    "signature in capitals": {"msg_signature": str.upper},
    "signature cut short": {"msg_signature": lambda value: value[:-1]},
    "signature not ascii": {"msg_signature": "签名"},
    "plain signature only": {"msg_signature": lambda _: signature(TOKEN, str(int(time.time())), "n")},
    "timestamp changed": {"timestamp": lambda value: str(int(value) + 1)},
    "timestamp missing": {"timestamp": None},
    "timestamp a word": {"timestamp": "now"},
    "timestamp negative": {"timestamp": "-1"},
    "timestamp in other digits": {"timestamp": "１７００００００００"},
    "timestamp endless": {"timestamp": "9" * 5000},
    "nonce changed": {"nonce": "another"},
    "nonce missing": {"nonce": None},
    "plain mode": {"encrypt_type": "raw"},
    "no mode": {"encrypt_type": None},
}


@pytest.mark.parametrize("name", QUERY_FORGERIES)
def test_a_forged_query_is_refused_before_the_nonce_is_spent(door, push, seen, name):
    query, body = push
    for field, forged in QUERY_FORGERIES[name].items():
        value = forged(query[field]) if callable(forged) else forged
        query = (
            {**query, field: value} if value is not None else {k: v for k, v in query.items() if k != field}
        )

    with pytest.raises(CallbackRefused):
        door.open(body, query, seen)
    assert not seen.nonces


BODY_FORGERIES = {
    "nothing": lambda _: b"",
    "not json": lambda _: b"success",
    "xml with entities": lambda _: XML_BOMB,
    "a list": lambda _: b"[]",
    "nested beyond depth": lambda _: b"[" * 60000,
    "not utf-8": lambda _: b'{"Encrypt": "\xff\xfe"}',
    "no Encrypt": lambda _: b"{}",
    "Encrypt a number": lambda _: b'{"Encrypt": 1}',
    "Encrypt empty": lambda _: b'{"Encrypt": ""}',
    "one letter changed": lambda body: body.replace(b'"Encrypt": "', b'"Encrypt": "A'),
    "clear text beside it": lambda body: json.dumps({"Event": "wxa_media_check"}).encode(),
    "too large": lambda body: body + b" " * LARGEST_BODY,
}


@pytest.mark.parametrize("name", BODY_FORGERIES)
def test_a_forged_body_is_refused_before_the_nonce_is_spent(door, push, seen, name):
    query, body = push

    with pytest.raises(CallbackRefused):
        door.open(BODY_FORGERIES[name](body), query, seen)
    assert not seen.nonces


#: Rightly signed, so only what is inside can give them away.
INSIDE = {
    "sealed for another appid": lambda: sealed(json.dumps(EVENT), appid="wx-other"),
    "about another appid": lambda: sealed(json.dumps({**EVENT, "appid": "wx-other"})),
    "not json inside": lambda: sealed("<xml></xml>"),
    "a list inside": lambda: sealed("[1]"),
    "nothing inside": lambda: sealed(""),
    "not base64": lambda: signed("!!!"),
    "not whole blocks": lambda: signed(base64.b64encode(b"short").decode()),
    "one block of zeros": lambda: signed(base64.b64encode(bytes(16)).decode()),
    "noise": lambda: signed(base64.b64encode(bytes(range(64))).decode()),
    "not text inside": lambda: sealed(b"\xff\xfe\xfd"),
}


@pytest.mark.parametrize("name", INSIDE)
def test_what_is_wrong_inside_is_refused(door, seen, name):
    query, body = INSIDE[name]()

    with pytest.raises(CallbackRefused):
        door.open(body, query, seen)


def test_a_push_sealed_with_another_key_is_refused(push, seen):
    query, body = push
    door = CallbackDoor(SANDBOX_APPID, TOKEN, OTHER_KEY)

    with pytest.raises(CallbackRefused):
        door.open(body, query, seen)


def test_the_comparison_takes_constant_time(door, push, seen, monkeypatch):
    compared = []
    monkeypatch.setattr("hmac.compare_digest", lambda a, b: compared.append((a, b)) or True)

    door.open(push[1], push[0], seen)

    assert compared == [(push[0]["msg_signature"].encode(),) * 2]


class TestEcho:
    def test_the_address_is_confirmed(self, door):
        stamp = str(int(time.time()))
        query = {
            "timestamp": stamp,
            "nonce": "n",
            "echostr": "4711",
            "signature": signature(TOKEN, stamp, "n"),
        }

        assert door.echo(query) == "4711"

    @pytest.mark.parametrize("token", ["other", ""])
    def test_a_stranger_gets_no_echo(self, door, token):
        stamp = str(int(time.time()))
        query = {
            "timestamp": stamp,
            "nonce": "n",
            "echostr": "4711",
            "signature": signature(token, stamp, "n"),
        }

        with pytest.raises(CallbackRefused):
            door.echo(query)


@pytest.mark.parametrize(("token", "key"), [("", AES_KEY), (TOKEN, ""), (TOKEN, AES_KEY[:-1])])
def test_a_door_without_keys_is_not_built(token, key):
    with pytest.raises(ValueError, match="EncodingAESKey"):
        CallbackDoor(SANDBOX_APPID, token, key)
