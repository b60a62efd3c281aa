"""点票人: two people of two bodies open the rows of a named poll together, for some days, and look.

Not before the count, of no other mode, and not where too few took part: those choices nobody opened.
"""

from datetime import datetime, timedelta
from typing import Any

from server.ballots import counter_queries, counting, policy, queries
from server.ballots.counter_models import Ground, RowsOpening
from server.ballots.counter_rows import page, sheet
from server.ballots.events import RowsAsked, RowsOpened
from server.ballots.models import Mode, Poll
from server.ballots.settings import ROWS_DAYS
from server.ballots.statute import Outcome
from server.core import audit, database, outbox, settings
from server.core.access import Actor
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, NotFoundError
from server.kit.ids import new_id

OPEN_ALREADY = "公开表决的选择截止后人人可见，不需要点票"
SECRET = "无记名表决的票不写是哪一户，谁也看不到谁选了什么"
TOO_FEW = "参与没有达到要求，各户的选择没有开启，也不能查看"
SAME_HAND = "申请人不能自己确认，请由另一方的一位点票人确认"
SAME_BODY = "居委会（村委会、业委会）和监督委员会应各有一人，同一方不能两人点票"
SAME_HOME = "两位点票人不能是同一户的住户"


def shut(poll: Any) -> ConflictError | None:
    """Why nobody sees the rows of this poll, as things stand; None when two together may."""
    if poll.mode is Mode.SECRET:
        return ConflictError(SECRET, code="secret_has_no_rows")
    if poll.mode is Mode.OPEN:
        return ConflictError(OPEN_ALREADY, code="open_already")
    if counting.result(poll)[0].outcome is Outcome.NO_QUORUM:
        return ConflictError(TOO_FEW, code="no_quorum")
    return None


def ask(actor: Actor, poll: Poll, ground: Ground, reason: str) -> RowsOpening:
    """The first of the two says what for. ConflictError: nothing to open, or he waits already."""
    _check(poll)
    office, moment = policy.counter_office(actor, poll), database.now()
    assert office is not None  # the guard asked (policy.RULES)
    if counter_queries.waiting_of(poll.id, actor.person_id, moment):
        raise ConflictError("您已经申请过，正等另一方的点票人确认", code="opening_waits")
    row = RowsOpening(id=new_id(), poll_id=poll.id, ground=ground, reason=reason, asked_by=actor.person_id)
    row.asked_name, row.asked_org = actor.name, office.organisation
    row.asked_body = policy.BODIES[office.role]
    row.asked_at, row.ends_at = moment, _end(moment)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "poll.rows_ask", poll.id, opening=row.id, ground=ground.value, reason=reason)
    outbox.emit(RowsAsked(poll.id, row.id))
    return row


def confirm(actor: Actor, poll: Poll, opening_id: int) -> None:
    """The second, of another body and another home: from now on both may look.

    ConflictError `two_hands`: the same person; `opened_already`; `opening_over`: it lapsed. ForbiddenError
    `one_body`, `one_home`.
    """
    _check(poll)
    row, moment = counter_queries.lock(poll.id, opening_id), database.now()
    if row is None:
        raise NotFoundError
    if row.confirmed_at is not None:
        raise ConflictError("这次点票已经确认过了", code="opened_already")
    if row.ends_at <= moment:
        raise ConflictError("这次申请已经过期，请重新申请", code="opening_over")
    office = policy.counter_office(actor, poll, besides=row.asked_body)
    _check_second(actor, row)
    if office is None:
        raise ForbiddenError(SAME_BODY, code="one_body")
    with db.session.no_autoflush:
        row.confirmed_by, row.confirmed_name, row.confirmed_at = actor.person_id, actor.name, moment
        row.confirmed_body, row.confirmed_org = policy.BODIES[office.role], office.organisation
        row.ends_at = _end(moment)
    db.session.flush()
    audit.record(actor, "poll.rows_open", poll.id, opening=row.id, ground=row.ground.value)
    outbox.emit(RowsOpened(poll.id, poll.subject_id, row.id))


def _check_second(actor: Actor, row: RowsOpening) -> None:
    if row.asked_by == actor.person_id:
        raise ConflictError(SAME_HAND, code="two_hands")
    if row.asked_by in queries.housemates(actor.home_ids):
        raise ForbiddenError(SAME_HOME, code="one_home")


def look(actor: Actor, poll: Poll, opening_id: int, after: int) -> dict[str, Any]:
    """A page of the rows; that he looked, and where, stands in the audit chain."""
    row = _open_to(actor, poll, opening_id)
    audit.record(actor, "poll.rows_read", poll.id, opening=row.id, after=after)
    return page(poll, row, after)


def export(actor: Actor, poll: Poll, opening_id: int) -> str:
    """All rows as a sheet for the court. ConflictError `not_for_court` on any other ground."""
    row = _open_to(actor, poll, opening_id)
    if row.ground is not Ground.COURT:
        raise ConflictError("只有司法调取可以导出", code="not_for_court")
    audit.record(actor, "poll.rows_export", poll.id, opening=row.id, reason=row.reason)
    return sheet(poll, row, database.now())


def _open_to(actor: Actor, poll: Poll, opening_id: int) -> RowsOpening:
    """The opening, for one of its two. To everybody else there is none."""
    _check(poll)
    row = counter_queries.get(opening_id)
    if row is None or row.poll_id != poll.id or actor.person_id not in (row.asked_by, row.confirmed_by):
        raise NotFoundError
    if row.confirmed_at is None:
        raise ConflictError("请等另一方的点票人确认", code="opening_waits")
    if row.ends_at <= database.now():
        raise ConflictError("查看的期限已过，如确有需要请重新申请", code="opening_over")
    return row


def _check(poll: Poll) -> None:
    if problem := shut(poll):
        raise problem


def _end(moment: datetime) -> datetime:
    return moment + timedelta(days=int(settings.value(ROWS_DAYS)))
