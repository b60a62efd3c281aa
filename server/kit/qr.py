"""QR codes as SVG and PNG, and the A4 poster that carries one into the lobby.

Error correction is H (30 %) by default: a poster gets scratched, wet and glued over at a corner. The
poster's colours are those of the app (paper, bamboo green, ink); all of them keep apart in grey.
"""

import base64
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape

import segno

PAPER = "#F7F5F0"
HAIRLINE = "#E8E4DA"
INK = "#22302B"
SECOND_INK = "#6B746F"
BAMBOO = "#2E7D5B"
FONTS = "PingFang SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif"

_QUIET_ZONE = 4
_WIDTH, _HEIGHT, _MARGIN = 210, 297, 16
_CARD_TOP, _CARD_HEIGHT, _CODE_SIDE = 86, 100, 82
_LONG_TITLE = 13
_STEPS = (
    ("微信扫一扫", "打开微信，扫上面的码"),
    ("实名填写", "填写姓名、证件、房号"),
    ("居委会审核", "结果会通知您"),
)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on a poster. ``mini_code`` is the mini-program code (PNG or JPEG), if there is one.

    ``browser``: a browser can sign in behind the address too; else only WeChat can do something with it.
    """

    estate: str
    community: str
    url: str
    serial: str
    mini_code: bytes | None = field(default=None, repr=False)
    browser: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """How a line of text stands: its middle and room in mm, colour and weight."""

    center: float = _WIDTH / 2
    fill: str = INK
    weight: int = 400
    room: float = _WIDTH - 2 * _MARGIN


_PLAIN = _Line()
_TITLE = _Line(weight=700)
_LABEL = _Line(fill=BAMBOO, weight=600)
_QUIET = _Line(fill=SECOND_INK)


def svg(text: str, *, error: str = "h") -> str:
    """The code as an SVG without a fixed size, quiet zone included. ``error``: l, m, q or h."""
    return _svg(text, error, xmldecl=True)


def png(text: str, scale: int, *, error: str = "h") -> bytes:
    """The code as a black and white PNG, ``scale`` pixels for each module, quiet zone included."""
    target = BytesIO()
    segno.make_qr(text, error=error).save(target, kind="png", scale=scale, border=_QUIET_ZONE)
    return target.getvalue()


def poster_svg(poster: Poster) -> str:
    """An A4 page (210 × 297 mm) that tells how to join the estate's community."""
    parts = [*_heading(poster), *_codes(poster), *_steps(), *_foot(poster)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}mm" height="{_HEIGHT}mm" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="{FONTS}" fill="{INK}" role="img" '
        f'aria-label="{_plain(poster.estate)} 加入二维码海报">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def _heading(poster: Poster) -> Iterator[str]:
    yield f'<rect width="{_WIDTH}" height="9" fill="{BAMBOO}"/>'
    # The joints of a bamboo stem.
    yield from (f'<rect x="{x}" width="0.8" height="9" fill="{PAPER}"/>' for x in (42, 105, 168))
    yield _text(poster.community, 33, 8, _LABEL)
    yield from _title(poster.estate)
    yield _text("邻里的事，扫码进来一起商量", 76, 7.5, _QUIET)


