"""The small face of WeChat that the rest of the application knows."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import partial
from io import BytesIO
from typing import Self, TypeVar

from PIL import Image, UnidentifiedImageError
from redis import Redis
from requests import RequestException
from wechatpy.exceptions import WeChatClientException

from server.wechat.breaker import Breaker
from server.wechat.client import MiniClient, UnreadableAnswer
from server.wechat.deadline import Deadline
from server.wechat.faults import WeChatFault, WeChatUnavailable, fault_of
from server.wechat.templates import fitted
from server.wechat.transport import is_real_secret

#: Seconds a person signing in waits for WeChat.
SIGN_IN_SECONDS = 3.0
#: Characters of one text check, and how far two checks of a longer text reach into each other.
TEXT_LIMIT = 2500
TEXT_OVERLAP = 40

Answer = TypeVar("Answer")


class Scene(IntEnum):
    """Where a text stands, in WeChat's numbers."""

    PROFILE = 1
    COMMENT = 2
    FORUM = 3
    JOURNAL = 4


class Suggest(StrEnum):
    """What WeChat advises, from mild to grave."""

    PASS = "pass"
    REVIEW = "review"
    RISKY = "risky"


@dataclass(frozen=True)
class TextVerdict:
    """`label` is WeChat's number for what it saw: 100 nothing, 10001 advertising, 20006 crime, …"""

    suggest: Suggest
    label: int


class WeChat:
    """One mini-program's WeChat. Threads may share it; `close` it when the process is done.

    Every verb raises a `WeChatFault`: `WeChatUnavailable` when there is no usable answer, at once while the
    breaker of that verb is open (five failures in a row, thirty seconds), and the verb's own refusals.
    """

    def __init__(self, client: MiniClient, new_breaker: Callable[[], Breaker] = Breaker) -> None:
        self._client = client
        self._sign_in_time = Deadline(SIGN_IN_SECONDS)
        # One per errand: a content check that is down must not keep people from signing in.
        self._breakers: defaultdict[str, Breaker] = defaultdict(new_breaker)

    @classmethod
    def from_settings(cls, appid: str, secret: str, redis: Redis, origin: str | None) -> Self:
        """`origin` is where the stand-in listens; None is WeChat itself.

        Raises ValueError for a stand-in together with a real secret, which would leave in the clear.
        """
        if origin is not None and is_real_secret(secret):
            raise ValueError("模拟环境不能使用真实的 AppSecret")
        return cls(MiniClient(appid, secret, redis, origin))

    def close(self) -> None:
        self._client.close()

    def sign_in(self, code: str) -> str:
        """The openid behind a `wx.login` code, within three seconds. Raises CodeRefused, AccountBlocked."""
        wxa = self._client.wxa
        return self._ask("sign_in", lambda: self._sign_in_time.run(lambda: wxa.code_to_session(code)))

    def phone_number(self, code: str) -> str:
        """The number behind a `getPhoneNumber` code. Raises CodeRefused."""
        return self._ask("phone_number", lambda: self._client.wxa.get_phone_number(code))

    def check_text(self, text: str, *, openid: str, scene: Scene) -> TextVerdict:
        """The gravest verdict over all parts of the text. Raises VisitNeeded."""
        verdict = TextVerdict(Suggest.PASS, 100)
        for part in _parts(text):
            found = self._ask("check_text", partial(self._check_part, part, openid, scene))
            verdict = max(verdict, found, key=lambda one: list(Suggest).index(one.suggest))
            if verdict.suggest is Suggest.RISKY:
                break
        return verdict

    def check_media(self, url: str, *, openid: str, scene: Scene) -> str:
        """Hands a picture at a public address to WeChat; its verdict is pushed under this trace id."""
        return self._ask(
            "check_media", lambda: self._client.wxa.check_media(url, openid=openid, scene=int(scene))
        )

    def mini_program_code(self, scene: str, *, page: str, env_version: str = "release") -> bytes:
        """A PNG of the code that opens `page` with this scene.

        The page has no leading slash and no parameters; the scene has at most 32 letters, digits and marks.
        """
        how = {"page": page, "env_version": env_version, "check_path": env_version == "release", "width": 860}
        return self._ask("mini_program_code", lambda: as_png(self._client.wxa.code_unlimited(scene, **how)))

    def remind(self, openid: str, template_id: str, data: Mapping[str, str], *, page: str) -> None:
        """Spends one acceptance of a template; values are cut to what WeChat takes. Raises NoCredit."""
        self._ask(
            "remind",
            lambda: self._client.wxa.subscribe_send(openid, template_id, fitted(data), page=page),
        )

    def _check_part(self, part: str, openid: str, scene: Scene) -> TextVerdict:
        result = self._client.wxa.check_text(part, openid=openid, scene=int(scene))
        advice = result.get("suggest")
        # An advice we do not know is for a human to judge.
        suggest = Suggest(advice) if advice in list(Suggest) else Suggest.REVIEW
        return TextVerdict(suggest, int(result.get("label", 21000)))

    def _ask(self, errand: str, call: Callable[[], Answer]) -> Answer:
        breaker = self._breakers[errand]
        if not breaker.admits():
            raise WeChatUnavailable
        fault: WeChatFault = WeChatUnavailable()
        try:
            answer = call()
        except WeChatFault as known:
            fault = known
        except WeChatClientException as refused:
            fault = fault_of(refused.errcode)
        except (RequestException, TimeoutError, UnreadableAnswer, ValueError, TypeError):
            pass
        else:
            breaker.record(healthy=True)
            return answer
        breaker.record(healthy=not (isinstance(fault, WeChatUnavailable) and fault.is_outage))
        # Raised out here, so that no traceback chains to an exception with the secret in its address.
        raise fault


def _parts(text: str) -> Iterator[str]:
    """The text in checkable parts; they overlap, so that no word hides on a cut."""
    for start in range(0, len(text), TEXT_LIMIT - TEXT_OVERLAP):
        yield text[start : start + TEXT_LIMIT]
        if start + TEXT_LIMIT >= len(text):
            return


def as_png(picture: bytes) -> bytes:
    """The same picture as PNG: WeChat sends JPEG unless the ground is transparent.

    Raises UnreadableAnswer for what is no picture.
    """
    if picture.startswith(b"\x89PNG"):
        return picture
    into = BytesIO()
    try:
        Image.open(BytesIO(picture)).save(into, "PNG")
    except (UnidentifiedImageError, OSError) as error:
        raise UnreadableAnswer from error
    return into.getvalue()
