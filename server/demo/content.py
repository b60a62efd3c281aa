"""What the district's people say and do, read from `content/`; and when, counted back from today."""

import json
import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from server.kit.worktime import SHANGHAI

_FOLDER = Path(__file__).parent / "content"
_AGO = re.compile(r"-(\d+)([hm])")
_DAY = re.compile(r"(-?\d+) (\d\d):(\d\d)")
_DATE = re.compile(r"(\d\d)-(\d\d) (\d\d):(\d\d)")
_LATER = re.compile(r"\+(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


@cache
def read(name: str) -> Any:
    """One file of content."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def read_all(folder: str) -> list[dict[str, Any]]:
    """Every entry of every file of a folder of content."""
    files = sorted((_FOLDER / folder).glob("*.json"))
    return [entry for path in files for entry in read(f"{folder}/{path.stem}")]


class Calendar:
    """Turns the words of the content into moments before `now`, and never after it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = now.astimezone(SHANGHAI).date()

    def at(self, word: str) -> datetime:
        """「-3h」 hours ago, 「-6 08:12」 that time six days ago, 「01-21 05:40」 the last such day."""
        if found := _AGO.fullmatch(word):
            hours = int(found[1]) if found[2] == "h" else int(found[1]) / 60
            return self.now - timedelta(hours=hours)
        if found := _DAY.fullmatch(word):
            day = self.today + timedelta(days=int(found[1]))
            return self._past(
                datetime(day.year, day.month, day.day, int(found[2]), int(found[3]), tzinfo=SHANGHAI)
            )
        if found := _DATE.fullmatch(word):
            month, day_, hour, minute = (int(one) for one in found.groups())
            this_year = datetime(self.today.year, month, day_, hour, minute, tzinfo=SHANGHAI)
            # The day after still belongs to the story.
            recent = this_year + timedelta(days=1) < self.now
            return this_year if recent else this_year.replace(year=this_year.year - 1)
        raise ValueError(word)

    def later(self, word: str, start: datetime) -> datetime:
        """「+4d2h」 after `start`; any other word by itself."""
        found = _LATER.fullmatch(word)
        if found is None:
            return self.at(word)
        days, hours, minutes = (int(one or 0) for one in found.groups())
        return self._past(start + timedelta(days=days, hours=hours, minutes=minutes))

    def day(self, word: str) -> str:
        """The date so many days from today, as JSON has it."""
        return (self.today + timedelta(days=int(word))).isoformat()

    def _past(self, moment: datetime) -> datetime:
        return min(moment, self.now)
