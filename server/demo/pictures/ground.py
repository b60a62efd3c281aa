"""The ground that scenes of an estate stand on."""

from server.demo.pictures.brush import Brush, shade
from server.demo.pictures.things import cloud, houses


def day(b: Brush, ground: float, top: str = "#a9cbd9", bottom: str = "#f3e8d2") -> None:
    b.wash(top, bottom, (0, ground))
    for _ in range(3):
        cloud(b, b.dice.uniform(60, 900), b.dice.uniform(50, 160), b.dice.uniform(40, 75))
    houses(b, ground)
    b.soften(2.2)


def paving(b: Brush, top: float, light: str = "#d9cfbf", dark: str = "#bfb29e") -> None:
    b.wash(light, dark, (top, 720))
    for row in range(7):
        y = top + (720 - top) * (row / 7) ** 1.6
        b.line([(0, y), (960, y)], shade(dark, 0.93), 1.5)
    for column in range(-6, 13):
        b.line([(480 + (column - 3) * 60, top), (480 + (column - 3) * 240, 720)], shade(dark, 0.93), 1.5)
