"""Scenes inside and close to a building: garage, stairs, lift, bins, ramp."""

from server.demo.pictures.brush import Brush, shade
from server.demo.pictures.things import LEAVES, bicycle, bush, carton, house, person, tree


def _garage(b: Brush, light: str, floor: str) -> None:
    b.wash(shade(light, 0.55), light, (0, 330))
    b.wash(floor, shade(floor, 0.72), (330, 720))
    b.shape([(0, 0), (960, 0), (660, 230), (300, 230)], shade(light, 0.5))
    b.block((300, 230, 660, 350), shade(light, 0.86))
    for x, w in ((70, 74), (250, 40), (668, 40), (820, 74)):
        b.block((x, 60, x + w, 470 if w > 50 else 390), shade(light, 0.78))
        b.block((x, 340 if w > 50 else 320, x + w, 470 if w > 50 else 390), "#d9a93f")


def _lamps(b: Brush, strength: int) -> None:
    for x, y, w in ((400, 40, 160), (430, 120, 100), (450, 175, 60)):
        b.glow(x + w / 2, y, 190, "#fff6d8", strength)
        b.block((x, y - 7, x + w, y + 7), "#fffbe8", 6)


def _junk(b: Brush, amount: int) -> None:
    for index in range(amount):
        x, size = b.dice.uniform(0, 880), b.dice.uniform(50, 120)
        if 350 < x < 480 and amount < 20:
            continue
        carton(b, x, 440 + index * 9, size, b.dice.choice(("#b08a5c", "#9c7b55", "#c49a68", "#8d7a6a")))


def garage_full(b: Brush) -> None:
    _garage(b, "#6f6d68", "#5c5a56")
    _lamps(b, 60)
    b.block((560, 360, 890, 520), "#7b5a4a", 20)
    b.block((540, 320, 910, 420), "#8a6656", 26)
    b.shape([(40, 300), (120, 280), (170, 600), (60, 620)], "#a9a294")
    _junk(b, 24)


def garage_half(b: Brush) -> None:
    _garage(b, "#8f8c84", "#77746d")
    _lamps(b, 130)
    _junk(b, 11)
    b.shadow((300, 560, 640, 640), 120)
    b.block((330, 440, 610, 464), "#8a5a34", 6)
    b.block((330, 464, 610, 490), "#774b2a", 4)
    for x in (346, 580):
        b.block((x, 480, x + 16, 600), "#774b2a")
    person(b, (270, 640), 220, "#3f6b8c", 0.5)
    person(b, (690, 650), 230, "#c8644a", 0.5)


def garage_clear(b: Brush) -> None:
    _garage(b, "#d8d5cb", "#b9b5ab")
    _lamps(b, 230)
    for points in ([(360, 350), (150, 720)], [(600, 350), (810, 720)]):
        b.line(points, "#e8b83f", 12)
    for index, x in enumerate((300, 400, 500, 590)):
        person(b, (x, 560 + index % 2 * 60), 170, arms=b.dice.choice((0.0, 1.0)))
    b.block((850, 430, 960, 540), "#5d7f95", 22)


def bins(b: Brush) -> None:
    house(b, -30, 420, (1020, 480), "#e2d2ba")
    b.soften(4)
    bush(b, -20, 440, 1000)
    b.wash("#c9c1b4", "#a79e90", (430, 720))
    b.block((90, 190, 880, 226), "#5f7f6c", 8)
    for x in (110, 840):
        b.block((x, 220, x + 18, 560), "#54705f")
    for index, colour in enumerate(("#7a5a3c", "#3d3f42", "#3a6d9c", "#b5443a")):
        x = 160 + index * 165
        b.shadow((x - 20, 580, x + 150, 640), 140)
        b.shape([(x, 370), (x + 130, 370), (x + 116, 600), (x + 14, 600)], colour)
        b.block((x - 8, 345, x + 138, 376), shade(colour, 0.8), 8)
        b.disc(x + 65, 470, 26, shade(colour, 1.35))
        for wheel in (x + 24, x + 106):
            b.disc(wheel, 604, 15, "#2c2c2e")


