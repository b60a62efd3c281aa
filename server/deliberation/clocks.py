"""By when somebody must act. Working days of the mainland calendar; a missed clock decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from server.core.calendar import add_working_days
from server.deliberation.states import TopicState
from server.kit.worktime import end_of_day, today

S = TopicState
#: Working days from entering the state: which of the community's settings says how many.
WORKING_DAYS: Mapping[TopicState, str] = {
    S.SECONDING: "seconding.days",
    S.GATE1_PENDING: "gate.days",
    S.ADMITTED: "plan.days",
    S.GATE2_PENDING: "gate.days",
    S.PAUSED: "pause.days",
    S.GATE3_PENDING: "gate.days",
    S.DECIDED: "project.days",
    S.PROJECT: "project.days",
    S.COVENANT_DRAFT: "gate.days",
}
#: States in which something lies open to everybody first: for how long, and how long to act after it.
NOTICES: Mapping[TopicState, tuple[str, str]] = {
    S.SUMMARISED: ("publicity.days", "route.days"),
    S.TALLIED: ("tally.objection_days", "gate.days"),
    S.COVENANT_VOTE: ("tally.objection_days", "gate.days"),
    S.EVALUATING: ("evaluation.days", "project.days"),
}


@dataclass(frozen=True)
class Ends:
    """Days that a state's deadline hangs on, where it has one of its own.

    ends_on: last day of the discussion. closes_at: of the poll. until: the day a project is due.
    consensus: the route asks nobody to vote, so the time for objections runs first. at_gate: of a covenant,
    that its draft is handed in or its vote counted; until then no gatekeeper's days run. lain_until: what
    lies open did so already until this day, and does not begin anew.
    """

    ends_on: date | None = None
    closes_at: datetime | None = None
    until: date | None = None
    consensus: bool = False
    at_gate: bool = False
    lain_until: date | None = None


def notice_until(
    state: TopicState, entered_at: datetime, settings: Mapping[str, Any], ends: Ends
) -> date | None:
    """The last day of the notice that begins with this state; None where nothing is put on notice."""
    if ends.lain_until is not None:
        return ends.lain_until
    if state not in NOTICES or (state is S.COVENANT_VOTE and not ends.at_gate):
        return None
    if state is S.EVALUATING:
        # Homes are asked for so many days, not so many working days of an office.
        return today(entered_at) + timedelta(days=settings[NOTICES[state][0]])
    return today(add_working_days(entered_at, settings[NOTICES[state][0]]))


def due(state: TopicState, entered_at: datetime, settings: Mapping[str, Any], ends: Ends) -> datetime | None:
    """The deadline of a state entered at `entered_at`; None where nobody is awaited."""
    if state in (S.VOTING, S.COVENANT_VOTE) and not ends.at_gate:
        return ends.closes_at
    if state is S.COVENANT_DRAFT and not ends.at_gate:
        return None
    if state is S.DISCUSSING:
        assert ends.ends_on is not None
        # A discussion resumed after its planned end still leaves the host his days.
        return add_working_days(max(end_of_day(ends.ends_on), entered_at), settings["summary.days"])
    if state is S.IMPLEMENTING:
        assert ends.until is not None
        return end_of_day(ends.until)
    if public_until := notice_until(state, entered_at, settings, ends):
        # Whose notice ran out in an earlier visit still has his days.
        begins = max(end_of_day(public_until), entered_at)
        return add_working_days(begins, settings[NOTICES[state][1]])
    if state is S.GATE3_PENDING:
        return add_working_days(_begins(entered_at, settings, ends.consensus), settings["gate.days"])
    days = WORKING_DAYS.get(state)
    return add_working_days(entered_at, settings[days]) if days else None


def _begins(entered_at: datetime, settings: Mapping[str, Any], consensus: bool) -> datetime:
    """From when gate ③ can be held: once objections were heard, or the ballot was told for its days."""
    waits = settings["consensus.days"] if consensus else settings["voting.notice_days"] - 1
    return max(entered_at, end_of_day(today(entered_at) + timedelta(days=waits)))


def remind_at(topic: Any, settings: Mapping[str, Any]) -> datetime:
    """When whoever holds this gate is reminded: so many working days after his own time began to run."""
    begun = topic.state_at
    if topic.state in (S.TALLIED, S.COVENANT_VOTE) and topic.public_until:
        begun = end_of_day(topic.public_until)
    elif topic.state is S.GATE3_PENDING:
        begun = _begins(begun, settings, topic.route == "A")
    return add_working_days(begun, settings["gate.reminder_days"])


def minutes_late(due_at: datetime | None, moment: datetime) -> int:
    """Whole minutes past the deadline, begun ones counted; 0 in time."""
    if due_at is None or moment <= due_at:
        return 0
    return -int(-(moment - due_at).total_seconds() // 60)
