"""Draw the eight tab icons (81 × 81 px PNG, WeChat's size) from plain shapes.

Run from `miniprogram/` after changing a shape or a token: `python scripts/draw_tab_icons.py`.
"""

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

SIDE = 81
SCALE = 8  # drawn large and shrunk, because Pillow draws without smoothing
STROKE = 5
TOKENS = Path("src/styles/tokens.scss")
TARGET = Path("src/static/tabs")


class Pen:
    """A pen on a transparent square of 81 units, with round joints."""

    def __init__(self, colour: str) -> None:
        self.image = Image.new("RGBA", (SIDE * SCALE, SIDE * SCALE), (0, 0, 0, 0))
        self.draw = ImageDraw.Draw(self.image)
        self.colour = colour

    def line(self, *points: tuple[float, float]) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=self.colour, width=STROKE * SCALE, joint="curve")
        radius = STROKE * SCALE / 2
        for x, y in scaled:
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=self.colour)

    def circle(self, x: float, y: float, radius: float) -> None:
        box = tuple(v * SCALE for v in (x - radius, y - radius, x + radius, y + radius))
        self.draw.ellipse(box, outline=self.colour, width=STROKE * SCALE)

    def arc(self, box: tuple[float, float, float, float], start: int, end: int) -> None:
        scaled = tuple(v * SCALE for v in box)
        self.draw.arc(scaled, start, end, fill=self.colour, width=STROKE * SCALE)

    def save(self, path: Path) -> None:
        self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(path, optimize=True)


def home(pen: Pen) -> None:
    pen.line((13, 39), (40.5, 15), (68, 39))
    pen.line((21, 34), (21, 66), (60, 66), (60, 34))
    pen.line((40.5, 66), (40.5, 50))


def hall(pen: Pen) -> None:
    """A round table seen from above, with its seats."""
    pen.circle(40.5, 40.5, 15)
    for x, y in ((40.5, 13), (68, 40.5), (40.5, 68), (13, 40.5)):
        pen.circle(x, y, 5)


def neighbours(pen: Pen) -> None:
    pen.circle(29, 29, 11)
    pen.arc((9, 47, 49, 87), 180, 360)
    pen.arc((40, 18, 62, 40), 250, 110)
    pen.arc((38, 47, 74, 83), 270, 360)


def mine(pen: Pen) -> None:
    pen.circle(40.5, 27, 13)
    pen.arc((14, 47, 67, 100), 180, 360)
    pen.line((14.5, 68), (66.5, 68))


SHAPES: dict[str, Callable[[Pen], None]] = {
    "home": home, "hall": hall, "neighbours": neighbours, "mine": mine,
}


def token(name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9A-F]{{6}})", TOKENS.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"no token --{name} in {TOKENS}")
    return found[1]


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, shape in SHAPES.items():
        for suffix, colour in (("", token("ink-2")), ("-on", token("bamboo"))):
            pen = Pen(colour)
            shape(pen)
            pen.save(TARGET / f"{name}{suffix}.png")


if __name__ == "__main__":
    main()
