"""What a project's paper must say before it is one: days in order, none past, none after the last. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from server.deliberation.guards import day_words
from server.kit.errors import InvalidError

#: A project of the neighbourhood that takes longer is several.
LONGEST = timedelta(days=3 * 366)


def check_days(days: Sequence[date], due_on: date, today: date) -> None:
    """`days`: of the milestones in order. InvalidError naming the first day that does not fit."""
    if due_on < today:
        raise InvalidError("完成日期已经过了，请选今天或以后", code="due_past")
    if due_on - today > LONGEST:
        raise InvalidError("完成日期请在三年以内", code="due_too_far")
    before = today
    for number, day in enumerate(days, start=1):
        if day < today:
            raise InvalidError(f"第 {number} 个节点的日期已经过了", code="milestone_past", number=number)
        if day < before:
            words = f"第 {number} 个节点不能早于前一个节点（{day_words(before)}）"
            raise InvalidError(words, code="milestones_out_of_order", number=number)
        if day > due_on:
            words = f"第 {number} 个节点不能晚于完成日期（{day_words(due_on)}）"
            raise InvalidError(words, code="milestone_after_due", number=number)
        before = day


def check_money(budget_cents: int, source: str) -> None:
    if (source == "none") != (budget_cents == 0):
        raise InvalidError("有预算请写明钱从哪来，不花钱请选“不花钱”", code="money_has_a_source")


def moved(title: str, before: date, after: date) -> dict[str, Any]:
    """One moved day, as the log keeps it."""
    return {"title": title, "from": before.isoformat(), "to": after.isoformat()}
