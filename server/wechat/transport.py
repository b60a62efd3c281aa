"""HTTP to WeChat that always ends: in time, in size, and at the address that was meant."""

import logging
import re
import time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ContentDecodingError, ReadTimeout

WECHAT = "https://api.weixin.qq.com/"
#: Seconds to connect and between two pieces of an answer; wechatpy itself sets none.
PATIENCE = (3.05, 8.0)
#: Seconds for a whole answer, however steadily it trickles.
WHOLE_ANSWER = 20.0
#: A mini-program code of 1,280 pixels stays below half of this.
LARGEST_ANSWER = 2 * 1024 * 1024

_QUERY = re.compile(r"\?\S+")
_REAL_SECRET = re.compile(r"[0-9a-fA-F]{32}")


def is_real_secret(secret: str) -> bool:
    """Whether this has the form of an application secret issued by WeChat (32 hexadecimal digits)."""
    return _REAL_SECRET.fullmatch(secret.strip()) is not None


def without_query(record: logging.LogRecord) -> bool:
    """A log filter: urllib3 writes whole addresses, and those of WeChat carry the secret and the token."""
    record.msg, record.args = _QUERY.sub("?…", record.getMessage()), ()
    return True


logging.getLogger("urllib3.connectionpool").addFilter(without_query)


class AnswerTooLarge(ContentDecodingError):
    """An answer beyond `LARGEST_ANSWER`; reading stops there."""


class OriginAdapter(HTTPAdapter):
    """Mounted at `WECHAT`. With an `origin`, every call goes there instead: also those whose address
    wechatpy has written down in full, which a changed base address would miss.
    """

    def __init__(self, origin: str | None = None) -> None:
        super().__init__(pool_maxsize=32)
        self._origin = urlsplit(origin) if origin else None

    def send(  # type: ignore[override]  # requests types `timeout` more loosely than it passes it
        self, request: PreparedRequest, *, timeout: Any = None, proxies: Any = None, **how: Any
    ) -> Response:
        if self._origin is not None:
            parts = urlsplit(request.url or "")
            request.url = urlunsplit((self._origin.scheme, self._origin.netloc, *parts[2:]))
            proxies = None  # a proxy meant for the internet cannot reach this machine
        how["stream"] = True
        until = time.monotonic() + WHOLE_ANSWER
        answer = super().send(request, timeout=timeout or PATIENCE, proxies=proxies, **how)
        try:
            # requests offers no limit on what it reads; a filled `_content` is what it looks at first.
            answer._content = _read(answer, until)
        finally:
            answer.close()
        return answer


def _read(answer: Response, until: float) -> bytes:
    """The body, decoded. Raises `AnswerTooLarge` and `ReadTimeout` before memory or time run out."""
    pieces: list[bytes] = []
    size = 0
    for piece in answer.iter_content(chunk_size=16 * 1024):
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise AnswerTooLarge("answer too large")
        if time.monotonic() > until:
            raise ReadTimeout("answer too slow")
        pieces.append(piece)
    return b"".join(pieces)
