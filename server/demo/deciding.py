"""Topics: through the gates, discussed, voted on, carried out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from server.demo import content, voting
from server.demo.cases import ACTS, Case, step
from server.demo.history import Deed
from server.demo.pace import Pace, closing_of
from server.demo.town import Town
from server.demo.voting import Voting
from server.kit.worktime import end_of_day, today

Entry = dict[str, Any]
#: On so many last mornings the clock runs: reminders are sent and the ledger's heads published.
MORNINGS = 14
#: Steps after which ballots are taken.
OPENING = ("open_ballot", "open_vote", "extend_vote")


def deeds(town: Town) -> Iterator[Deed]:
    for entry in content.read_all("topics"):
        first = Deed(town.calendar.at(entry["at"]), _propose(town, entry))
        yield from _life(town, Case(entry, first))
    for days in range(1, MORNINGS + 1):
        yield Deed(town.calendar.at(f"-{days} 08:00"), town.tick)


def _life(town: Town, case: Case) -> Iterator[Deed]:
    """Steps that would have to wait until after now, in a year of long holidays, are not taken yet."""
    before, pace = case.first, Pace()
    yield before
    yield from _seconds(town, case)
    for who, when, verb, given, *votes in case.entry["steps"]:
        at = pace.moment(town.calendar.at(when), verb)
        if at > town.calendar.now:
            break
        before = Deed(at, _act(town, case, who, (verb, given)), after=before)
        yield before
        pace.taken(at, verb, given)
        if verb in OPENING:
            vote = _voting(town, case, before, (verb, given, *votes))
            pace.counted(vote.closing)
            yield from voting.deeds(town, vote)
    yield from _stances(town, case)
    yield from _comments(town, case)


def _propose(town: Town, entry: Entry) -> Any:
    def run() -> Any:
        form = {name: entry[name] for name in ("title", "body", "stake")}
        form["estate_id"] = str(town.estates[entry["estate"]]) if "estate" in entry else None
        form["photos"] = town.upload(entry["by"], entry["community"], entry.get("photos", []))
        form["submit"] = entry.get("submit", True)
        form["source_post_id"] = town.made[f"post:{entry['post']}"] if "post" in entry else None
        topic = town.post(entry["by"], f"{town.at(entry['community'])}/topics", form)["topic"]
        town.made[f"topic:{entry['key']}"] = topic["id"]
        return topic

    return run


def _act(town: Town, case: Case, who: str, done: tuple[str, Entry]) -> Any:
    verb, given = done
    if act := ACTS.get(verb):
        return lambda: act(town, case, who, given)
    return lambda: step(town, case, who, {**given, "verb": verb})


def _voting(town: Town, case: Case, opened: Deed, done: tuple[Any, ...]) -> Voting:
    """`done`: the verb, what it was given, and the votes that follow if they are not the entry's."""
    verb, given, *votes = done
    if verb == "extend_vote":
        closing = end_of_day(today(town.calendar.now) + timedelta(days=int(given["until"])))
    else:
        closing = closing_of(opened.at, _proposed(case, verb)["days"])
    paper = case.entry.get("paper", {}) if verb == "open_ballot" else {}
    return Voting(case, opened, closing, votes[0] if votes else case.entry["votes"], paper)


#: Which step proposed what is asked.
_PROPOSING = {"open_ballot": "route", "open_vote": "hand_in"}


def _proposed(case: Case, verb: str) -> Entry:
    """The last ballot that the host proposed."""
    steps = case.entry["steps"]
    proposals: list[Entry] = [one[3]["ballot"] for one in steps if one[2] == _PROPOSING[verb]]
    return proposals[-1]


def _seconds(town: Town, case: Case) -> Iterator[Deed]:
    """`seconds`: from, to, and who stands behind it, each for his home."""
    said = case.entry.get("seconds")
    if said is None:
        return
    for at, who in _spread(town, said, said["by"]):
        yield Deed(at, _second(town, case, who), after=case.first)


def _second(town: Town, case: Case, who: str) -> Any:
    return lambda: town.post(who, f"{case.path(town)}/second", {"home_id": town.homes[who]})


def _stances(town: Town, case: Case) -> Iterator[Deed]:
    said = case.entry.get("stances")
    if said is None:
        return
    taken = [(who, kind) for kind in ("for", "against", "neutral") for who in said[kind]]
    for at, one in _spread(town, said, taken):
        yield Deed(at, _take(town, case, one), after=case.first)


def _spread(town: Town, said: Entry, things: list[Any]) -> Iterator[tuple[datetime, Any]]:
    """Over the time from `from` to `to`, not in the order of the list."""
    begin, end = town.calendar.at(said["from"]), town.calendar.at(said["to"])
    for place, one in enumerate(things):
        yield begin + (end - begin) * ((place * 7) % len(things)) / len(things), one


def _take(town: Town, case: Case, said: tuple[str, str]) -> Any:
    who, kind = said
    return lambda: town.call(who, "PUT", f"{case.path(town)}/stance", {"stance": kind})


def _comments(town: Town, case: Case) -> Iterator[Deed]:
    """`[who, when, text, the number of the comment it answers]`."""
    spoken: list[Deed] = []
    for who, when, text, *answered in case.entry.get("comments", ()):
        before = spoken[answered[0]] if answered else None
        spoken.append(Deed(town.calendar.at(when), _speak(town, case, (who, text), before), after=before))
    yield from spoken


def _speak(town: Town, case: Case, said: tuple[str, str], before: Deed | None) -> Any:
    who, text = said

    def run() -> Any:
        form = {"body": text, "reply_to": before.id if before else None}
        return town.post(who, f"{case.path(town)}/comments", form)

    return run