def lift(b: Brush) -> None:
    b.wash("#e6ddcc", "#cfc3ae", (0, 720))
    b.wash("#a89b88", "#8c8070", (590, 720))
    b.block((250, 90, 710, 600), "#8f9699", 8)
    b.block((280, 120, 680, 600), "#e9e4d6")
    b.shape([(280, 120), (370, 180), (370, 540), (280, 600)], "#cfc8b8")
    b.shape([(680, 120), (590, 180), (590, 540), (680, 600)], "#cfc8b8")
    b.block((370, 180, 590, 540), "#dcd5c5")
    b.glow(480, 170, 200, "#fffbe6", 170)
    bicycle(b, 360, 640, 64, "#2f7d5b")
    b.block((760, 280, 800, 380), "#b9bcbb", 8)
    b.disc(780, 310, 11, "#e8a13f")
    b.disc(780, 350, 11, "#f2efe6")


def stair(b: Brush) -> None:
    b.wash("#d9cdb8", "#b9aa92", (0, 720))
    b.shape([(0, 0), (250, 0), (250, 460), (0, 600)], "#c9bca5")
    for step in range(9):
        y, inset = 690 - step * 44, step * 34
        b.block((150 + inset, y - 44, 820, y), shade("#a4978a", 1 + step * 0.035))
        b.block((150 + inset, y - 46, 820, y - 38), "#d8cfc0")
    b.block((820, 0, 960, 720), "#cdbfa8")
    b.line([(170, 560), (480, 190)], "#8a5a34", 15)
    for step in range(7):
        x = 190 + step * 46
        b.line([(x, 660 - step * 44), (x, 545 - step * 55)], "#8d8778", 6)
    b.line([(560, 0), (560, 84)], "#4a4640", 5)
    b.glow(560, 120, 330, "#ffe9b0", 240)
    b.disc(560, 106, 25, "#fffbe6")


def drain(b: Brush) -> None:
    house(b, -30, 330, (1020, 420), "#d3a98a")
    b.soften(4)
    b.wash("#b8b0a4", "#938b80", (330, 720))
    b.oval((210, 430, 800, 650), "#8aa0a6")
    b.oval((250, 450, 740, 620), "#9db4b8")
    b.oval((390, 480, 600, 590), "#5b5752")
    for x in range(415, 590, 26):
        b.line([(x, 498), (x, 574)], "#3d3a37", 9)
    for x, y in ((310, 520), (660, 540), (500, 625)):
        b.arc((x - 40, y - 14, x + 40, y + 14), (10, 200), "#c6d6d6", 4)
    b.line([(740, 420), (860, 690)], "#d99a3f", 15)
    b.shape([(120, 640), (170, 640), (145, 520)], "#e0693a")


def ramp(b: Brush) -> None:
    house(b, -30, 500, (1020, 620), "#e0cdb2")
    b.soften(3)
    b.block((560, 190, 820, 500), "#6f6a62", 4)
    b.block((576, 206, 684, 500), "#a9c0c2")
    b.block((696, 206, 804, 500), "#9bb4b8")
    b.block((520, 160, 860, 194), "#8d5f45", 4)
    b.wash("#cfc5b4", "#b0a594", (498, 720))
    b.block((500, 498, 900, 570), "#b7ad9f")
    b.shape([(190, 640), (520, 500), (520, 640)], "#c6bcae")
    b.shape([(190, 640), (520, 640), (480, 680), (130, 680)], "#a59b8d")
    bush(b, 0, 640, 190)
    for x in (250, 350, 450):
        b.line([(x, 600 - (x - 250) * 0.42), (x, 510 - (x - 250) * 0.42)], "#e8e4da", 8)
    b.line([(230, 520), (520, 398)], "#e8e4da", 9)


def charger(b: Brush) -> None:
    b.wash("#b4d0d8", "#f2e7d0", (0, 420))
    tree(b, 90, 420, 330)
    tree(b, 900, 410, 300)
    b.soften(3)
    b.wash("#bdb4a6", "#9c9385", (410, 720))
    b.shape([(110, 210), (850, 170), (900, 230), (70, 270)], "#4f8f74")
    for x in (130, 480, 820):
        b.block((x, 240, x + 16, 600), "#6d756f")
    for index, colour in enumerate(("#c8644a", "#3f6b8c", "#e0a94f")):
        x = 190 + index * 230
        b.block((x + 60, 330, x + 110, 420), "#f2efe6", 8)
        b.disc(x + 85, 358, 10, "#3fae78")
        b.line([(x + 85, 400), (x + 70, 470), (x + 100, 520)], "#3c3a38", 5)
        bicycle(b, x, 610, 46, colour)


