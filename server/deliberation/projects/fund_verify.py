"""Is the fund's book of the bound community whole? Every hash and every balance is recomputed."""

from collections.abc import Sequence

from server.deliberation.projects import fund_queries
from server.deliberation.projects.fund import entry_of
from server.deliberation.projects.fund_models import FundEntry
from server.kit import chain


def problems() -> list[str]:
    """Every way in which the stored entries disagree with one another, in words; empty when whole."""
    book = fund_queries.book()
    return [*_broken_chain(book), *_wrong_balances(book), *_wrong_reversals(book)]


def _broken_chain(book: Sequence[FundEntry]) -> list[str]:
    if [one.seq for one in book] != list(range(1, len(book) + 1)):
        return ["微基金的序号不连续，有账目缺失或被插入"]
    rows = ((entry_of(one), one.previous_hash, one.hash) for one in book)
    broken = chain.first_break(rows, fund_queries.head())
    if broken is None:
        return []
    if broken == len(book):
        return ["微基金末尾与链头不一致，最后的账目缺失或被改动"]
    return [f"微基金第 {broken + 1} 笔与前一笔接不上，账目被改动过"]


def _wrong_balances(book: Sequence[FundEntry]) -> list[str]:
    left, found = 0, []
    for one in book:
        left += one.amount_cents
        if one.balance_cents != left:
            found.append(f"微基金第 {one.seq} 笔的余额与逐笔相加的不一致")
            left = one.balance_cents
    return found


def _wrong_reversals(book: Sequence[FundEntry]) -> list[str]:
    amounts = {one.id: one.amount_cents for one in book}
    return [
        f"微基金第 {one.seq} 笔冲销的金额与原来那一笔不符"
        for one in book
        if one.reverses_id is not None and amounts.get(one.reverses_id) != -one.amount_cents
    ]
