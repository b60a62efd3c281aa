"""Scenes of the estates, the streets and the village."""

from server.demo.pictures.brush import Brush, shade
from server.demo.pictures.things import (
    COATS,
    GOLD,
    LEAVES,
    bicycle,
    bush,
    cloud,
    grass,
    house,
    houses,
    person,
    tree,
)

SNOW = ("#f4f6f6", "#e6ecee", "#ffffff")


def _day(b: Brush, ground: float, top: str = "#a9cbd9", bottom: str = "#f3e8d2") -> None:
    b.wash(top, bottom, (0, ground))
    for _ in range(3):
        cloud(b, b.dice.uniform(60, 900), b.dice.uniform(50, 160), b.dice.uniform(40, 75))
    houses(b, ground)
    b.soften(2.2)


def _paving(b: Brush, top: float, light: str = "#d9cfbf", dark: str = "#bfb29e") -> None:
    b.wash(light, dark, (top, 720))
    for row in range(7):
        y = top + (720 - top) * (row / 7) ** 1.6
        b.line([(0, y), (960, y)], shade(dark, 0.93), 1.5)
    for column in range(-6, 13):
        b.line([(480 + (column - 3) * 60, top), (480 + (column - 3) * 240, 720)], shade(dark, 0.93), 1.5)


def plot(b: Brush) -> None:
    _day(b, 330)
    grass(b, 330)
    for row in range(5):
        y = 400 + row * 62
        b.shape([(150 - row * 22, y), (800 + row * 22, y), (820 + row * 22, y + 34), (130 - row * 22, y + 34)], "#7d5a3f")
        for x in range(150 - row * 20, 830 + row * 20, 26 + row * 3):
            for _ in range(3):
                tip = (x + b.dice.uniform(-9, 9), y - b.dice.uniform(10, 26) - row * 3)
                b.line([(x, y + 14), tip], b.dice.choice(LEAVES), 5)
    for x in (120, 330, 560, 800):
        b.line([(x, 520), (x + 6, 350)], "#b99b62", 7)
    b.line([(120, 400), (800, 396)], "#b99b62", 5)
    b.block((850, 540, 920, 640), "#4f7f8c", 8)


def lawn(b: Brush) -> None:
    _day(b, 340)
    tree(b, 140, 380, 260)
    tree(b, 830, 372, 230)
    grass(b, 340)
    b.shape([(380, 340), (470, 340), (700, 720), (240, 720)], "#d8cab2")
    for x in range(40, 960, 110):
        b.line([(x, 470), (x, 420)], "#f4efe4", 6)
    b.line([(0, 436), (960, 436)], "#e8b04f", 3)


def flowerbox(b: Brush) -> None:
    _day(b, 380)
    _paving(b, 380)
    for index in range(3):
        x = 60 + index * 300
        b.shadow((x - 20, 585, x + 270, 650), 130)
        for _ in range(46):
            at = x + b.dice.uniform(8, 240)
            tip = (at + b.dice.uniform(-22, 22), 500 - b.dice.uniform(30, 120))
            b.line([(at, 510), tip], b.dice.choice(LEAVES), 7)
        for _ in range(6 if index == 1 else 0):
            b.disc(x + b.dice.uniform(20, 230), b.dice.uniform(400, 470), 12, b.dice.choice(("#d8593f", "#e8a13f")))
        b.block((x, 490, x + 250, 620), "#a8774e", 6)
        for y in (530, 575):
            b.line([(x + 4, y), (x + 246, y)], "#8d623e", 3)


def avenue(b: Brush) -> None:
    b.wash("#cfe0df", "#f7ead0", (0, 360))
    house(b, -40, 380, (230, 300), "#d8b79a")
    house(b, 770, 380, (240, 330), "#cfa98d")
    b.soften(3)
    b.wash("#d9c39a", "#b89a6b", (360, 720))
    b.shape([(440, 360), (520, 360), (760, 720), (200, 720)], "#a9a294")
    for depth in (0.35, 0.55, 0.8, 1.15):
        for side in (-1, 1):
            tree(b, 480 + side * 330 * depth, 370 + 210 * depth, 330 * depth + 120, GOLD)
    for _ in range(240):
        y = b.dice.uniform(400, 716)
        b.disc(b.dice.uniform(0, 960), y, 2 + (y - 400) * 0.016, b.dice.choice(GOLD))
    b.glow(480, 240, 300, "#fff1c4", 130)