def _title(estate: str) -> Iterator[str]:
    if _ems(estate) <= _LONG_TITLE:
        yield _text(estate, 58, 19, _TITLE)
        return
    half = -(-len(estate) // 2)
    yield _text(estate[:half], 47.5, 11.5, _TITLE)
    yield _text(estate[half:], 62, 11.5, _TITLE)


def _codes(poster: Poster) -> Iterator[str]:
    middle = _WIDTH / 2
    if poster.mini_code is None:
        caption = "微信或浏览器扫码" if poster.browser else "用微信扫码"
        yield from _card(middle, _qr_at(poster.url, middle), caption)
        return
    if not poster.browser:
        yield from _card(middle, _picture_at(poster.mini_code, middle), "微信小程序")
        return
    left, right = _MARGIN + 43, _WIDTH - _MARGIN - 43
    yield from _card(left, _picture_at(poster.mini_code, left), "微信小程序")
    yield from _card(right, _qr_at(poster.url, right), "手机网页")


def _card(center: float, code: str, caption: str) -> Iterator[str]:
    yield (
        f'<rect x="{center - 43:g}" y="{_CARD_TOP}" width="86" height="{_CARD_HEIGHT}" rx="4" '
        f'fill="#FFFFFF" stroke="{HAIRLINE}" stroke-width="0.6"/>'
    )
    yield code
    yield _text(caption, _CARD_TOP + _CODE_SIDE + 10, 7, _Line(center, weight=600))


def _qr_at(url: str, center: float) -> str:
    place = (
        f'<svg x="{center - _CODE_SIDE / 2:g}" y="{_CARD_TOP + 2}" width="{_CODE_SIDE}" '
        f'height="{_CODE_SIDE}" shape-rendering="crispEdges" '
    )
    return _svg(url, "h", xmldecl=False).replace("<svg ", place, 1)


def _picture_at(picture: bytes, center: float) -> str:
    encoded = base64.b64encode(picture).decode()
    return (
        f'<image x="{center - _CODE_SIDE / 2:g}" y="{_CARD_TOP + 2}" width="{_CODE_SIDE}" '
        f'height="{_CODE_SIDE}" href="data:{_mime(picture)};base64,{encoded}"/>'
    )


def _steps() -> Iterator[str]:
    for number, (title, detail) in enumerate(_STEPS, start=1):
        center = _MARGIN + 29.5 + (number - 1) * 59.5
        yield f'<circle cx="{center:g}" cy="207" r="7" fill="{BAMBOO}"/>'
        yield _text(str(number), 210.2, 9, _Line(center, "#FFFFFF", 700))
        yield _text(title, 226, 9, _Line(center, INK, 700, room=55))
        yield _text(detail, 235, 5.4, _Line(center, SECOND_INK, room=56))
        if number < len(_STEPS):
            yield f'<path d="M{center + 12:g} 207h35.5" stroke="{BAMBOO}" stroke-width="0.8"/>'


def _foot(poster: Poster) -> Iterator[str]:
    yield f'<path d="M{_MARGIN} 249h{_WIDTH - 2 * _MARGIN}" stroke="{SECOND_INK}" stroke-width="0.3"/>'
    yield _text("如码被遮盖、改贴或来历不明，请不要扫，先向居委会核对编号", 260, 5.6)
    yield _text("居委会换发新码后，本海报作废", 268.5, 5.6)
    yield _text(f"海报编号 {poster.serial}", 282, 7, _LABEL)


def _text(text: str, baseline: float, size: float, line: _Line = _PLAIN) -> str:
    """One centred line, made smaller if it would be wider than its room (all in mm)."""
    fitting = min(size, line.room / max(_ems(text), 1))
    return (
        f'<text x="{line.center:g}" y="{baseline:g}" font-size="{fitting:.3g}" font-weight="{line.weight}" '
        f'fill="{line.fill}" text-anchor="middle">{_plain(text)}</text>'
    )


def _ems(text: str) -> float:
    """The width of a text in font sizes: a Chinese character is one wide."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.62 for char in text)


def _plain(text: str) -> str:
    """Text that is safe in XML, also inside double quotes; control characters are left out."""
    kept = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs", "Cn"))
    return escape(kept, {'"': "&quot;"})


def _mime(picture: bytes) -> str:
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    raise ValueError("小程序码应为 PNG 或 JPEG 图片")


def _svg(text: str, error: str, *, xmldecl: bool) -> str:
    target = BytesIO()
    code = segno.make_qr(text, error=error)
    code.save(
        target,
        kind="svg",
        border=_QUIET_ZONE,
        xmldecl=xmldecl,
        svgns=True,
        omitsize=True,
        nl=False,
        light="#fff",
        svgclass=None,
        lineclass=None,
    )
    return target.getvalue().decode()
