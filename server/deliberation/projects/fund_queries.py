"""SELECTs on the fund's book."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from server.core import chains
from server.deliberation.projects.fund_models import CHAIN, EntryKind, FundEntry
from server.deliberation.projects.models import Project
from server.extensions import db


class Sums(NamedTuple):
    balance_cents: int
    income_cents: int
    expense_cents: int


def balance() -> int:
    """What the last entry left; 0 before there is one."""
    asked = select(FundEntry.balance_cents).order_by(FundEntry.seq.desc()).limit(1)
    return db.session.scalar(asked) or 0


def sums() -> Sums:
    """Income and expenses in all, what was taken back already taken off."""
    asked = select(FundEntry.kind, func.sum(FundEntry.amount_cents)).group_by(FundEntry.kind)
    by_kind: dict[EntryKind, int] = {kind: int(cents) for kind, cents in db.session.execute(asked)}
    return Sums(balance(), by_kind.get(EntryKind.INCOME, 0), -by_kind.get(EntryKind.EXPENSE, 0))


def entry(entry_id: int) -> FundEntry | None:
    return db.session.scalar(select(FundEntry).where(FundEntry.id == entry_id))


def reversal_of(entry_id: int) -> FundEntry | None:
    return db.session.scalar(select(FundEntry).where(FundEntry.reverses_id == entry_id))


def page(after: int | None, limit: int) -> Sequence[FundEntry]:
    """Newest first, one more than `limit`; `after` is a seq."""
    asked = select(FundEntry).order_by(FundEntry.seq.desc()).limit(limit + 1)
    return db.session.scalars(asked.where(FundEntry.seq < after) if after else asked).all()


def reversals(entry_ids: Sequence[int]) -> dict[int, int]:
    """Entry id → number of the entry that took it back."""
    asked = select(FundEntry.reverses_id, FundEntry.seq).where(FundEntry.reverses_id.in_(list(entry_ids)))
    return {taken: seq for taken, seq in db.session.execute(asked) if taken is not None}


def seqs(entry_ids: Sequence[int]) -> dict[int, int]:
    """Entry id → its number."""
    asked = select(FundEntry.id, FundEntry.seq).where(FundEntry.id.in_(list(entry_ids)))
    return {row[0]: row[1] for row in db.session.execute(asked)}


def project_names(project_ids: Sequence[int]) -> dict[int, str]:
    asked = select(Project.id, Project.name).where(Project.id.in_(list(project_ids)))
    return {row[0]: row[1] for row in db.session.execute(asked)}


def spent_on(project_id: int) -> int:
    """Cents that went from the fund to this project, on balance."""
    asked = select(func.coalesce(func.sum(FundEntry.amount_cents), 0)).where(
        FundEntry.project_id == project_id, FundEntry.kind == EntryKind.EXPENSE
    )
    return -int(db.session.scalar(asked) or 0)


def book() -> Sequence[FundEntry]:
    """Every entry in order."""
    return db.session.scalars(select(FundEntry).order_by(FundEntry.seq)).all()


def head() -> bytes:
    return chains.head_of(CHAIN)