def cat(b: Brush) -> None:
    b.wash("#d8c8ae", "#b9a587", (0, 430))
    b.block((90, 60, 400, 330), "#f7e7bf", 6)
    b.block((236, 60, 250, 330), "#a8845a")
    b.glow(250, 200, 330, "#fff3cf", 190)
    b.soften(5)
    b.wash("#a07c56", "#86643f", (430, 720))
    b.oval((250, 480, 800, 660), "#4f7f8c")
    b.oval((290, 490, 760, 630), "#7fa9b0")
    b.oval((330, 410, 720, 610), "#e0954a")
    for x in range(420, 640, 42):
        b.arc((x, 415, x + 70, 560), (200, 290), "#c4772f", 12)
    b.arc((560, 430, 790, 620), (330, 120), "#d5863a", 36)
    b.disc(380, 480, 82, "#e6a058")
    for side in (-1, 1):
        b.shape([(380 + side * 24, 420), (380 + side * 78, 372), (380 + side * 74, 452)], "#e0954a")
        b.arc((380 + side * 36 - 20, 466, 380 + side * 36 + 20, 494), (20, 160), "#4a3423", 6)
    b.shape([(368, 508), (392, 508), (380, 520)], "#b55b4a")
    b.arc((320, 505, 440, 590), (20, 160), "#3f6b8c", 12)


def steam(b: Brush) -> None:
    b.wash("#4f5f75", "#d9a07a", (0, 480))
    b.soften(2)
    for x in (140, 700, 860):
        b.glow(x, 190, 150, "#ffd58c", 200)
    b.wash("#8d6b4c", "#6f5138", (470, 720))
    for level in range(3):
        top = 430 - level * 74
        b.block((300, top, 660, top + 80), shade("#c9a063", 1 - level * 0.05), 16)
        b.block((300, top + 10, 660, top + 22), "#a57c45")
    for bun in (350, 440, 530, 610):
        b.disc(bun, 268, 40, "#f9f3e6")
    for _ in range(26):
        b.glow(b.dice.uniform(300, 660), b.dice.uniform(30, 240), b.dice.uniform(50, 110), "#fff7ea", 70)
    b.block((60, 520, 250, 560), "#e9dcc2", 8)
    b.disc(150, 500, 44, "#c8503f")


def books(b: Brush) -> None:
    b.wash("#e9dcc4", "#d5c3a2", (0, 520))
    b.glow(760, 140, 330, "#fff3d2", 190)
    b.wash("#a9794d", "#8a5f3a", (520, 720))
    b.shadow((150, 500, 800, 580), 130)
    x = 190.0
    while x < 700:
        w, h = b.dice.uniform(36, 62), b.dice.uniform(230, 310)
        colour = b.dice.choice(("#c8644a", "#3f6b8c", "#e0a94f", "#5f8f5a", "#8a5f86", "#d9cbb0"))
        b.block((x, 530 - h, x + w, 530), colour, 4)
        b.block((x + 7, 530 - h + 32, x + w - 7, 530 - h + 62), shade(colour, 1.3))
        b.line([(x + 3, 490), (x + w - 3, 490)], shade(colour, 0.75), 3)
        x += w + 3
    b.shape([(700, 520), (760, 260), (812, 272), (752, 532)], "#47706b")
    for tip in ((90, 330), (60, 400), (130, 360), (110, 300)):
        b.line([(105, 520), tip], b.dice.choice(LEAVES), 11)
    b.block((70, 470, 140, 540), "#c5764f", 8)


SCENES = {
    "garage-full": garage_full, "garage-half": garage_half, "garage-clear": garage_clear, "bins": bins,
    "lift": lift, "stair": stair, "drain": drain, "ramp": ramp, "charger": charger, "cat": cat,
    "steam": steam, "books": books,
}  # fmt: skip
