"""Scenes with people: the gate, the market, the square."""

from server.demo.pictures.brush import Brush, shade
from server.demo.pictures.ground import day, paving
from server.demo.pictures.things import COATS, LEAVES, bicycle, grass, houses, person, tree

REDS = ("#c8504a", "#d96f5a", "#b8433f")


def gate(b: Brush) -> None:
    day(b, 350)
    paving(b, 350, "#b9b2a8", "#948d84")
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
    day(b, 330)
    tree(b, 80, 360, 260)
    tree(b, 900, 360, 240)
    paving(b, 330)
    for x, colour in ((60, "#c8644a"), (370, "#3f7a68"), (680, "#d99a3f")):
        b.block((x + 10, 330, x + 20, 560), "#7a6a55")
        b.block((x + 220, 330, x + 230, 560), "#7a6a55")
        for strip in range(6):
            b.block((x + strip * 40, 290, x + strip * 40 + 40, 350), colour if strip % 2 else "#fbf4e6", 6)
        person(b, (x + 120, 500), 150)
        b.block((x, 470, x + 240, 560), "#f0e6d4", 4)
        for _ in range(8):
            b.disc(x + b.dice.uniform(20, 220), 462, b.dice.uniform(8, 16), b.dice.choice(COATS))
    for x in (220, 540, 620):
        person(b, (x, 660), 190)


def dance(b: Brush) -> None:
    b.wash("#3d4a6b", "#b97f72", (0, 360))
    houses(b, 360, ("#6b6478", "#7a6d7c", "#5f5b70"))
    b.soften(3)
    paving(b, 360, "#8a7c80", "#6a6068")
    for x in (130, 830):
        b.line([(x, 460), (x, 220)], "#3c3a44", 8)
        b.glow(x, 215, 170, "#ffe0a0", 220)
        b.disc(x, 215, 17, "#fff3d0")
    for row, y in enumerate((460, 545, 650)):
        for column in range(5 - row % 2):
            feet = (190 + column * 145 + row % 2 * 70, y)
            person(b, feet, 110 + row * 34, b.dice.choice(REDS), 1.0)


def kids(b: Brush) -> None:
    day(b, 350)
    tree(b, 850, 390, 280)
    grass(b, 350)
    b.block((110, 520, 560, 600), "#a8774e", 6)
    for _ in range(70):
        x = b.dice.uniform(120, 550)
        tip = (x + b.dice.uniform(-14, 14), 528 - b.dice.uniform(30, 80))
        b.line([(x, 528), tip], b.dice.choice(LEAVES), 6)
    for x, y, h in ((180, 650, 120), (290, 665, 130), (400, 652, 116), (500, 668, 128), (640, 660, 220)):
        person(b, (x, y), h, arms=b.dice.choice((0.0, 0.4, 1.0)))


def slide(b: Brush) -> None:
    day(b, 360)
    paving(b, 360, "#d5c9b7", "#b9ab97")
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


SCENES = {"gate": gate, "market": market, "dance": dance, "kids": kids, "slide": slide}
