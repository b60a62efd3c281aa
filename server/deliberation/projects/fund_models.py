"""The 微基金's book. Entries are written once; a mistake is put right by an entry that takes it back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze

CHAIN = "fund"


class EntryKind(StrEnum):
    INCOME = "income"
    EXPENSE = "expense"


class FundEntry(CommunityOwned, Identified, Base):
    """Money in (above zero) or out (below), and what is left after it. No entry leaves less than nothing."""

    __tablename__ = "fund_entry"
    __table_args__ = (
        tenant_key("project_id", "project"),
        tenant_key("reverses_id", "fund_entry"),
        CheckConstraint(one_of("kind", EntryKind), name="kind"),
        CheckConstraint("amount_cents <> 0", name="amount"),
        CheckConstraint(
            "((kind = 'income') = (amount_cents > 0)) = (reverses_id IS NULL)", name="sign_of_its_kind"
        ),
        CheckConstraint("balance_cents >= 0", name="nothing_is_spent_twice"),
        CheckConstraint("length(trim(memo)) > 0 AND length(trim(party)) > 0", name="says_what_and_who"),
        CheckConstraint("length(previous_hash) = 32 AND length(hash) = 32 AND seq > 0", name="chained"),
        Index(None, "community_id", "seq", unique=True),
        # An entry is taken back once.
        Index(None, "community_id", "reverses_id", unique=True),
        Index(None, "community_id", "project_id"),
    )

    seq: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    amount_cents: Mapped[int]
    balance_cents: Mapped[int]
    project_id: Mapped[int | None]
    reverses_id: Mapped[int | None]
    memo: Mapped[str] = mapped_column(String(200), info=COMMUNITY)
    #: Who paid, or was paid.
    party: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    recorded_by: Mapped[int]
    recorded_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)
    previous_hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    hash: Mapped[bytes] = mapped_column(info=PUBLIC)


freeze(FundEntry)
