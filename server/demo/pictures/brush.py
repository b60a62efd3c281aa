"""A canvas for small warm scenes: gradients, rounded shapes, soft shadows, light and a little grain.

Coordinates are those of a picture of 960 by 720. It is painted at twice the final size and shrunk, which
smooths every edge. The same seed paints the same picture.
"""

import random
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 720
_SHRINK = 2
_SCALE = 5 / 3
_SIZE = (round(WIDTH * _SCALE), round(HEIGHT * _SCALE))
_QUALITY = 88
_FAINT = 5
Point = tuple[float, float]
Box = tuple[float, float, float, float]


class Brush:
    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)
        self.image = Image.new("RGB", _SIZE)
        self.pen = ImageDraw.Draw(self.image)

    def wash(self, top: str, bottom: str, span: tuple[float, float] = (0, HEIGHT)) -> None:
        """A band over the whole width, from one colour to another."""
        begin, end = round(span[0] * _SCALE), round(span[1] * _SCALE)
        strip = Image.new("RGB", (1, 2))
        strip.putdata([_rgb(top), _rgb(bottom)])
        band = strip.resize((1, end - begin), Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5))
        self.image.paste(band.resize((_SIZE[0], end - begin)), (0, begin))

    def block(self, box: Box, colour: str, radius: float = 0) -> None:
        self.pen.rounded_rectangle([one * _SCALE for one in box], radius * _SCALE, fill=colour)

    def disc(self, x: float, y: float, r: float, colour: str) -> None:
        self.oval((x - r, y - r, x + r, y + r), colour)

    def oval(self, box: Box, colour: str) -> None:
        self.pen.ellipse([one * _SCALE for one in box], fill=colour)

    def ring(self, x: float, y: float, r: float, colour: str, width: float = 6) -> None:
        box = [one * _SCALE for one in (x - r, y - r, x + r, y + r)]
        self.pen.ellipse(box, outline=colour, width=round(width * _SCALE))

    def shape(self, points: Sequence[Point], colour: str) -> None:
        self.pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float = 6) -> None:
        at = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.pen.line(at, fill=colour, width=round(width * _SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2 - 0.3, colour)

    def arc(self, box: Box, span: tuple[float, float], colour: str, width: float = 6) -> None:
        self.pen.arc([one * _SCALE for one in box], *span, fill=colour, width=round(width * _SCALE))

    def soften(self, radius: float) -> None:
        """Put everything painted so far out of focus."""
        small = self.image.reduce(4).filter(ImageFilter.GaussianBlur(radius * _SCALE / 4))
        self.image.paste(small.resize(self.image.size, Image.Resampling.BICUBIC))

    def shadow(self, box: Box, strength: int = 90) -> None:
        """A soft dark oval on the ground."""
        self._lay("#1d2420", box, strength)

    def glow(self, x: float, y: float, r: float, colour: str, strength: int = 150) -> None:
        """Light around a lamp or the sun."""
        self._lay(colour, (x - r, y - r, x + r, y + r), strength)

    def _lay(self, colour: str, box: Box, strength: int) -> None:
        x0, y0, x1, y1 = (round(one * _SCALE) for one in box)
        fade = ImageChops.invert(Image.radial_gradient("L")).point(_fading(strength))
        self.image.paste(_rgb(colour), (x0, y0), fade.resize((x1 - x0, y1 - y0)))

    def finish(self, warmth: str = "#ffb46b") -> bytes:
        """The picture as JPEG, with a warm cast, darker corners and the grain of a phone's camera."""
        picture = self.image.reduce(_SHRINK)
        picture = Image.blend(picture, Image.new("RGB", picture.size, warmth), 0.06)
        dark = Image.radial_gradient("L").point([max(255 - max(one - 150, 0) // 2, 0) for one in range(256)])
        picture = ImageChops.multiply(picture, dark.resize(picture.size).convert("RGB"))
        grain = self._grain().resize(picture.size).convert("RGB")
        into = BytesIO()
        Image.blend(picture, ImageChops.soft_light(picture, grain), 0.5).save(into, "JPEG", quality=_QUALITY)
        return into.getvalue()

    def _grain(self) -> Image.Image:
        width, height = WIDTH // 2, HEIGHT // 2
        noise = Image.frombytes("L", (width, height), self.dice.randbytes(width * height))
        return noise.point([128 + (one - 128) // _FAINT for one in range(256)])


def _fading(strength: int) -> list[int]:
    return [min(max(one - 70, 0) * strength // 140, 255) for one in range(256)]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def shade(colour: str, by: float) -> str:
    """The colour lighter (`by` over 1) or darker (under 1)."""
    return "#" + "".join(f"{min(255, max(0, round(one * by))):02x}" for one in _rgb(colour))
