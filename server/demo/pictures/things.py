"""What stands in the scenes: houses, trees, people, pots, wheels."""

from server.demo.pictures.brush import Brush, Point, shade

LEAVES = ("#5f8f5a", "#6fa066", "#86b076", "#4e7d4f")
GOLD = ("#d9a441", "#e3b857", "#c98a2e", "#eac878")
COATS = ("#c8644a", "#3f6b8c", "#e0a94f", "#6b8f5e", "#8a5f86", "#d98a7a", "#47706b")
SKIN, HAIR = "#f0cba8", "#3b322d"


def house(b: Brush, x: float, ground: float, size: tuple[float, float], wall: str) -> None:
    """An apartment block standing on `ground`, with balconies and some lit windows."""
    w, h = size
    b.block((x, ground - h, x + w, ground), wall)
    b.block((x + w * 0.86, ground - h, x + w, ground), shade(wall, 0.9))
    b.block((x - 6, ground - h - 10, x + w + 6, ground - h), shade(wall, 0.75))
    columns, rows = max(int(w // 58), 2), max(int(h // 62), 2)
    for row in range(rows):
        for column in range(columns):
            left = x + w * 0.06 + column * w * 0.88 / columns
            top = ground - h + 20 + row * (h - 40) / rows
            glass = b.dice.choice(("#9fb8bf", "#b8cbcc", "#8aa7b3", "#f4d58d"))
            b.block((left, top, left + w * 0.58 / columns, top + h * 0.5 / rows), glass, 2)
            rail = (left - 3, top + h * 0.4 / rows, left + w * 0.64 / columns, top + h * 0.52 / rows)
            b.block(rail, shade(wall, 0.82), 2)


def houses(b: Brush, ground: float, walls: tuple[str, ...] = ("#e6d3b8", "#dcc0a2", "#ead9c6")) -> None:
    """A row of blocks across the picture."""
    x = -40.0
    while x < 960:
        w, h = b.dice.randint(170, 260), b.dice.randint(230, 400)
        house(b, x, ground, (w, h), b.dice.choice(walls))
        x += w + b.dice.randint(20, 70)


def tree(b: Brush, x: float, ground: float, height: float, leaves: tuple[str, ...] = LEAVES) -> None:
    b.line([(x, ground), (x, ground - height * 0.6)], "#7a5b43", height * 0.06)
    for _ in range(26):
        dx, dy = b.dice.gauss(0, height * 0.15), b.dice.gauss(0, height * 0.13)
        r = height * b.dice.uniform(0.07, 0.15)
        lit = 1.12 if dx + dy < 0 else 0.92
        b.disc(x + dx, ground - height * 0.72 + dy, r, shade(b.dice.choice(leaves), lit))


def bush(b: Brush, x: float, ground: float, width: float, leaves: tuple[str, ...] = LEAVES) -> None:
    for _ in range(int(width / 9)):
        r = b.dice.uniform(12, 26)
        b.disc(x + b.dice.uniform(0, width), ground - r * b.dice.uniform(0.5, 1.3), r, b.dice.choice(leaves))


def grass(b: Brush, top: float, bottom: float = 720, light: str = "#a8c686", dark: str = "#7fa566") -> None:
    b.wash(light, dark, (top, bottom))
    for _ in range(320):
        x, y = b.dice.uniform(0, 960), b.dice.uniform(top + 6, bottom)
        tip = (x + b.dice.uniform(-3, 3), y - 3 - (y - top) * 0.03)
        b.line([(x, y), tip], shade(dark, b.dice.uniform(0.85, 1.2)), 2)


def person(b: Brush, feet: Point, height: float, coat: str = "", arms: float = 0.0) -> None:
    """Seen from afar. `arms`: 0 hanging, 1 raised."""
    x, ground = feet
    coat = coat or b.dice.choice(COATS)
    unit = height / 7
    b.shadow((x - unit * 2, ground - unit * 0.5, x + unit * 2, ground + unit * 0.5), 110)
    for side in (-1, 1):
        hip, foot = (x + side * unit * 0.45, ground - unit * 3), (x + side * unit * 0.55, ground)
        b.line([hip, foot], "#4a4a52", unit * 0.75)
        hand = (x + side * unit * (1.5 + arms * 0.7), ground - unit * (3.0 + arms * 3.4))
        b.line([(x + side * unit * 0.9, ground - unit * 5), hand], shade(coat, 0.9), unit * 0.55)
        b.disc(*hand, unit * 0.3, SKIN)
    b.block((x - unit, ground - unit * 5.4, x + unit, ground - unit * 2.6), coat, unit * 0.7)
    b.disc(x, ground - unit * 6.2, unit * 0.8, HAIR)
    b.oval((x - unit * 0.62, ground - unit * 6.5, x + unit * 0.62, ground - unit * 5.3), SKIN)


def bicycle(b: Brush, x: float, ground: float, r: float, colour: str) -> None:
    """Wheels of radius `r`, facing right."""
    b.shadow((x - r * 1.2, ground - r * 0.15, x + r * 4.1, ground + r * 0.25), 120)
    back, front = (x, ground - r), (x + r * 2.7, ground - r)
    for wheel in (back, front):
        b.ring(*wheel, r, "#3c3f41", r * 0.12)
        b.ring(*wheel, r * 0.84, "#c9c4b8", r * 0.05)
        b.disc(*wheel, r * 0.1, "#8d8778")
    pedal, seat = (x + r * 1.15, ground - r * 0.9), (x + r * 0.75, ground - r * 2.1)
    head = (x + r * 2.25, ground - r * 2.15)
    for path in ([back, pedal, head], [back, seat, pedal], [seat, head], [head, front]):
        b.line(path, colour, r * 0.14)
    b.line([head, (x + r * 2.15, ground - r * 2.55), (x + r * 2.5, ground - r * 2.7)], "#54504a", r * 0.1)
    b.block((x + r * 0.4, ground - r * 2.3, x + r * 1.1, ground - r * 2.1), "#54402f", r * 0.1)


def pot(b: Brush, x: float, ground: float, size: float, leaves: tuple[str, ...] = LEAVES) -> None:
    """A flower pot with a plant of long leaves."""
    b.shadow((x - size, ground - size * 0.2, x + size, ground + size * 0.25), 120)
    for _ in range(22):
        tip = (x + b.dice.gauss(0, size * 0.8), ground - size * b.dice.uniform(1.2, 2.4))
        bend = ((x + tip[0]) / 2, tip[1] - size * 0.1)
        b.line([(x, ground - size * 0.9), bend, tip], b.dice.choice(leaves), size * 0.09)
    rim, foot, top = size * 0.6, size * 0.42, ground - size
    b.shape([(x - rim, top), (x + rim, top), (x + foot, ground), (x - foot, ground)], "#c5764f")
    b.block((x - size * 0.66, ground - size * 1.08, x + size * 0.66, ground - size * 0.86), "#b5673f", 4)


def carton(b: Brush, x: float, ground: float, size: float, colour: str = "#c89f6b") -> None:
    b.block((x, ground - size * 0.8, x + size, ground), colour, 3)
    right, far, top, back = x + size, x + size * 1.16, ground - size * 0.8, ground - size
    b.shape([(x, top), (x + size * 0.16, back), (far, back), (right, top)], shade(colour, 1.15))
    b.shape([(right, ground), (far, ground - size * 0.2), (far, back), (right, top)], shade(colour, 0.82))
    b.block((x + size * 0.42, ground - size * 0.8, x + size * 0.56, ground), shade(colour, 0.9))


def cloud(b: Brush, x: float, y: float, size: float) -> None:
    puffs = ((-0.6, 0.1, 0.35), (0, -0.1, 0.5), (0.55, 0.08, 0.38), (0.95, 0.2, 0.22), (-0.95, 0.2, 0.2))
    for dx, dy, r in puffs:
        b.disc(x + dx * size, y + dy * size, r * size, "#fffaf0")
