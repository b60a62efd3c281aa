"""A drill as it was lived through: switched on, answered, helped in, ended."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from server.demo import content
from server.demo.history import Deed
from server.demo.town import Town

Entry = dict[str, Any]
Run = Callable[[], Any]


def deeds(town: Town) -> Iterator[Deed]:
    for entry in content.read("emergencies"):
        yield from Drill(town, entry).deeds()


class Drill:
    """One entry; every other time of it is a time of its day."""

    def __init__(self, town: Town, entry: Entry) -> None:
        self.town, self.entry = town, entry
        self.base = f"{town.at(entry['community'])}/emergencies"
        self.day = entry["at"].split()[0]
        self.begun = Deed(town.calendar.at(entry["at"]), self._begin)

    def deeds(self) -> Iterator[Deed]:
        entry = self.entry
        yield self.begun
        for clock, who, skills in entry["volunteers"]:
            yield self._deed(clock, partial(self._call, who, "PUT", "volunteer", {"skills": skills}))
        for clock, who, said in entry["answers"]:
            yield self._deed(clock, partial(self._say, who, "answers", who, said))
        for clock, who, home, said in entry["records"]:
            yield self._deed(clock, partial(self._say, who, "records", home, said))
        for need in entry["needs"]:
            yield from self._need(need)
        clock, reason = entry["end"]
        yield self._deed(
            clock, lambda: self._call(entry["by"], "POST", "steps", {"verb": "end", "reason": reason})
        )

    def _at(self, clock: str) -> datetime:
        return self.town.calendar.at(f"{self.day} {clock}")

    def _deed(self, clock: str, run: Run, after: Deed | None = None) -> Deed:
        return Deed(self._at(clock), run, after=after or self.begun)

    def _begin(self) -> Any:
        names = ("kind", "is_drill", "hours", "text", "phones")
        form = {name: self.entry[name] for name in names}
        form["estate_id"] = str(self.town.estates[self.entry["estate"]])
        return self.town.post(self.entry["by"], self.base, form)["emergency"]

    def _call(self, who: str, method: str, path: str, form: Entry | None = None) -> Any:
        return self.town.call(who, method, f"{self.base}/{self.begun.id}/{path}", form)

    def _say(self, who: str, path: str, home: str, said: str) -> Any:
        return self._call(who, "POST", path, {"home_id": self.town.homes[home], "answer": said})

    def _need(self, need: Entry) -> Iterator[Deed]:
        who = need["by"]
        form = {"home_id": self.town.homes[who], "kind": need["kind"], "text": need["text"]}
        asked = self._deed(need["at"], lambda: self._call(who, "POST", "needs", form)["items"][0])
        yield asked
        for clock, by, verb, *said in need["steps"]:
            yield self._deed(clock, partial(self._step, asked, by, verb, *said), after=asked)

    def _step(self, asked: Deed, who: str, verb: str, said: str = "") -> Any:
        form: Entry = {"verb": verb}
        if verb == "dispatch":
            form["volunteer_id"] = self._volunteer(who, said)
        elif said:
            form["note"] = said
        path = f"{self.town.at(self.entry['community'])}/emergency-needs/{asked.id}/steps"
        return self.town.post(who, path, form)

    def _volunteer(self, who: str, helper: str) -> str:
        """By the name he is listed under: ids of persons are never sent out."""
        shown = self.town.people[helper]
        listed = self._call(who, "GET", "volunteers")["items"]
        return str(next(one["id"] for one in listed if one["name"][0] == shown.name[0]))
