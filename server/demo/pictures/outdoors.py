"""Scenes of the estates and the lanes between them."""

from server.demo.pictures.brush import Brush
from server.demo.pictures.ground import day, paving
from server.demo.pictures.things import COATS, GOLD, LEAVES, grass, house, houses, person, tree

SNOW = ("#f4f6f6", "#e6ecee", "#ffffff")


def plot(b: Brush) -> None:
    day(b, 330)
    grass(b, 330)
    for row in range(5):
        y = 400 + row * 62
        left, right = 150 - row * 22, 800 + row * 22
        b.shape([(left, y), (right, y), (right + 20, y + 34), (left - 20, y + 34)], "#7d5a3f")
        for x in range(150 - row * 20, 830 + row * 20, 26 + row * 3):
            for _ in range(3):
                tip = (x + b.dice.uniform(-9, 9), y - b.dice.uniform(10, 26) - row * 3)
                b.line([(x, y + 14), tip], b.dice.choice(LEAVES), 5)
    for x in (120, 330, 560, 800):
        b.line([(x, 520), (x + 6, 350)], "#b99b62", 7)
    b.line([(120, 400), (800, 396)], "#b99b62", 5)
    b.block((850, 540, 920, 640), "#4f7f8c", 8)


def lawn(b: Brush) -> None:
    day(b, 340)
    tree(b, 140, 380, 260)
    tree(b, 830, 372, 230)
    grass(b, 340)
    b.shape([(380, 340), (470, 340), (700, 720), (240, 720)], "#d8cab2")
    for x in range(40, 960, 110):
        b.line([(x, 470), (x, 420)], "#f4efe4", 6)
    b.line([(0, 436), (960, 436)], "#e8b04f", 3)


def flowerbox(b: Brush) -> None:
    day(b, 380)
    paving(b, 380)
    for index in range(3):
        x = 60 + index * 300
        b.shadow((x - 20, 585, x + 270, 650), 130)
        for _ in range(46):
            at = x + b.dice.uniform(8, 240)
            tip = (at + b.dice.uniform(-22, 22), 500 - b.dice.uniform(30, 120))
            b.line([(at, 510), tip], b.dice.choice(LEAVES), 7)
        for _ in range(6 if index == 1 else 0):
            at = x + b.dice.uniform(20, 230)
            b.disc(at, b.dice.uniform(400, 470), 12, b.dice.choice(("#d8593f", "#e8a13f")))
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
            glass = "#8fa9ad" if column % 2 else "#f0d9a0"
            b.shape([(960 - px if side else px, py) for px, py in pane], glass)
    b.shape([(330, 470), (630, 470), (960, 720), (0, 720)], "#cbbda6")
    tree(b, 480, 470, 300)
    b.soften(1.2)
    b.line([(150, 250), (500, 330), (830, 240)], "#6d6358", 2)
    for x, colour in ((300, "#d98a7a"), (380, "#f2efe6"), (610, "#7d9fb3"), (690, "#e3b857")):
        b.block((x, 292, x + 52, 372), colour, 6)
    person(b, (420, 620), 170)
    person(b, (520, 640), 180)


def snow(b: Brush) -> None:
    b.wash("#c3cfd8", "#eef0ef", (0, 360))
    houses(b, 360, ("#d8cfc4", "#cfc3b6", "#ded6cc"))
    b.soften(2.5)
    for x in (90, 300, 720, 890):
        tree(b, x, 400, 260, SNOW)
    b.wash("#f5f7f8", "#dfe6ea", (360, 720))
    b.shape([(430, 370), (530, 370), (720, 720), (240, 720)], "#a59d94")
    for x, y in ((300, 560), (700, 590), (600, 470), (390, 450)):
        person(b, (x, y), (y - 250) * 0.5, b.dice.choice(COATS))
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


SCENES = {
    "plot": plot,
    "lawn": lawn,
    "flowerbox": flowerbox,
    "avenue": avenue,
    "alley": alley,
    "snow": snow,
    "sunset": sunset,
}
