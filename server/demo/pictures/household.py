"""Things that are passed on, each on a table or a floor by a window."""

from server.demo.pictures import things
from server.demo.pictures.brush import Brush, shade
from server.demo.pictures.things import carton, pot

WOOD = "#a9794d"
#: Balls of yarn: where, how large, which grey.
BALLS = (
    (240, 560, 92, "#b9b6b0"),
    (430, 590, 100, "#c7c3bc"),
    (620, 550, 88, "#aba7a0"),
    (340, 450, 80, "#d3cfc8"),
    (530, 450, 78, "#bdb9b3"),
)


def _room(b: Brush, floor: float, wall: str = "#e9dfcd") -> None:
    """A wall with a bright window out of focus, and a wooden floor or table."""
    b.wash(shade(wall, 1.03), shade(wall, 0.9), (0, floor))
    left = b.dice.choice((70, 600))
    b.block((left, 50, left + 270, floor - 130), "#fdf3d8", 6)
    b.block((left + 128, 50, left + 140, floor - 130), "#c9b48f")
    b.block((left, 180, left + 270, 190), "#c9b48f")
    b.glow(left + 135, 190, 380, "#fff2cc", 170)
    b.soften(7)
    b.wash(WOOD, shade(WOOD, 0.74), (floor, 720))
    for y in range(round(floor) + 26, 720, 44):
        b.line([(0, y), (960, y)], shade(WOOD, 0.8), 2)


def bicycle(b: Brush) -> None:
    _room(b, 470)
    things.bicycle(b, 250, 620, 112, "#d8503f")
    b.ring(214, 606, 26, "#6a6862", 8)
    b.block((452, 330, 512, 372), "#e8c04f", 8)


def chair(b: Brush) -> None:
    _room(b, 430)
    for x, size in ((130, 0.9), (330, 1.0), (540, 1.0), (740, 0.9)):
        y = 640
        b.shadow((x - 20, y - 20, x + 160 * size, y + 26), 120)
        for leg in (x, x + 120 * size):
            b.block((leg, y - 150 * size, leg + 14, y), "#8a5a34")
            b.block((leg, y - 330 * size, leg + 14, y - 140 * size), "#96653c", 6)
        for rail in (315, 260, 205):
            b.block((x, y - rail * size, x + 134 * size, y - rail * size + 20), "#a87347", 8)
        b.block((x - 12, y - 158 * size, x + 148 * size, y - 132 * size), "#b57f50", 8)


def tools(b: Brush) -> None:
    _room(b, 400)
    for side in (0, 1):
        b.line([(640 + side * 150, 640), (700 + side * 30, 150)], "#c9ccc9", 15)
    for y in range(230, 640, 80):
        half = (y - 150) * 0.13 + 12
        b.line([(714 - half, y), (714 + half, y)], "#d9dcd8", 12)
    b.shadow((120, 580, 560, 650), 130)
    b.block((170, 430, 440, 520), "#2f7d5b", 22)
    b.block((430, 452, 520, 492), "#3c3f41", 8)
    b.line([(515, 472), (600, 472)], "#a3a6a4", 13)
    b.shape([(200, 510), (280, 510), (262, 620), (188, 620)], "#28694c")
    b.block((180, 610, 280, 640), "#2c2c2e", 8)
    b.block((330, 580, 620, 620), "#e8c04f", 8)
    b.oval((450, 588, 510, 612), "#a9d6b0")


def cooker(b: Brush) -> None:
    _room(b, 500)
    b.shadow((240, 570, 720, 660), 150)
    b.block((270, 300, 690, 620), "#f2ede2", 90)
    b.block((270, 470, 690, 630), "#e3dccd", 70)
    b.arc((270, 220, 690, 440), (180, 360), "#f8f4ea", 70)
    b.line([(270, 372), (690, 372)], "#c8bfae", 7)
    b.block((420, 200, 540, 238), "#c8503f", 16)
    b.block((400, 470, 560, 570), "#4a4e50", 18)
    b.block((420, 488, 540, 524), "#a9d6c0", 6)
    b.disc(452, 548, 10, "#e8a13f")
    b.disc(508, 548, 10, "#f2efe6")
    for x, y in ((460, 150), (500, 100), (440, 60)):
        b.glow(x, y, 80, "#ffffff", 70)


