"""Votes: by phone over the days of the vote, on paper read in by two clerks; and the count after it."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.ballots.roll import secret_receipt
from server.demo.cases import Case
from server.demo.history import Deed
from server.demo.town import Town

#: Who reads paper ballots in: the second must be another one than the first.
CLERKS = ("xu-shegong", "ma-shegong")
SHEET = "ballot-paper"


@dataclass
class Voting:
    """One vote of a topic. opened: the step after which ballots are taken. options (label → id) and secret
    are learnt from the poll."""

    case: Case
    opened: Deed
    closing: datetime
    votes: Mapping[str, list[Any]]
    paper: Mapping[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)
    secret: bool = False


def deeds(town: Town, vote: Voting) -> Iterator[Deed]:
    """The ballots over the days until the close (or until now), and the clock's minute after the close."""
    last = min(vote.closing, town.calendar.now)
    cast = list(_ballots(town, vote))
    begin, span = vote.opened.at, last - vote.opened.at - timedelta(minutes=30)
    for place, (who, label) in enumerate(cast):
        at = begin + timedelta(minutes=20) + span * ((place * 5) % len(cast)) / len(cast)
        yield Deed(at, _vote(town, vote, who, label), after=vote.opened)
    if vote.paper:
        yield Deed(begin + span / 2, _desk(town, vote), after=vote.opened)
    if vote.closing < town.calendar.now:
        yield Deed(vote.closing + timedelta(minutes=1), town.tick)


def _ballots(town: Town, vote: Voting) -> Iterator[tuple[str, str]]:
    """(who, option): the named ones, then so many of the estate's quiet neighbours."""
    estate = vote.case.entry["estate"]
    quiet = iter(
        [key for key, one in town.people.items() if not one.note and one.home and one.home[0] == estate]
    )
    for label, voters in vote.votes.items():
        for voter in voters:
            names = [next(quiet) for _ in range(voter)] if isinstance(voter, int) else [voter]
            yield from ((name, label) for name in names)


def _poll(town: Town, vote: Voting, who: str) -> str:
    """The path of the poll; its options and whether it is secret are learnt on the way."""
    path = f"{vote.case.ground(town)}/polls/{vote.case.made['poll']}"
    if not vote.options:
        shown = town.call(who, "GET", path)["poll"]
        vote.options.update({one["label"]: one["id"] for one in shown["options"]})
        vote.secret = shown["mode"] == "secret"
    return path


def _vote(town: Town, vote: Voting, who: str, label: str) -> Any:
    def run() -> Any:
        path = _poll(town, vote, who)
        form = {"home_id": town.homes[who], "option_id": vote.options[label]}
        if vote.secret:  # the token would be on the neighbour's phone
            poll_id = int(vote.case.made["poll"])
            form["receipt"] = secret_receipt(poll_id, secrets.token_hex(16)).hex()
        return town.call(who, "PUT", f"{path}/ballot", form)

    return run


def _desk(town: Town, vote: Voting) -> Any:
    """Sheets for all homes without a phone; those that came back are read in twice."""

    def run() -> None:
        first, second = CLERKS
        path, community = _poll(town, vote, first), vote.case.entry["community"]
        town.post(first, f"{path}/paper-ballots", {"all_without_phone": True})
        sheets = _sheets(town, first, path)
        for door, label in vote.paper.items():
            serial = sheets[f"{vote.case.entry['estate']} {door}"]
            form = {"option_id": vote.options[label]}
            (photo,) = town.upload(first, community, [SHEET])
            town.post(first, f"{path}/paper-ballots/{serial}/entries", {**form, "upload_id": photo})
            town.post(second, f"{path}/paper-ballots/{serial}/entries", form)
        _follow_up(town, vote, f"{path}/paper-ballots", sheets)

    return run


def _follow_up(town: Town, vote: Voting, path: str, sheets: dict[str, str]) -> None:
    """Who has no phone is called; what nobody took is said."""
    entry = vote.case.entry
    for door, (reached, remark) in entry.get("calls", {}).items():
        serial = sheets[f"{entry['estate']} {door}"]
        town.post(CLERKS[1], f"{path}/{serial}/calls", {"reached": reached, "remark": remark})
    for door, reason in entry.get("undelivered", {}).items():
        serial = sheets[f"{entry['estate']} {door}"]
        town.post(CLERKS[0], f"{path}/{serial}/steps", {"verb": "undelivered", "reason": reason})


def _sheets(town: Town, who: str, path: str) -> dict[str, str]:
    """label of the home → serial of its sheet."""
    found: dict[str, str] = {}
    after = ""
    while True:
        page = town.call(who, "GET", f"{path}/paper-ballots?standing=issued{after}")
        found |= {one["label"]: one["serial"] for one in page["items"]}
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"
