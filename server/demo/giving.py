"""Idle things: offered, asked for, passed on, thanked."""

from collections.abc import Iterator
from typing import Any

from server.demo import content
from server.demo.history import Deed
from server.demo.town import Town


def deeds(town: Town) -> Iterator[Deed]:
    for entry in content.read("items"):
        offered = Deed(town.calendar.at(entry["at"]), _offer(town, entry))
        yield offered
        before = offered
        for who, when, verb, note in entry["steps"]:
            at = town.calendar.later(when, offered.at)
            before = Deed(at, _step(town, entry, offered, (who, verb, note)), after=before)
            yield before


def _offer(town: Town, entry: dict[str, Any]) -> Any:
    def run() -> Any:
        form = {name: entry.get(name, "") for name in ("kind", "title", "body", "wants")}
        photos = town.upload(entry["by"], entry["community"], entry["photos"])
        return town.post(entry["by"], f"{town.at(entry['community'])}/items", {**form, "photos": photos})[
            "item"
        ]

    return run


def _step(town: Town, entry: dict[str, Any], offered: Deed, done: tuple[str, str, str]) -> Any:
    who, verb, note = done
    return lambda: town.step(who, f"{town.at(entry['community'])}/items/{offered.id}", verb, note=note)