def stroller(b: Brush) -> None:
    _room(b, 470)
    b.shadow((250, 610, 720, 690), 140)
    b.line([(330, 590), (560, 380), (730, 230)], "#8f9699", 13)
    b.line([(640, 590), (430, 400)], "#8f9699", 13)
    b.shape([(330, 340), (640, 340), (600, 500), (400, 510)], "#3f6b8c")
    b.arc((310, 180, 630, 500), (180, 285), "#4f7f9f", 90)
    b.block((380, 400, 600, 450), "#e8dcc4", 20)
    for x in (330, 640):
        b.ring(x, 600, 58, "#3c3f41", 15)
        b.disc(x, 600, 15, "#c9c4b8")


def boxes(b: Brush) -> None:
    _room(b, 400)
    b.shadow((100, 590, 880, 680), 130)
    low, high = ((110, 640, 210), (350, 640, 230), (610, 640, 200)), ((190, 470, 170), (400, 456, 180))
    for x, y, size in (*low, *high, (270, 330, 140)):
        carton(b, x, y, size)


def plant(b: Brush) -> None:
    _room(b, 470)
    for index, x in enumerate((140, 300, 460, 620, 780)):
        pot(b, x, 600 + index % 2 * 30, 78, ("#86b076", "#a9cc8f", "#6fa066", "#d7e3b4"))


def wheelchair(b: Brush) -> None:
    _room(b, 450)
    b.shadow((260, 620, 720, 700), 140)
    b.line([(360, 180), (390, 500), (640, 500), (690, 650)], "#6d7478", 15)
    b.line([(300, 180), (370, 180)], "#2c2c2e", 17)
    b.block((375, 230, 410, 480), "#3a4a5c", 10)
    b.block((385, 440, 640, 480), "#3a4a5c", 10)
    b.line([(400, 360), (600, 360), (610, 440)], "#6d7478", 12)
    b.block((650, 640, 750, 658), "#2c2c2e", 6)
    b.ring(430, 545, 125, "#3c3f41", 13)
    b.ring(430, 545, 104, "#b5b9b8", 5)
    for dx, dy in ((0, 1), (1, 0), (0.7, 0.7), (0.7, -0.7)):
        b.line([(430 - 110 * dx, 545 - 110 * dy), (430 + 110 * dx, 545 + 110 * dy)], "#a9adac", 3)
    b.ring(650, 620, 46, "#3c3f41", 11)


def lamp(b: Brush) -> None:
    b.wash("#8f7a66", "#6b5848", (0, 560))
    b.glow(430, 230, 420, "#ffdf9c", 255)
    b.soften(5)
    b.wash("#7a573a", "#5f432c", (560, 720))
    b.block((700, 360, 960, 640), "#8f5a4a", 30)
    b.block((670, 440, 960, 600), "#a56b57", 26)
    b.shadow((330, 630, 540, 690), 150)
    b.line([(435, 300), (435, 650)], "#3c342c", 13)
    b.oval((350, 630, 520, 676), "#3c342c")
    b.shape([(350, 120), (520, 120), (590, 310), (280, 310)], "#f7e2ae")
    b.shape([(350, 120), (400, 120), (360, 310), (280, 310)], "#e8cd8c")


def sewing(b: Brush) -> None:
    _room(b, 500)
    b.shadow((180, 560, 800, 640), 140)
    b.block((200, 550, 780, 600), "#2f3a40", 10)
    b.block((600, 300, 720, 560), "#35424a", 22)
    b.block((270, 290, 720, 390), "#35424a", 34)
    b.block((270, 330, 350, 480), "#35424a", 16)
    b.line([(310, 470), (310, 545)], "#c9ccc9", 7)
    b.disc(735, 340, 58, "#4a5a62")
    b.disc(735, 340, 22, "#d9b45f")
    b.line([(380, 345), (570, 345)], "#d9b45f", 5)
    b.block((520, 230, 560, 296), "#c8503f", 8)
    b.shape([(40, 560), (340, 540), (330, 620), (20, 660)], "#7d9fb3")


