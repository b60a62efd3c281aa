"""Shares of a whole, kept as fractions and never divided, and how they are said. Pure.

「过半数」 is more than the share, 「三分之二以上」 includes it (Civil Code Art. 1259).
"""

from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Share:
    """`num/den` of something; `over`: more than that, otherwise at least that."""

    num: int
    den: int
    over: bool

    def __post_init__(self) -> None:
        if not 0 < self.num <= self.den:
            raise ValueError("a share lies between nothing and all")
        if self.over and self.num == self.den:
            raise ValueError("more than all is nobody's to reach")

    @classmethod
    def usual(cls, num: int, den: int) -> "Share":
        """As the law words it: a half is 过半数, every other share is 以上."""
        return cls(num, den, over=2 * num == den)

    def needed(self, base: int) -> int:
        """The smallest whole number that reaches this share of `base`."""
        exact = self.num * base
        return exact // self.den + 1 if self.over else -(-exact // self.den)

    def reached(self, count: int, base: int) -> bool:
        """Whether `count` of `base` is enough, by cross-multiplication. Of nothing, nothing is enough."""
        if base == 0:
            return False
        left, right = count * self.den, self.num * base
        return left > right if self.over else left >= right

    def at_least(self, other: "Share") -> bool:
        """Whether this asks as much as `other`, or more."""
        left, right = self.num * other.den, other.num * self.den
        return left > right or (left == right and (self.over or not other.over))

    @property
    def text(self) -> str:
        if self.over and 2 * self.num == self.den:
            return "过半数"
        if self.num == self.den:
            return "全部"
        words = f"{numeral(self.den)}分之{numeral(self.num)}"
        return f"超过{words}" if self.over else f"{words}以上"


def numeral(number: int) -> str:
    """三, 十二, 六十七, 百; above a hundred the digits, with a space on either side."""
    if number == 100:
        return "百"
    if number > 100:
        return f" {number} "
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def percent(count: int, base: int) -> str:
    """`66.6%`: cut, never rounded up, so that 50% is never shown for less. Of nothing: 0.0%."""
    tenths = 1000 * count // base if base else 0
    return f"{tenths // 10}.{tenths % 10}%"