def alley(b: Brush) -> None:
    b.wash("#b9d2d8", "#f6ecd6", (0, 480))
    for side, wall in ((0, "#c98f6d"), (1, "#d6a684")):
        edge = [(0, 60), (330, 250), (330, 470), (0, 720)]
        b.shape([(960 - x if side else x, y) for x, y in edge], wall)
        for column in range(4):
            x = 30 + column * 78
            top, bottom = 170 + column * 40, 300 + column * 18
            pane = [(x, top), (x + 48, top + 22), (x + 48, bottom + 6), (x, bottom)]
            b.shape([(960 - px if side else px, py) for px, py in pane], "#8fa9ad" if column % 2 else "#f0d9a0")
    b.shape([(330, 470), (630, 470), (960, 720), (0, 720)], "#cbbda6")
    tree(b, 480, 470, 300)
    b.soften(1.2)
    b.line([(150, 250), (500, 330), (830, 240)], "#6d6358", 2)
    for x, colour in ((300, "#d98a7a"), (380, "#f2efe6"), (610, "#7d9fb3"), (690, "#e3b857")):
        b.block((x, 292, x + 52, 372), colour, 6)
    person(b, 420, 620, 170)
    person(b, 520, 640, 180)


def snow(b: Brush) -> None:
    b.wash("#c3cfd8", "#eef0ef", (0, 360))
    houses(b, 360, ("#d8cfc4", "#cfc3b6", "#ded6cc"))
    b.soften(2.5)
    for x in (90, 300, 720, 890):
        tree(b, x, 400, 260, SNOW)
    b.wash("#f5f7f8", "#dfe6ea", (360, 720))
    b.shape([(430, 370), (530, 370), (720, 720), (240, 720)], "#a59d94")
    for x, y in ((300, 560), (700, 590), (600, 470), (390, 450)):
        person(b, x, y, (y - 250) * 0.5, b.dice.choice(COATS))
        b.line([(x + 20, y - 50), (x + 64, y + 6)], "#a5783f", 6)
    for _ in range(170):
        b.disc(b.dice.uniform(0, 960), b.dice.uniform(0, 720), b.dice.uniform(1.5, 4.5), "#ffffff")


def sunset(b: Brush) -> None:
    b.wash("#5d7398", "#f2a66b", (0, 330))
    b.wash("#f2a66b", "#f7d9a0", (330, 660))
    b.glow(640, 400, 330, "#ffe2a0", 230)
    b.disc(640, 400, 46, "#fff0c9")
    x = -30.0
    while x < 960:
        w, h = b.dice.randint(90, 170), b.dice.randint(110, 270)
        b.block((x, 600 - h, x + w, 720), b.dice.choice(("#4b4657", "#57506a", "#3f3c4e")))
        for _ in range(9):
            wx, wy = x + b.dice.uniform(8, w - 20), 600 - h + b.dice.uniform(14, h)
            b.block((wx, wy, wx + 10, wy + 13), b.dice.choice(("#f6cf7f", "#6b6580", "#ffdf9c")))
        x += w + b.dice.randint(-10, 26)
    b.block((0, 640, 960, 720), "#332f3c")
    b.line([(0, 612), (960, 612)], "#2b2833", 7)
    for x in range(20, 960, 60):
        b.line([(x, 612), (x, 650)], "#2b2833", 5)


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
            b.line([(x, y + 14), (x + b.dice.uniform(-5, 7), y - 6 - row)], b.dice.choice(GOLD), 3 + row * 0.2)
    b.shape([(450, 330), (486, 330), (620, 720), (400, 720)], "#a98656")
    person(b, 300, 520, 120, "#3f6b8c")


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
            b.oval((x + dx * r - r * 0.42, y - r, x + dx * r + r * 0.42, y + r), shade("#eaa7b4", 1.1 - abs(dx) * 0.18))


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