def fishtank(b: Brush) -> None:
    _room(b, 560)
    b.block((150, 210, 810, 600), "#d8e8e6", 12)
    b.block((164, 250, 796, 590), "#8fc0c4", 8)
    b.block((164, 540, 796, 590), "#d9c08f", 6)
    for _ in range(30):
        x = b.dice.uniform(190, 780)
        tip = (x + b.dice.uniform(-26, 26), 545 - b.dice.uniform(60, 190))
        b.line([(x, 545), tip], b.dice.choice(things.LEAVES), 7)
    for x, y in ((330, 360), (520, 420), (640, 330)):
        b.oval((x, y, x + 80, y + 40), "#e8803f")
        b.shape([(x + 70, y + 20), (x + 110, y - 6), (x + 110, y + 46)], "#f0a15f")
        b.disc(x + 18, y + 15, 5, "#2c2c2e")
    for x, y, r in ((420, 320, 9), (430, 290, 7), (414, 270, 5)):
        b.ring(x, y, r, "#eef7f5", 3)
    b.block((140, 190, 820, 220), "#3c3f41", 8)


def yarn(b: Brush) -> None:
    _room(b, 430)
    for x, y, r, colour in BALLS:
        b.shadow((x - r * 1.1, y + r * 0.6, x + r * 1.2, y + r * 1.2), 130)
        b.disc(x, y, r, colour)
        for turn in range(6):
            start = turn * 55 + b.dice.randint(0, 30)
            inset = r * (0.12 + turn * 0.09)
            box = (x - r + inset, y - r + inset / 2, x + r - inset / 2, y + r - inset)
            b.arc(box, (start, start + 140), shade(colour, 0.86), 5)
    b.line([(690, 640), (880, 470)], "#a8774e", 9)
    b.line([(720, 660), (900, 520)], "#a8774e", 9)


def desk(b: Brush) -> None:
    _room(b, 480)
    b.shadow((130, 640, 850, 700), 130)
    b.block((140, 380, 820, 416), "#b98a58", 6)
    for x in (160, 780):
        b.block((x, 416, x + 24, 670), "#96693f")
    b.block((540, 416, 780, 540), "#a87a4b", 4)
    b.line([(640, 478), (690, 478)], "#6a4a2c", 9)
    b.block((220, 330, 360, 380), "#3f6b8c", 4)
    b.block((230, 300, 350, 332), "#c8644a", 4)
    pot(b, 700, 382, 44)


def jar(b: Brush) -> None:
    _room(b, 500, "#dccdb4")
    for x, size in ((220, 0.8), (470, 1.1), (740, 0.85)):
        w, h, y = 130 * size, 300 * size, 630
        b.shadow((x - w * 1.2, y - 30, x + w * 1.3, y + 36), 150)
        b.oval((x - w, y - h, x + w, y + 10), "#7a4a2f")
        b.oval((x - w * 0.8, y - h * 0.95, x - w * 0.25, y - h * 0.25), "#95603f")
        b.block((x - w * 0.55, y - h * 1.06, x + w * 0.55, y - h * 0.9), "#693e27", 10)
        b.oval((x - w * 0.6, y - h * 1.16, x + w * 0.6, y - h * 1.0), "#c8503f")


SCENES = {
    "bicycle": bicycle,
    "chair": chair,
    "tools": tools,
    "cooker": cooker,
    "stroller": stroller,
    "boxes": boxes,
    "plant": plant,
    "wheelchair": wheelchair,
    "lamp": lamp,
    "sewing": sewing,
    "fishtank": fishtank,
    "yarn": yarn,
    "desk": desk,
    "jar": jar,
}
