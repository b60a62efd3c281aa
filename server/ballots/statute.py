"""Who has won: one engine for homes, for delegates, and for owners by area and by heads. Pure, whole numbers.

A rule asks the same two shares of every quantity it looks at, each for itself: of the whole roll those
who take part, of those who took part the ones in favour. An owners' meeting looks at two quantities and
both must be reached (Civil Code Art. 278). Abstaining is taking part. Areas are hundredths of a square metre.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from server.ballots import sentences
from server.ballots.arithmetic import Share
from server.ballots.models import Weight
from server.ballots.quantities import Base

Amounts: TypeAlias = Mapping[Base, int]

#: What a poll's base counts. The owners' area comes first, as the law names it.
BASES: Mapping[str, tuple[Base, ...]] = {
    "homes": (Base.HOMES,),
    "delegates": (Base.DELEGATES,),
    "owners": (Base.AREA, Base.HEADS),
}


class Outcome(StrEnum):
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NO_QUORUM = "no_quorum"


@dataclass(frozen=True)
class Option:
    id: int
    label: str
    weight: Weight


@dataclass(frozen=True)
class Rule:
    """quorum: of the whole roll. majority: of those who took part. Both of every base, each for itself.

    least: fewer never are a quorum, whatever share of the roll they are; of a secret poll, so that its
    sums hide who chose what.
    """

    quorum: Share
    majority: Share
    bases: tuple[Base, ...]
    least: int = 0

    def __post_init__(self) -> None:
        if not self.bases or len(set(self.bases)) != len(self.bases):
            raise ValueError("a rule looks at one base or more, at each once")

    def quorum_needed(self, total: int) -> int:
        """How many of `total` must take part."""
        return max(self.quorum.needed(total), self.least)

    def quorum_reached(self, took_part: int, total: int) -> bool:
        return self.quorum.reached(took_part, total) and took_part >= self.least


@dataclass(frozen=True)
class Finding:
    """One base's sums. approve: of the leading option, None where no choice may be told (no quorum)."""

    base: Base
    total: int
    took_part: int
    quorum_needed: int
    quorum_reached: bool
    approve: int | None
    approve_needed: int | None
    approve_reached: bool


@dataclass(frozen=True)
class Verdict:
    """The outcome and why. leading: the FOR option ahead of all others on every base; None without quorum."""

    outcome: Outcome
    leading: Option | None
    findings: tuple[Finding, ...]
    sentences: tuple[str, ...]

    @property
    def quorum_reached(self) -> bool:
        return self.outcome is not Outcome.NO_QUORUM


@dataclass(frozen=True)
class Shortfall:
    """What is still missing for the participation asked: per base 0 or more, and in words."""

    missing: Amounts
    text: str


def judge(rule: Rule, totals: Amounts, options: Sequence[Option], tallies: Mapping[int, Amounts]) -> Verdict:
    """Apply the rule. `totals`: the roll. `tallies`: option id → its amounts; an absent option has none.

    ValueError: a tally of no option, a base without an amount, or more votes than the roll holds.
    """
    took_part = _took_part(rule, totals, options, tallies)
    reached = all(rule.quorum_reached(took_part[base], totals[base]) for base in rule.bases)
    leading = _leading(rule, options, tallies) if reached else None
    findings = tuple(
        _finding(rule, base, totals[base], took_part[base], tallies.get(leading.id) if leading else None)
        if reached
        else _participation(rule, base, totals[base], took_part[base])
        for base in rule.bases
    )
    outcome = _outcome(reached, findings)
    said = [sentences.quorum(rule.quorum, rule.least, one) for one in findings]
    if reached:
        said.append(sentences.choices(rule.bases, [(one.label, tallies.get(one.id)) for one in options]))
        label = leading.label if leading else None
        said += [sentences.majority(rule.majority, one, label) for one in findings]
    return Verdict(outcome, leading, findings, (*said, sentences.CONCLUSIONS[outcome.value]))


def shortfall(rule: Rule, totals: Amounts, took_part: Amounts) -> Shortfall:
    """How many more must take part, while nobody may know how anybody chose."""
    missing = {base: max(0, rule.quorum_needed(totals[base]) - took_part.get(base, 0)) for base in rule.bases}
    return Shortfall(missing, sentences.missing(missing))


def _took_part(
    rule: Rule, totals: Amounts, options: Sequence[Option], tallies: Mapping[int, Amounts]
) -> dict[Base, int]:
    if set(tallies) - {one.id for one in options}:
        raise ValueError("votes for an option that was not asked")
    if any(amounts[base] < 0 for amounts in tallies.values() for base in rule.bases):
        raise ValueError("less than no votes")
    took_part = {base: sum(amounts[base] for amounts in tallies.values()) for base in rule.bases}
    if any(took_part[base] > totals[base] for base in rule.bases):
        raise ValueError("more votes than the roll holds")
    return took_part


def _leading(rule: Rule, options: Sequence[Option], tallies: Mapping[int, Amounts]) -> Option | None:
    """Ahead in area but not in heads is not ahead."""
    rivals = [one for one in options if one.weight is Weight.FOR]
    for one in rivals:
        own = tallies.get(one.id)
        if (
            own
            and all(
                own[base] > (tallies[other.id][base] if other.id in tallies else 0)
                for base in rule.bases
                for other in rivals
                if other.id != one.id
            )
            and all(own[base] > 0 for base in rule.bases)
        ):
            return one
    return None


def _participation(rule: Rule, base: Base, total: int, took_part: int) -> Finding:
    enough = rule.quorum_reached(took_part, total)
    return Finding(base, total, took_part, rule.quorum_needed(total), enough, None, None, False)


def _finding(rule: Rule, base: Base, total: int, took_part: int, own: Amounts | None) -> Finding:
    approve = own[base] if own else 0
    return Finding(
        base=base,
        total=total,
        took_part=took_part,
        quorum_needed=rule.quorum_needed(total),
        quorum_reached=True,
        approve=approve,
        approve_needed=rule.majority.needed(took_part),
        approve_reached=rule.majority.reached(approve, took_part),
    )


def _outcome(reached: bool, findings: Sequence[Finding]) -> Outcome:
    if not reached:
        return Outcome.NO_QUORUM
    passed = all(one.approve_reached for one in findings)
    return Outcome.PASSED if passed else Outcome.NOT_PASSED
