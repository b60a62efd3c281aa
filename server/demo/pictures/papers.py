"""What is photographed for the record: a ballot, a receipt, a meeting, a rail, a room put right."""

from server.demo.pictures.brush import Brush

_INK, _PALE = "#5b5f63", "#b9bcb8"


def _table(b: Brush) -> None:
    b.wash("#b98d62", "#8d6643")
    for y in range(60, 720, 110):
        b.line([(0, y), (960, y + 26)], "#a67a51", 4)


def _sheet(b: Brush, left: float, right: float) -> None:
    b.shadow((left - 40, 560, right + 40, 720), 130)
    b.block((left, 50, right, 680), "#f7f4ec", 4)


def _rows(b: Brush, span: tuple[float, float], rows: range, colour: str = _PALE) -> None:
    for y in rows:
        b.line([(span[0], y), (span[1] - 60 * b.dice.random(), y)], colour, 7)


def ballot_paper(b: Brush) -> None:
    _table(b)
    _sheet(b, 230, 730)
    b.line([(330, 110), (630, 110)], _INK, 15)
    _rows(b, (280, 680), range(160, 260, 32))
    for place, y in enumerate((310, 400, 490)):
        b.ring(310, y, 22, _INK, 5)
        b.line([(360, y), (560, y)], _INK, 10)
        if not place:
            b.line([(296, y), (308, y + 14), (338, y - 24)], "#b8473a", 9)
    b.line([(440, 600), (480, 585), (520, 612), (570, 580), (620, 604)], "#2f4a80", 6)
    b.block((290, 570, 380, 640), "#4a4e50", 2)


def receipt(b: Brush) -> None:
    _table(b)
    _sheet(b, 300, 660)
    b.line([(390, 100), (570, 100)], "#a5483c", 13)
    _rows(b, (340, 620), range(160, 520, 40))
    b.line([(340, 560), (620, 560)], _INK, 9)
    b.ring(560, 590, 58, "#c0453a", 7)
    b.ring(560, 590, 22, "#c0453a", 5)


def meeting(b: Brush) -> None:
    b.wash("#efe6d4", "#dccfb6", (0, 470))
    b.wash("#b99b77", "#9a7d5b", (470, 720))
    b.block((300, 60, 660, 250), "#f8f5ee", 8)
    _rows(b, (340, 620), range(110, 230, 34), _INK)
    coats = ("#5f7f6a", "#b8674a", "#4f6788", "#c79a4b", "#7a5a7d", "#8d8f86")
    for place, coat in enumerate(coats):
        x = 110 + place * 150
        b.block((x - 48, 370, x + 48, 540), coat, 40)
        b.disc(x, 330, 42, ("#e3b894", "#d9a985")[place % 2])
        b.oval((x - 44, 280, x + 44, 330), ("#3b3431", "#8b8680")[place % 3 == 0])
    b.block((60, 500, 900, 560), "#a5764a", 12)
    b.block((90, 556, 870, 690), "#8a6039", 6)


def handrail(b: Brush) -> None:
    b.wash("#eae2d2", "#d5c8b1")
    for place in range(7):
        y, x = 680 - place * 82, 90 + place * 110
        b.block((x, y - 24, 960, 720), ("#b8ad9c", "#aca08e")[place % 2])
    b.line([(80, 520), (800, 0)], "#9a6a3c", 28)
    b.line([(80, 512), (800, -8)], "#c08a55", 8)
    for place in range(4):
        x = 150 + place * 180
        b.line([(x, 470 - place * 130), (x, 640 - place * 134)], "#8e9291", 13)


def reading_room(b: Brush) -> None:
    b.wash("#f1e9da", "#e3d7c0", (0, 460))
    b.wash("#c3a078", "#a5835c", (460, 720))
    b.block((80, 90, 330, 330), "#a9cfdc", 6)
    b.block((200, 90, 210, 330), "#f4efe6")
    for row in range(3):
        b.block((560, 140 + row * 110, 900, 154 + row * 110), "#8a5a34")
        for place in range(14):
            colour = ("#b8674a", "#4f6788", "#c79a4b", "#5f7f6a", "#8c3f3f")[(place + row) % 5]
            tall = 58 + 22 * b.dice.random()
            b.block((570 + place * 23, 140 + row * 110 - tall, 588 + place * 23, 140 + row * 110), colour, 2)
    for x in (120, 420):
        b.shadow((x - 20, 600, x + 280, 680), 100)
        b.block((x, 480, x + 250, 510), "#b57f50", 6)
        for leg in (x + 14, x + 220):
            b.block((leg, 508, leg + 16, 650), "#8a5a34")


SCENES = {
    "ballot-paper": ballot_paper,
    "receipt": receipt,
    "meeting": meeting,
    "handrail": handrail,
    "reading-room": reading_room,
}
