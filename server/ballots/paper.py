"""Paper ballots for homes without a phone: printed, numbered, bound to one home, and voided for a reason.

How they are read in: paper_entry.py. What phones have cast goes before paper, always.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from server.ballots import paper_queries, queries, serials
from server.ballots.models import Counted, Mode, Poll, PollState
from server.ballots.paper_models import PaperBallot, PaperState
from server.ballots.paper_queries import Wanted
from server.core import audit, database
from server.core.access import Actor
from server.extensions import db
from server.kit.errors import ConflictError, GateClosedError, InvalidError, NotFoundError

SECRET = (
    "无记名表决不用纸质票：票上有编号和签名，录入的人会知道这户选了什么。请上门协助住户用手机投，"
    "或另开一次记名表决"
)
CLOSED = "表决已经截止，纸质票不能再发放、录入或作废"
UNKNOWN = "没有发过这个编号的纸质票，请对照票面核对"


@dataclass(frozen=True)
class Skipped:
    """A home that got no new sheet, and why."""

    home_id: int
    label: str
    why: str


def taking(poll: Poll) -> Poll:
    """The poll, locked: nobody votes while the desk writes. GateClosedError secret, ConflictError closed."""
    locked = queries.lock_poll(poll.id) or poll
    if problem := shut(locked):
        raise problem
    return locked


def shut(poll: Poll) -> GateClosedError | ConflictError | None:
    """Why nothing can be done with paper in this poll now."""
    if poll.mode is Mode.SECRET:
        return GateClosedError(SECRET, code="secret_no_paper")
    if poll.state is not PollState.OPEN or poll.closes_at <= database.now():
        return ConflictError(CLOSED, code="poll_closed")
    return None


def found(poll: Poll, typed: str, token: str | None = None) -> PaperBallot:
    """The sheet with this serial. InvalidError: a slip; ConflictError: of another poll, or a forged code."""
    serial = serials.read(typed)
    if sheet := paper_queries.sheet(poll.id, serial):
        if token is not None and serials.digest(token) != sheet.token_hash:
            raise ConflictError("这张票的二维码与编号对不上，请不要录入，交居委会核查", code="foreign_code")
        return sheet
    if question := paper_queries.question_of(serial):
        raise ConflictError(f"这是另一项表决的票：{question}", code="other_poll")
    raise NotFoundError(UNKNOWN, code="unknown_serial")


def issue(actor: Actor, poll: Poll, which: Wanted, reason: str | None) -> tuple[list[int], list[Skipped]]:
    """Make sheets for these homes; `reason`: those in hand become void and are replaced.

    The homes that got one, and the others. InvalidError: a home that is not on the roll.
    """
    poll = taking(poll)
    rows = paper_queries.wanted(poll, which)
    if which.home_ids is not None and len(rows) != len(set(which.home_ids)):
        raise InvalidError("有房屋不在这次表决的名册上，请刷新后再选", code="not_on_roll")
    held = paper_queries.sheets_in_hand(poll.id) if poll.base is Counted.OWNERS else {}
    fresh, skipped = [], []
    for row in rows:
        if why := _why_not(row, held, reason):
            skipped.append(Skipped(row.home_id, row.label, why))
            continue
        if row.serial:
            _end(actor, poll, row.serial, reason or "")
        if poll.base is Counted.OWNERS:
            held[row.head] = row.label
        fresh.append(row.home_id)
    _write(actor, poll, fresh)
    return fresh, skipped


def _why_not(row: Any, held: dict[int, str], reason: str | None) -> str | None:
    if row.channel is not None:
        return "这户已经投过票"
    if row.serial is not None:
        return None if reason else f"已发过一张（{serials.written(row.serial)}），补发请写明原因"
    if other := held.get(row.head):
        return f"与 {other} 是同一业主，合用那一张票"
    return None


def _write(actor: Actor, poll: Poll, home_ids: Sequence[int]) -> None:
    if not home_ids:
        return
    moment, rows = database.now(), []
    for home_id in home_ids:
        serial = serials.fresh()
        proof = serials.digest(serials.token(poll.id, home_id, serial))
        rows.append(
            {
                "community_id": poll.community_id, "poll_id": poll.id, "serial": serial, "home_id": home_id,
                "token_hash": proof, "state": PaperState.ISSUED, "issued_by": actor.person_id,
                "issued_at": moment,
            }
        )  # fmt: skip
    db.session.execute(insert(PaperBallot), rows)
    audit.record(actor, "paper.issue", poll.id, homes=[str(one) for one in home_ids])


def void(actor: Actor, poll: Poll, typed: str, reason: str, *, undelivered: bool = False) -> None:
    """This sheet counts no more. ConflictError: it lies in the box already, or is void.

    undelivered: it could not be handed over; ConflictError `paper_delivered` once somebody read it in.
    """
    poll = taking(poll)
    sheet = found(poll, typed)
    if sheet.state not in (PaperState.ISSUED, PaperState.ENTERED_ONCE, PaperState.MISMATCH):
        raise ConflictError(FINISHED[sheet.state], code=f"paper_{sheet.state}")
    if undelivered and sheet.state is not PaperState.ISSUED:
        raise ConflictError("这张票已经交回并录入过，不是无法送达；要作废请写明原因", code="paper_delivered")
    _end(actor, poll, sheet.serial, reason, undelivered=undelivered)


FINISHED = {
    PaperState.ENTERED: "这张票已由两人录入，不能再录入或作废；住户可用手机投票更改",
    PaperState.VOID: "这张票已经作废，请用补发的那一张",
    PaperState.OVERTAKEN: "这户已用手机投票，以手机票为准，这张票不再有效",
}


def _end(actor: Actor, poll: Poll, serial: int, reason: str, *, undelivered: bool = False) -> None:
    sheet, moment = paper_queries.sheet(poll.id, serial), database.now()
    assert sheet is not None
    sheet.state, sheet.first_option, sheet.reason = PaperState.VOID, None, reason
    sheet.voided_by, sheet.voided_at, sheet.undelivered = actor.person_id, moment, undelivered
    db.session.flush()
    deed = "paper.undelivered" if undelivered else "paper.void"
    audit.record(actor, deed, poll.id, serial=serials.written(serial), reason=reason)
