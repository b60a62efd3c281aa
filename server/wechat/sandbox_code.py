"""Draws a picture in place of a mini-program code: round like one, with a real QR of the scene inside."""

import random
from io import BytesIO
from math import cos, pi, sin

import segno
from PIL import Image, ImageDraw

INK, PAPER, LEAF = "#1f2a24", "#ffffff", "#2f7d5b"
RAYS, RINGS = 72, 5
#: The QR's side, as a share of the picture; its corners then stay inside the rays.
CORE = 0.56


def draw_code(scene: str, width: int) -> bytes:
    """A PNG, `width` pixels square, whose QR reads as `scene`."""
    picture = Image.new("RGB", (width, width), PAPER)
    pen = ImageDraw.Draw(picture)
    _draw_rays(pen, scene, width)
    _draw_qr(pen, scene, width)
    into = BytesIO()
    picture.save(into, "PNG", optimize=True)
    return into.getvalue()


def _draw_rays(pen: ImageDraw.ImageDraw, scene: str, width: int) -> None:
    """Dots on rays around the core; the same scene always looks the same."""
    dice = random.Random(scene)
    middle, inner, outer = width / 2, width * 0.415, width * 0.485
    dot = width * 0.006
    for ray in range(RAYS):
        angle = 2 * pi * ray / RAYS
        for ring in range(dice.randint(1, RINGS)):
            away = inner + (outer - inner) * ring / (RINGS - 1)
            x, y = middle + away * cos(angle), middle + away * sin(angle)
            pen.ellipse((x - dot, y - dot, x + dot, y + dot), fill=LEAF)


def _draw_qr(pen: ImageDraw.ImageDraw, scene: str, width: int) -> None:
    modules = segno.make(scene, error="m", micro=False).matrix
    size = max(int(width * CORE) // len(modules), 1)
    left = (width - size * len(modules)) // 2
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                x, y = left + column * size, left + row * size
                pen.rectangle((x, y, x + size - 1, y + size - 1), fill=INK)
