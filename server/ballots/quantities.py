"""What votes are counted in, and how an amount is written for people. Pure."""

from enum import StrEnum


class Base(StrEnum):
    HOMES = "homes"
    DELEGATES = "delegates"
    #: Exclusive floor area in hundredths of a square metre.
    AREA = "area"
    #: Owners: one with many homes is one head, and so is a developer with all he has not handed over.
    HEADS = "heads"


TITLES = {
    Base.HOMES: "户数",
    Base.DELEGATES: "居民代表",
    Base.AREA: "专有部分面积",
    Base.HEADS: "业主人数",
}
_UNITS = {Base.HOMES: "户", Base.DELEGATES: "名", Base.AREA: "㎡", Base.HEADS: "人"}
_MISSING = {Base.HOMES: "户", Base.DELEGATES: "名代表", Base.AREA: "㎡", Base.HEADS: "位业主"}


def amount(base: Base, number: int) -> str:
    """「21,430.55 ㎡」「1,200 户」."""
    digits = f"{number // 100:,}.{number % 100:02d}" if base is Base.AREA else f"{number:,}"
    return f"{digits} {_UNITS[base]}"


def lack(base: Base, number: int) -> str:
    """How much is missing, in words short enough for a card: whole square metres, rounded up."""
    whole = -(-number // 100) if base is Base.AREA else number
    return f"{whole:,} {_MISSING[base]}"
