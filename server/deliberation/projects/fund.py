"""微基金: a book of what came in and what went out, each entry chained to the one before."""

from collections.abc import Mapping
from typing import Any

from server.core import audit, chains, database, uploads
from server.core.access import Actor, Permission, Role, enforce
from server.deliberation.projects import fund_queries
from server.deliberation.projects import queries as projects
from server.deliberation.projects.fund_models import CHAIN, EntryKind, FundEntry
from server.deliberation.projects.words import yuan
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from server.kit.ids import new_id


def record(actor: Actor, form: dict[str, Any]) -> FundEntry:
    """`form`: kind, amount_cents (above zero), memo, party, project_id, upload_ids. ConflictError
    `not_enough` when an expense exceeds what is left; InvalidError for one without its invoice."""
    _check_keeper(actor)
    kind = EntryKind(form["kind"])
    if kind is EntryKind.EXPENSE and not form["upload_ids"]:
        raise InvalidError("支出请附发票或收据的照片", code="invoice_required", needs="upload_ids")
    if form["project_id"] is not None and projects.undertaking(form["project_id"]) is None:
        raise InvalidError("没有这个项目", code="no_such_project")
    amount = form["amount_cents"] if kind is EntryKind.INCOME else -form["amount_cents"]
    said = {key: form[key] for key in ("memo", "party", "project_id")}
    return _append(
        actor, {"kind": kind, "amount_cents": amount, "reverses_id": None, **said}, form["upload_ids"]
    )


def reverse(actor: Actor, entry_id: int, memo: str) -> FundEntry:
    """Take a mistaken entry back, once, by one of the opposite amount that names it."""
    _check_keeper(actor)
    chains.hold(CHAIN)  # two who take the same entry back come one after the other
    wrong = fund_queries.entry(entry_id)
    if wrong is None:
        raise NotFoundError
    if wrong.reverses_id is not None:
        raise ConflictError("冲销不能再冲销，请重新记一笔", code="is_a_reversal")
    if (done := fund_queries.reversal_of(entry_id)) is not None:
        raise ConflictError(f"这一笔已由第 {done.seq} 笔冲销", code="already_reversed", by=done.recorded_name)
    said = {"kind": wrong.kind, "amount_cents": -wrong.amount_cents, "reverses_id": wrong.id}
    return _append(actor, {**said, "memo": memo, "party": wrong.party, "project_id": wrong.project_id}, ())


def _check_keeper(actor: Actor) -> None:
    enforce(actor, Permission.FUND_KEEP)
    if not keeps(actor):
        raise ForbiddenError("微基金由全社区的居委会记账，本小区的工作人员只能查看")


def keeps(actor: Actor) -> bool:
    """The book is the whole community's: an office of one estate does not keep it."""
    return any(one.role is Role.COMMITTEE and one.estate_id is None for one in actor.duties)


def _append(actor: Actor, said: Mapping[str, Any], upload_ids: Any) -> FundEntry:
    # Held before the balance is read: of two expenses at once the second sees what the first left.
    chains.hold(CHAIN)
    left = fund_queries.balance()
    if left + said["amount_cents"] < 0:
        words = f"微基金余额 {yuan(left)}，不够支出 {yuan(-said['amount_cents'])}"
        raise ConflictError(words, code="not_enough", balance_cents=left)
    entry_id = new_id()
    row = FundEntry(
        id=entry_id,
        seq=0,
        balance_cents=left + said["amount_cents"],
        photos=uploads.claim(actor, upload_ids, entry_id),
        recorded_by=actor.person_id,
        recorded_name=actor.name,
        recorded_at=database.now(),
        **said,
    )
    link = chains.append(CHAIN, {key: value for key, value in entry_of(row).items() if key != "seq"})
    row.seq, row.previous_hash, row.hash = link.seq, link.previous, link.hash
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "fund.record", entry_id, seq=row.seq, amount_cents=row.amount_cents)
    return row


_HASHED = (
    "id", "seq", "amount_cents", "balance_cents", "project_id", "reverses_id", "memo", "party", "photos",
    "recorded_by", "recorded_name", "recorded_at",
)  # fmt: skip


def entry_of(row: FundEntry) -> dict[str, Any]:
    """What the hash of an entry is made from."""
    return {"kind": row.kind.value, **{name: getattr(row, name) for name in _HASHED}}
