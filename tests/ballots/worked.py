"""docs/statute-examples.md, read as data: the page a lawyer reads is the page the test runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from server.ballots import roll
from server.ballots.arithmetic import Share
from server.ballots.civil_code import ROUTE_E, ROUTE_F
from server.ballots.models import Weight
from server.ballots.quantities import TITLES, Base
from server.ballots.statute import BASES, Option, Rule

PAGE = Path(__file__).parents[2] / "docs" / "statute-examples.md"
WEIGHTS = {"反对": Weight.AGAINST, "都不同意": Weight.AGAINST, "弃权": Weight.ABSTAIN}
SHARES = {one.text: one for one in (Share.usual(1, 2), Share.usual(1, 3), Share.usual(2, 3))}
BALLOT = ("赞成", "反对", "弃权")


@dataclass(frozen=True)
class Example:
    title: str
    rule: Rule
    totals: dict[Base, int]
    options: tuple[Option, ...]
    tallies: dict[int, dict[Base, int]]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return self.title


def examples() -> Iterator[Example]:
    _, *parts = re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for part in parts:
        title, rest = part.split("\n", 1)
        rule = _rule(re.search(r"^规则：(.+)$", rest, re.MULTILINE)[1])
        head, _, *rows = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in rest.splitlines()
            if line.startswith("|")
        ]
        sums = _of_roll(rows) if head[0] == "房屋" else _of_sums(rule, head[2:], rows)
        said = tuple(line[2:] for line in rest.splitlines() if line.startswith("- "))
        yield Example(title, rule, *sums, said)


def _rule(words: str) -> Rule:
    if words == ROUTE_E.title:
        return ROUTE_E.rule
    if words == ROUTE_F.title:
        return ROUTE_F.rule
    voters, quorum, majority, *secret = words.split("，")
    bases = {"每户一票": "homes", "每名代表一票": "delegates"}[voters]
    least = number(secret[0].removeprefix("无记名不少于 ")) if secret else 0
    shares = SHARES[quorum.removeprefix("参与")], SHARES[majority.removeprefix("通过")]
    return Rule(*shares, BASES[bases], least)


def number(cell: str) -> int:
    """「21,430.55 ㎡」 is 2143055 hundredths, 「90 人」 is 90."""
    digits, unit = cell.replace(",", "").split()
    if unit != "㎡":
        return int(digits)
    whole, cents = digits.split(".")
    return int(whole) * 100 + int(cents)


def _options(labels):
    return tuple(Option(at, one, WEIGHTS.get(one, Weight.FOR)) for at, one in enumerate(labels))


def _of_sums(rule, labels, rows):
    by_title = {title: base for base, title in TITLES.items()}
    totals = {by_title[row[0]]: number(row[1]) for row in rows}
    assert tuple(totals) == rule.bases
    tallies = {at: {by_title[row[0]]: number(row[at + 2]) for row in rows} for at, _ in enumerate(labels)}
    return totals, _options(labels), tallies


def _of_roll(rows):
    """A home's row each; who is one head is told by the same function that numbers a real roll."""
    heads = roll.heads([_whose(owners, handed_over) for _, _, owners, handed_over, *_ in rows])
    homes = [(number(row[1]), head, row[4]) for row, head in zip(rows, heads, strict=True)]
    assert all((row[4] == "–") == (row[5] == "–") for row in rows)
    tallies = {at: _sums([home for home in homes if home[2] == choice]) for at, choice in enumerate(BALLOT)}
    assert sum(one[Base.HEADS] for one in tallies.values()) <= len(set(heads))
    return _sums(homes), _options(BALLOT), tallies


def _whose(owners, handed_over):
    return ("developer", owners) if handed_over == "未交付" else frozenset(owners.split("、"))


def _sums(homes):
    return {Base.AREA: sum(area for area, _, _ in homes), Base.HEADS: len({head for _, head, _ in homes})}
