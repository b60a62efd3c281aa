"""The sums of a poll written out, so that anybody with a pencil can check them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from server.ballots.arithmetic import Share, percent
from server.ballots.quantities import TITLES, Base, amount, lack

CONCLUSIONS: Mapping[str, str] = {
    "passed": "结论：表决通过。",
    "not_passed": "结论：表决未通过。",
    "no_quorum": "结论：参与没有达到要求，表决不成立。",
}
REACHED = "参与要求已达到"


class Sums(Protocol):
    """The numbers of one base (statute.Finding)."""

    @property
    def base(self) -> Base: ...
    @property
    def total(self) -> int: ...
    @property
    def took_part(self) -> int: ...
    @property
    def quorum_needed(self) -> int: ...
    @property
    def quorum_reached(self) -> bool: ...
    @property
    def approve(self) -> int | None: ...
    @property
    def approve_needed(self) -> int | None: ...


def least_asked(base: Base, least: int) -> str:
    """Behind a share: what a secret poll asks for besides; nothing in others."""
    return f"，为保护无记名还不得少于 {amount(base, least)}" if least else ""


def quorum(share: Share, least: int, one: Sums) -> str:
    """「专有部分面积：总 21,430.55 ㎡，参与 15,002.10 ㎡（70.0%），需三分之二以上，即至少 …，已达到。」"""
    judged = _judged(one.base, one.took_part, one.quorum_needed, reached=one.quorum_reached)
    return (
        f"{TITLES[one.base]}：总 {amount(one.base, one.total)}，参与 {amount(one.base, one.took_part)}"
        f"（{percent(one.took_part, one.total)}），需{share.text}{least_asked(one.base, least)}，"
        f"即至少 {amount(one.base, one.quorum_needed)}，{judged}。"
    )


def majority(share: Share, one: Sums, label: str | None) -> str:
    """The same for those in favour, of those who took part. `label`: the leading option's."""
    assert one.approve is not None
    assert one.approve_needed is not None
    ask = f"需参与表决的{share.text}，即至少 {amount(one.base, one.approve_needed)}"
    start = f"{TITLES[one.base]}：参与 {amount(one.base, one.took_part)}"
    if label is None:
        return f"{start}，{ask}；没有单独领先的赞成选项，没有达到。"
    reached = one.approve >= one.approve_needed
    judged = _judged(one.base, one.approve, one.approve_needed, reached=reached)
    share_said = percent(one.approve, one.took_part)
    return f"{start}，「{label}」{amount(one.base, one.approve)}（{share_said}），{ask}，{judged}。"


def choices(bases: Sequence[Base], options: Sequence[tuple[str, Mapping[Base, int] | None]]) -> str:
    """「各选项：赞成 8,000.00 ㎡、80 人；反对 …」"""
    said = [
        f"{label} " + "、".join(amount(base, found[base] if found else 0) for base in bases)
        for label, found in options
    ]
    return "各选项：" + "；".join(said) + "。"


def missing(amounts: Mapping[Base, int]) -> str:
    """「还差 37 位业主 / 2,140 ㎡」; heads before area, as people ask for neighbours first."""
    said = [lack(base, number) for base, number in reversed(list(amounts.items())) if number]
    return "还差 " + " / ".join(said) if said else REACHED


def _judged(base: Base, found: int, needed: int, *, reached: bool) -> str:
    return "已达到" if reached else f"还差 {amount(base, needed - found)}，没有达到"
