"""Topics: through the gates, discussed, voted on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from server.demo import content
from server.demo.history import Deed
from server.demo.town import Town
from server.kit.worktime import end_of_day, today

Entry = dict[str, Any]
#: On so many last mornings the clock runs: reminders are sent and the ledger's heads published.
MORNINGS = 14


def deeds(town: Town) -> Iterator[Deed]:
    proposed: dict[str, Deed] = {}
    for entry in content.read_all("topics"):
        proposed[entry["key"]] = Deed(town.calendar.at(entry["at"]), _propose(town, entry))
    for entry in content.read_all("topics"):
        yield from _life(town, entry, proposed)
    for days in range(1, MORNINGS + 1):
        yield Deed(town.calendar.at(f"-{days} 08:00"), town.tick)


def _life(town: Town, entry: Entry, proposed: dict[str, Deed]) -> Iterator[Deed]:
    first = before = proposed[entry["key"]]
    yield first
    for step in entry["steps"]:
        before = Deed(town.calendar.at(step[1]), _step(town, entry, step, proposed), after=before)
        yield before
        if step[2] == "open_ballot":
            yield from _voting(town, entry, before)
    yield from _stances(town, entry, first)
    yield from _comments(town, entry, first)


def _propose(town: Town, entry: Entry) -> Any:
    def run() -> Any:
        form = {name: entry[name] for name in ("title", "body", "stake")}
        form["estate_id"] = str(town.estates[entry["estate"]]) if "estate" in entry else None
        form["photos"] = town.upload(entry["by"], entry["community"], entry.get("photos", []))
        form["submit"] = entry.get("submit", True)
        return town.post(entry["by"], f"{town.at(entry['community'])}/topics", form)["topic"]

    return run


def _path(town: Town, entry: Entry, first: Deed) -> str:
    return f"{town.at(entry['community'])}/topics/{first.id}"


def _step(town: Town, entry: Entry, step: list[Any], proposed: dict[str, Deed]) -> Any:
    who, _, verb, given = step

    def run() -> Any:
        said = dict(given)
        if "target" in said:
            said["target_id"] = proposed[said.pop("target")].id
        if plan := said.get("plan"):
            days = {name: town.calendar.day(plan[name]) for name in ("starts_on", "ends_on")}
            said["plan"] = {**plan, **days}
        return town.step(who, _path(town, entry, proposed[entry["key"]]), verb, **said)

    return run


def _stances(town: Town, entry: Entry, first: Deed) -> Iterator[Deed]:
    said = entry.get("stances")
    if said is None:
        return
    taken = [(who, kind) for kind in ("for", "against", "neutral") for who in said[kind]]
    begin, end = town.calendar.at(said["from"]), town.calendar.at(said["to"])
    for place, (who, kind) in enumerate(taken):
        at = begin + (end - begin) * ((place * 7) % len(taken)) / len(taken)
        yield Deed(at, _take(town, entry, first, (who, kind)), after=first)


def _take(town: Town, entry: Entry, first: Deed, said: tuple[str, str]) -> Any:
    who, kind = said
    return lambda: town.call(who, "PUT", f"{_path(town, entry, first)}/stance", {"stance": kind})


def _comments(town: Town, entry: Entry, first: Deed) -> Iterator[Deed]:
    """`[who, when, text, the number of the comment it answers]`."""
    spoken: list[Deed] = []
    for who, when, text, *answered in entry.get("comments", ()):
        before = spoken[answered[0]] if answered else None
        spoken.append(
            Deed(town.calendar.at(when), _speak(town, (entry, first), (who, text), before), after=before)
        )
    yield from spoken


def _speak(town: Town, topic: tuple[Entry, Deed], said: tuple[str, str], before: Deed | None) -> Any:
    who, text = said

    def run() -> Any:
        form = {"body": text, "reply_to": before.id if before else None}
        return town.post(who, f"{_path(town, *topic)}/comments", form)

    return run


def _voting(town: Town, entry: Entry, opened: Deed) -> Iterator[Deed]:
    """The ballots over the days until the close (or until now), and the clock's minute after the close."""
    days = next(step[3]["ballot"]["days"] for step in entry["steps"] if "ballot" in step[3])
    closing = _midnight(opened.at, days)
    last = min(closing, town.calendar.now)
    votes = list(_ballots(town, entry))
    span = last - opened.at - timedelta(minutes=30)
    options: dict[str, str] = {}
    for place, (who, label) in enumerate(votes):
        at = opened.at + timedelta(minutes=20) + span * ((place * 5) % len(votes)) / len(votes)
        yield Deed(at, _vote(town, opened, (who, label), options), after=opened)
    if closing < town.calendar.now:
        yield Deed(closing + timedelta(minutes=1), town.tick)


def _midnight(start: datetime, days: int) -> datetime:
    return end_of_day(today(start) + timedelta(days=days))


def _ballots(town: Town, entry: Entry) -> Iterator[tuple[str, str]]:
    """(who, option): the named ones, then so many of the estate's quiet neighbours."""
    estate = entry["estate"]
    quiet = iter(
        [key for key, one in town.people.items() if not one.note and one.home and one.home[0] == estate]
    )
    for label, voters in entry["votes"].items():
        for voter in voters:
            names = [next(quiet) for _ in range(voter)] if isinstance(voter, int) else [voter]
            yield from ((name, label) for name in names)


def _vote(town: Town, opened: Deed, ballot: tuple[str, str], options: dict[str, str]) -> Any:
    """`options`: label → id, learnt by the first voter."""
    who, label = ballot

    def run() -> Any:
        poll = opened.answer["topic"]["poll"]["id"]
        path = f"{town.at(town.community_of[_estate_of(town, who)])}/polls/{poll}"
        if not options:
            shown = town.call(who, "GET", path)["poll"]["options"]
            options.update({one["label"]: one["id"] for one in shown})
        return town.call(
            who, "PUT", f"{path}/ballot", {"home_id": town.homes[who], "option_id": options[label]}
        )

    return run


def _estate_of(town: Town, who: str) -> str:
    home = town.people[who].home
    assert home is not None
    return home[0]