def gate(b: Brush) -> None:
    _day(b, 350)
    _paving(b, 350, "#b9b2a8", "#948d84")
    b.block((90, 190, 190, 470), "#d8c3a4", 4)
    b.block((770, 190, 870, 470), "#d8c3a4", 4)
    b.block((60, 150, 900, 205), "#8d5f45", 6)
    b.block((190, 400, 330, 470), "#e9e4da", 6)
    b.line([(330, 420), (640, 405)], "#d8503f", 11)
    for x in (370, 450, 530, 610):
        b.line([(x, 418), (x + 30, 416)], "#ffffff", 11)
    for x, colour in ((390, "#c5cdd2"), (560, "#a33b32")):
        b.shadow((x - 20, 570, x + 170, 630), 130)
        b.block((x, 500, x + 150, 600), colour, 22)
        b.block((x + 22, 470, x + 128, 530), shade(colour, 0.7), 16)
    bicycle(b, 720, 640, 34, "#3f6b8c")


def market(b: Brush) -> None:
    _day(b, 330)
    tree(b, 80, 360, 260)
    tree(b, 900, 360, 240)
    _paving(b, 330)
    for x, colour in ((60, "#c8644a"), (370, "#3f7a68"), (680, "#d99a3f")):
        b.block((x + 10, 330, x + 20, 560), "#7a6a55")
        b.block((x + 220, 330, x + 230, 560), "#7a6a55")
        for strip in range(6):
            b.block((x + strip * 40, 290, x + strip * 40 + 40, 350), colour if strip % 2 else "#fbf4e6", 6)
        person(b, x + 120, 500, 150)
        b.block((x, 470, x + 240, 560), "#f0e6d4", 4)
        for _ in range(8):
            b.disc(x + b.dice.uniform(20, 220), 462, b.dice.uniform(8, 16), b.dice.choice(COATS))
    for x in (220, 540, 620):
        person(b, x, 660, 190)


def dance(b: Brush) -> None:
    b.wash("#3d4a6b", "#b97f72", (0, 360))
    houses(b, 360, ("#6b6478", "#7a6d7c", "#5f5b70"))
    b.soften(3)
    _paving(b, 360, "#8a7c80", "#6a6068")
    for x in (130, 830):
        b.line([(x, 460), (x, 220)], "#3c3a44", 8)
        b.glow(x, 215, 170, "#ffe0a0", 220)
        b.disc(x, 215, 17, "#fff3d0")
    for row, y in enumerate((460, 545, 650)):
        for column in range(5 - row % 2):
            person(b, 190 + column * 145 + row % 2 * 70, y, 110 + row * 34, b.dice.choice(("#c8504a", "#d96f5a", "#b8433f")), 1.0)


def kids(b: Brush) -> None:
    _day(b, 350)
    tree(b, 850, 390, 280)
    grass(b, 350)
    b.block((110, 520, 560, 600), "#a8774e", 6)
    for _ in range(70):
        x = b.dice.uniform(120, 550)
        b.line([(x, 528), (x + b.dice.uniform(-14, 14), 528 - b.dice.uniform(30, 80))], b.dice.choice(LEAVES), 6)
    for x, y, h in ((180, 650, 120), (290, 665, 130), (400, 652, 116), (500, 668, 128), (640, 660, 220)):
        person(b, x, y, h, arms=b.dice.choice((0.0, 0.4, 1.0)))


def slide(b: Brush) -> None:
    _day(b, 360)
    _paving(b, 360, "#d5c9b7", "#b9ab97")
    b.shadow((160, 590, 800, 680), 120)
    for x in (250, 380):
        b.line([(x, 630), (x, 300)], "#d99a3f", 15)
    for y in range(360, 620, 44):
        b.line([(255, y), (375, y)], "#c9803a", 9)
    b.block((240, 290, 440, 318), "#3f7a68", 6)
    b.shape([(230, 250), (450, 250), (340, 170)], "#c8503f")
    b.shape([(430, 300), (480, 300), (760, 600), (690, 620)], "#4f8fb0")
    b.line([(430, 296), (690, 612)], "#3a6f8c", 9)
    b.line([(480, 290), (770, 596)], "#3a6f8c", 9)
    b.line([(430, 300), (560, 430)], "#e8c04f", 13)


SCENES = {
    "plot": plot, "lawn": lawn, "flowerbox": flowerbox, "avenue": avenue, "alley": alley, "snow": snow,
    "sunset": sunset, "river": river, "field": field, "lotus": lotus, "bridge": bridge, "gate": gate,
    "market": market, "dance": dance, "kids": kids, "slide": slide,
}  # fmt: skip
