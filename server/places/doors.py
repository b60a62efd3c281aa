"""How people write a door: 3号楼 502室, 3栋502, ３ 幢 ５０２ are one home."""

import re
import unicodedata

_BUILDING = re.compile(r"(号楼|楼栋|号|栋|幢|楼|座)$")
_ROOM = re.compile(r"(室|房|号)$")


def tidy(text: str) -> str:
    """Half-width, without white space: what is stored and shown."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def building_key(name: str) -> str:
    """Equal for the spellings of one building inside an estate."""
    return _BUILDING.sub("", tidy(name)).upper().lstrip("0")


def room_key(name: str) -> str:
    """Equal for the spellings of one room inside a building."""
    return _ROOM.sub("", tidy(name)).upper().lstrip("0")


def label(building: str, room: str) -> str:
    """「3号楼 502」: the door as the committee reads it."""
    return f"{building} {room}"


def square_metres(area_cm: int) -> str:
    """Hundredths of a square metre as a number with two decimals."""
    return f"{area_cm // 100}.{area_cm % 100:02d}"
