"""The fund's book as JSON: everybody of the community reads all of it."""

from typing import Any

from server.core import uploads
from server.core.access import Actor, Permission, denial
from server.deliberation.projects import fund, fund_queries, words
from server.deliberation.projects.fund_models import FundEntry
from server.kit.pagination import cut
from server.kit.rest import stamp


def book(actor: Actor, after: int | None, limit: int) -> dict[str, Any]:
    """What is left, what came and went in all, and the entries, newest first; the cursor is a number."""
    kept, following = cut(fund_queries.page(after, limit), limit, key="seq")
    return {
        **fund_queries.sums()._asdict(),
        "head_hash": fund_queries.head().hex(),
        "items": entries(kept),
        "next": following,
        "mine": {"may_keep": denial(actor, Permission.FUND_KEEP) is None and fund.keeps(actor)},
    }


def entries(rows: Any) -> list[dict[str, Any]]:
    taken_back = fund_queries.reversals([one.id for one in rows])
    named = fund_queries.seqs([one.reverses_id for one in rows if one.reverses_id])
    projects = fund_queries.project_names([one.project_id for one in rows if one.project_id])
    return [
        {
            **_entry(one),
            "project": {"id": str(one.project_id), "name": projects[one.project_id]}
            if one.project_id
            else None,
            "reverses_seq": named.get(one.reverses_id),
            "reversed_by_seq": taken_back.get(one.id),
        }
        for one in rows
    ]


def _entry(row: FundEntry) -> dict[str, Any]:
    taking_back = "冲销" if row.reverses_id else ""
    return {
        "id": str(row.id),
        "seq": row.seq,
        "kind": row.kind.value,
        "kind_name": taking_back + words.ENTRY_NAMES[row.kind],
        "amount_cents": row.amount_cents,
        "balance_cents": row.balance_cents,
        "memo": row.memo,
        "party": row.party,
        "photos": uploads.view(row.community_id, row.photos),
        "by": row.recorded_name,
        "at": stamp(row.recorded_at),
        "hash": row.hash.hex(),
    }
