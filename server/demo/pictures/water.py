"""Scenes of the river and the village."""

from server.demo.pictures.brush import Brush, shade
from server.demo.pictures.things import GOLD, bush, cloud, houses, person, tree


def river(b: Brush) -> None:
    b.wash("#b7d3dc", "#f4e6cc", (0, 330))
    houses(b, 330, ("#d5cdbf", "#c7c6bd", "#ddd2c0"))
    b.soften(3.5)
    bush(b, -20, 350, 1000)
    b.wash("#9fc0c4", "#5f8d96", (345, 620))
    for _ in range(130):
        x, y = b.dice.uniform(0, 960), b.dice.uniform(355, 612)
        b.line([(x, y), (x + b.dice.uniform(20, 80), y)], b.dice.choice(("#c9dedb", "#7ea6ab", "#eadfc4")), 2)
    b.arc((280, 250, 680, 520), (180, 360), "#8e877b", 26)
    b.block((230, 300, 730, 326), "#8e877b", 4)
    b.wash("#d9c8a8", "#c0ab86", (620, 720))
    for x in range(0, 960, 80):
        b.line([(x, 640), (x, 574)], "#7a6a55", 8)
    b.line([(0, 582), (960, 582)], "#7a6a55", 7)
    for x, y in ((180, 470), (250, 500), (760, 480), (820, 520), (330, 455)):
        b.oval((x, y, x + 34, y + 15), "#ffffff")
        b.line([(x + 28, y + 5), (x + 36, y - 16)], "#ffffff", 4)


def field(b: Brush) -> None:
    b.wash("#9fc6d6", "#f7e9c6", (0, 330))
    cloud(b, 220, 110, 70)
    cloud(b, 690, 80, 55)
    for x, h in ((80, 110), (240, 90), (640, 120), (820, 96)):
        b.block((x, 330 - h, x + 120, 330), "#efe6d8")
        b.shape([(x - 16, 330 - h), (x + 136, 330 - h), (x + 104, 290 - h), (x + 16, 290 - h)], "#5c6166")
    b.soften(1.5)
    b.wash("#e3c15e", "#c8952f", (330, 720))
    for row in range(13):
        y = 340 + row * row * 2.3
        for x in range(-10, 970, 12):
            ear = (x + b.dice.uniform(-5, 7), y - 6 - row)
            b.line([(x, y + 14), ear], b.dice.choice(GOLD), 3 + row * 0.2)
    b.shape([(450, 330), (486, 330), (620, 720), (400, 720)], "#a98656")
    person(b, (300, 520), 120, "#3f6b8c")


def lotus(b: Brush) -> None:
    b.wash("#bcd8d8", "#f5ead2", (0, 240))
    bush(b, -20, 250, 1000)
    b.soften(4)
    b.wash("#8db7a8", "#4f8078", (240, 720))
    for row in range(7):
        y = 290 + row * 64
        for _ in range(7 - row // 2):
            x, w = b.dice.uniform(-30, 960), 70 + row * 22
            leaf = b.dice.choice(("#6f9f6a", "#5b8f62", "#86b37a", "#4f8057"))
            b.oval((x, y, x + w, y + w * 0.36), leaf)
            b.line([(x + w / 2, y + w * 0.18), (x + w * 0.9, y + w * 0.12)], shade(leaf, 1.2), 2)
    for x, y, r in ((250, 400, 34), (640, 470, 44), (450, 320, 24), (820, 350, 26)):
        b.line([(x, y + r), (x - 6, y + r * 3)], "#5b8f62", 6)
        for dx in (-0.8, 0.8, -0.4, 0.4, 0):
            petal = (x + dx * r - r * 0.42, y - r, x + dx * r + r * 0.42, y + r)
            b.oval(petal, shade("#eaa7b4", 1.1 - abs(dx) * 0.18))


def bridge(b: Brush) -> None:
    b.wash("#b3d0da", "#f5ead4", (0, 330))
    for x in (60, 200, 760, 880):
        tree(b, x, 360, 220)
    b.soften(2)
    b.wash("#9dbcae", "#6d9488", (330, 720))
    b.shape([(0, 470), (960, 420), (960, 560), (0, 620)], "#cfc5b4")
    b.shape([(0, 620), (960, 560), (960, 600), (0, 664)], "#a2988a")
    for index in range(9):
        x, y = 20 + index * 115, 470 - index * 5.8
        b.line([(x, y + 6), (x, y - 92)], "#f2efe8" if index % 2 else "#c8503f", 13)
    b.line([(20, 392), (940, 344)], "#c8503f", 9)
    b.line([(20, 430), (940, 384)], "#f2efe8", 9)


SCENES = {"river": river, "field": field, "lotus": lotus, "bridge": bridge}
