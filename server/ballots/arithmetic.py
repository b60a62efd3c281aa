"""Who has won, in whole numbers, and the sentences that let anybody check it. Pure.

A share is kept as a fraction and never divided: 「过半数」 is more than the share, 「三分之二以上」
includes it (Civil Code Art. 1259).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from server.ballots.models import Weight

_DIGITS = "〇一二三四五六七八九"


class Outcome(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NO_QUORUM = "no_quorum"


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


@dataclass(frozen=True)
class Option:
    id: int
    label: str
    weight: Weight


@dataclass(frozen=True)
class Verdict:
    """The outcome and why. `leading`: the strongest FOR option, None when it has an equal or no vote."""

    outcome: Outcome
    cast: int
    quorum_reached: bool
    leading: Option | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """roll: homes on the frozen roll. quorum: of the roll. majority: of the homes that took part."""

    roll: int
    quorum: Share
    majority: Share


def judge(rule: Rule, options: Sequence[Option], votes: Mapping[int, int]) -> Verdict:
    """Apply the rule to the count. `votes` maps option id to ballots; absent means none."""
    cast = sum(votes.values())
    if cast > rule.roll:
        raise ValueError("more ballots than homes on the roll")
    reached = rule.quorum.reached(cast, rule.roll)
    leading = _leading(options, votes)
    passed = leading is not None and rule.majority.reached(votes[leading.id], cast)
    outcome = (Outcome.PASSED if passed else Outcome.NOT_PASSED) if reached else Outcome.NO_QUORUM
    sentences = (
        f"名册共 {rule.roll} 户，{cast} 户参加了表决，参与率 {percent(cast, rule.roll)}。",
        _quorum_sentence(rule, cast, reached),
        "各选项：" + "，".join(f"{one.label} {votes.get(one.id, 0)} 户" for one in options) + "。",
        *(_majority_sentences(rule, options, votes, leading) if reached else ()),
        CONCLUSIONS[outcome],
    )
    return Verdict(outcome, cast, reached, leading, sentences)


CONCLUSIONS: Mapping[Outcome, str] = {
    Outcome.PASSED: "结论：表决通过。",
    Outcome.NOT_PASSED: "结论：表决未通过。",
    Outcome.NO_QUORUM: "结论：参与户数不够，表决不成立。",
}


def percent(count: int, base: int) -> str:
    """`66.6%`: cut, never rounded up, so that 50% is never shown for less. Of nothing: 0.0%."""
    tenths = 1000 * count // base if base else 0
    return f"{tenths // 10}.{tenths % 10}%"


def _leading(options: Sequence[Option], votes: Mapping[int, int]) -> Option | None:
    counts = [(votes.get(one.id, 0), one) for one in options if one.weight is Weight.FOR]
    most = max(count for count, _ in counts)
    strongest = [one for count, one in counts if count == most]
    return strongest[0] if most and len(strongest) == 1 else None


def _quorum_sentence(rule: Rule, cast: int, reached: bool) -> str:
    needed = rule.quorum.needed(rule.roll)
    judged = "已达到" if reached else f"还差 {needed - cast} 户，没有达到"
    return f"参与要求：名册户数的{rule.quorum.text}，即至少 {needed} 户；实际 {cast} 户，{judged}。"


def _majority_sentences(
    rule: Rule, options: Sequence[Option], votes: Mapping[int, int], leading: Option | None
) -> tuple[str, ...]:
    cast = sum(votes.values())
    needed = rule.majority.needed(cast)
    ask = f"通过要求：参加户数 {cast} 户的{rule.majority.text}，即至少 {needed} 户；"
    if leading is None:
        return (ask + "没有单独领先的赞成选项，没有达到。",)
    count = votes[leading.id]
    judged = "已达到" if count >= needed else f"还差 {needed - count} 户，没有达到"
    return (ask + f"「{leading.label}」{count} 户，{judged}。",)
