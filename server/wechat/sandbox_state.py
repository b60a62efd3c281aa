"""What the stand-in remembers: tokens, codes, verdicts, credits, calls. One lock for all of it."""

import secrets
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

SANDBOX_APPID = "wx-sandbox"
SANDBOX_SECRET = "sandbox-secret"
DEMO_CODE, DEMO_OPENID = "demo:", "demo-openid-"

TOKEN_SECONDS = 7200
CODE_SECONDS = 300
VISIT_SECONDS = 7200
FORCES_A_DAY, FORCE_PAUSE = 20, 30

#: Words the stand-in objects to, with WeChat's advice and label.
WORDS: dict[str, tuple[str, int]] = {
    "赌博网站": ("risky", 20006),
    "代开发票": ("risky", 20006),
    "刷单返利": ("risky", 20008),
    "加微信领红包": ("review", 10001),
    "扫码进群抢购": ("review", 10001),
    "你这个废物": ("review", 20003),
}


class Refusal(Exception):
    """Answered as WeChat answers a refusal: HTTP 200 with `errcode`."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.errcode = errcode
        self.errmsg = errmsg


@dataclass(frozen=True)
class Call:
    """One request the stand-in received."""

    path: str
    query: dict[str, str]
    body: Any


@dataclass(frozen=True)
class PushTarget:
    """Where verdicts are pushed to, and with which keys they are sealed."""

    url: str
    token: str
    aes_key: str


@dataclass
class State:
    """Change it under `lock`; the server has many threads."""

    appid: str = SANDBOX_APPID
    secret: str = SANDBOX_SECRET
    lock: threading.RLock = field(default_factory=threading.RLock)
    closing: threading.Event = field(default_factory=threading.Event)
    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=2000))
    words: dict[str, tuple[str, int]] = field(default_factory=lambda: dict(WORDS))
    published: set[str] = field(default_factory=set)
    credits: Counter[tuple[str, str]] = field(default_factory=Counter)
    sent: list[dict[str, Any]] = field(default_factory=list)
    push_target: PushTarget | None = None
    #: path → what to do to the next calls: (mode or errcode, how many times)
    faults: dict[str, tuple[str | int, int]] = field(default_factory=dict)
    _codes: dict[str, tuple[str, float]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _visits: dict[str, float] = field(default_factory=dict)
    _tokens: dict[str, float] = field(default_factory=dict)
    _current: dict[str, str] = field(default_factory=dict)
    _forced: list[float] = field(default_factory=list)

    # -- codes: sign-in codes stand for an openid, phone codes for a number

    def issue_code(self, kind: str, stands_for: str) -> str:
        code = f"{kind}-{secrets.token_urlsafe(16)}"
        with self.lock:
            self._codes[code] = (stands_for, time.monotonic() + CODE_SECONDS)
        return code

    def redeem_code(self, kind: str, code: str) -> str:
        """What the code stands for, once. Raises Refusal 40029 (unknown or old) or 40163 (used)."""
        with self.lock:
            if code in self._used:
                raise Refusal(40163, "code been used")
            stands_for, until = self._codes.pop(code, ("", 0.0))
            if not code.startswith(f"{kind}-") or time.monotonic() >= until:
                raise Refusal(40029, "invalid code")
            self._used.add(code)
            return stands_for

    # -- visits: content is checked only for people seen lately

    def visited(self, openid: str) -> None:
        with self.lock:
            self._visits[openid] = time.monotonic()

    def forget_visit(self, openid: str) -> None:
        with self.lock:
            self._visits.pop(openid, None)

    def seen_lately(self, openid: str) -> bool:
        # Demo people outlive a restart of the stand-in: their sessions do, and nobody signs in again for it.
        if openid.startswith(DEMO_OPENID):
            return True
        with self.lock:
            return time.monotonic() - self._visits.get(openid, -VISIT_SECONDS) < VISIT_SECONDS

    # -- tokens: two kinds that know nothing of each other, as on the platform

    def plain_token(self) -> str:
        """`cgi-bin/token`: every fetch invalidates the one before."""
        with self.lock:
            self._tokens.pop(self._current.get("plain", ""), None)
            return self._new_token("plain")

    def stable_token(self, force: bool) -> tuple[str, int]:
        """The same token until it is nearly over; `force` replaces it, 20 times a day and 30 s apart."""
        with self.lock:
            token = self._current.get("stable", "")
            left = self._tokens.get(token, time.monotonic()) - time.monotonic()
            if force:
                self._count_force()
                self._tokens.pop(token, None)
            elif token and (left > 0 or token not in self._tokens):
                # A revoked token is still handed out: only force gets past it, which is what force is for.
                return token, int(left) or TOKEN_SECONDS
            return self._new_token("stable"), TOKEN_SECONDS

    def token_stands(self, token: str) -> bool:
        with self.lock:
            return self._tokens.get(token, 0.0) > time.monotonic()

    def revoke_tokens(self, *, keep_current: bool) -> None:
        """Makes every token invalid. With `keep_current` the plain refresh goes on answering the dead one."""
        with self.lock:
            self._tokens.clear()
            if not keep_current:
                self._current.clear()

    def _new_token(self, kind: str) -> str:
        token = secrets.token_urlsafe(48)
        self._tokens[token] = time.monotonic() + TOKEN_SECONDS
        self._current[kind] = token
        return token

    def _count_force(self) -> None:
        now = time.monotonic()
        if self._forced and now - self._forced[-1] < FORCE_PAUSE:
            raise Refusal(45011, "force_refresh too often")
        if len([one for one in self._forced if now - one < 86400]) >= FORCES_A_DAY:
            raise Refusal(45009, "force_refresh quota used up")
        self._forced.append(now)

    # -- words and faults

    def verdict_of(self, text: str) -> tuple[str, int]:
        """The gravest advice over the words found in the text, and its label."""
        with self.lock:
            found = [verdict for word, verdict in self.words.items() if word in text]
        return max(found, key=lambda one: one[0] == "risky", default=("pass", 100))

    def fail_next(self, path: str, fault: str | int, times: int = 1) -> None:
        """The next `times` calls of `path` meet an errcode or a mode of `sandbox_faults.MODES`."""
        with self.lock:
            self.faults[path] = (fault, times)

    def take_fault(self, path: str) -> str | int | None:
        with self.lock:
            fault, times = self.faults.get(path, (None, 0))
            if times <= 1:
                self.faults.pop(path, None)
            else:
                self.faults[path] = (fault or 0, times - 1)
            return fault

    def calls_of(self, path: str) -> list[Call]:
        with self.lock:
            return [call for call in self.calls if call.path == path]
