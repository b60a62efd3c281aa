"""By when somebody must act. Working days of the mainland calendar; a missed clock decides nothing."""

from collections.abc import Mapping
from datetime import date, datetime

from server.deliberation.models import TopicState
from server.kit.worktime import add_working_days, end_of_day

S = TopicState
#: Working days from entering the state.
WORKING_DAYS: Mapping[TopicState, int] = {
    S.GATE1_PENDING: 3,
    S.ADMITTED: 5,
    S.GATE2_PENDING: 3,
    S.PAUSED: 10,
    S.SUMMARISED: 3,
    S.GATE3_PENDING: 3,
    S.TALLIED: 5,
}
#: Working days for the minutes, after the last day of the discussion.
SUMMARY_DAYS = 3


def due(
    state: TopicState, entered_at: datetime, *, ends_on: date | None = None, closes_at: datetime | None = None
) -> datetime | None:
    """The deadline of a state entered at `entered_at`; None where nobody is awaited.

    ends_on: last day of the discussion, for `discussing`. closes_at: of the poll, for `voting`.
    """
    if state is S.VOTING:
        return closes_at
    if state is S.DISCUSSING:
        assert ends_on is not None
        # A discussion resumed after its planned end still leaves the host his days.
        return add_working_days(max(end_of_day(ends_on), entered_at), SUMMARY_DAYS)
    days = WORKING_DAYS.get(state)
    return add_working_days(entered_at, days) if days else None


def minutes_late(due_at: datetime | None, moment: datetime) -> int:
    """Whole minutes past the deadline, begun ones counted; 0 in time."""
    if due_at is None or moment <= due_at:
        return 0
    return -int(-(moment - due_at).total_seconds() // 60)
