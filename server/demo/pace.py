"""When a step can be taken at the earliest: what lies open runs its days, over weekends and holidays.

The content counts days back from today, and today may be any day of the year. A step whose notice is not
over yet waits for the day after it, and all that follows in that topic waits with it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from server.deliberation.settings import SETTINGS
from server.kit.worktime import add_working_days, end_of_day, today

#: The days of the rules as every community has them; the content changes none of these.
RULES = {one.key: one.default for one in SETTINGS}
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
#: Steps that wait until a count has lain open.
AFTER_A_COUNT = ("certify", "challenge", "adopt")


class Pace:
    """Walks one topic's steps in order."""

    def __init__(self) -> None:
        self.slip = timedelta()
        self._first: dict[str, date] = {}

    def moment(self, at: datetime, verb: str) -> datetime:
        """When a step that the content puts at `at` can be taken."""
        late = self._first.get(verb, date.min) - today(at + self.slip)
        if late > timedelta():
            self.slip += late
        return at + self.slip

    def taken(self, at: datetime, verb: str, given: dict[str, Any]) -> None:
        """Remember what this step keeps open."""
        if verb == "summarise":
            self._first["route"] = _over(at, "publicity.days")
        elif verb == "route":
            self._first["decide"] = today(at) + timedelta(days=RULES["consensus.days"] + 1)
            self._first["open_ballot"] = today(at) + timedelta(days=RULES["voting.notice_days"])
        elif verb == "finish":
            day = today(at) + timedelta(days=RULES["evaluation.days"] + 1)
            self._first |= {"archive": day, "draft_covenant": day}

    def counted(self, closing: datetime) -> None:
        """A vote ends then; the clock counts it in the minute after."""
        after = closing + ONE_MINUTE
        self._first["confirm"] = today(after)
        self._first |= dict.fromkeys(AFTER_A_COUNT, _over(after, "tally.objection_days"))


def _over(at: datetime, rule: str) -> date:
    return today(add_working_days(at, RULES[rule])) + ONE_DAY


def closing_of(opened: datetime, days: int) -> datetime:
    """The last minute of a vote opened then."""
    return end_of_day(today(opened) + timedelta(days=days))
