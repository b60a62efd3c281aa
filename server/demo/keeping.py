"""What is kept for a whole community: its rules, the fund's book, orders of the 街镇, cited articles."""

from collections.abc import Iterator
from typing import Any

from server.demo import content
from server.demo.history import Deed
from server.demo.town import Town

Entry = dict[str, Any]


def deeds(town: Town) -> Iterator[Deed]:
    for entry in content.read("settings"):
        yield Deed(town.calendar.at(entry["at"]), _set(town, entry))
    for entry in content.read("fund"):
        yield Deed(town.calendar.at(entry["at"]), _book(town, entry))
    for entry in content.read("citations"):
        yield Deed(town.calendar.at(entry["at"]), _cite(town, entry))
    for entry in content.read("orders"):
        yield from _order(town, entry)


def _set(town: Town, entry: Entry) -> Any:
    """A number of the law has a route of its own, and the article it stands in."""
    path = f"{town.at(entry['community'])}/settings/{entry['key']}{'/law' if 'cite' in entry else ''}"
    form: Entry = {name: entry[name] for name in ("value", "reason", "cite") if name in entry}
    return lambda: town.call(entry["by"], "PUT", path, form)


def _book(town: Town, entry: Entry) -> Any:
    def run() -> Any:
        form = {name: entry[name] for name in ("kind", "amount_cents", "memo", "party")}
        form["upload_ids"] = town.upload(entry["by"], entry["community"], entry.get("photos", []))
        form["project_id"] = town.made.get(f"project:{entry.get('project')}")
        return town.post(entry["by"], f"{town.at(entry['community'])}/fund", form)

    return run


def _cite(town: Town, entry: Entry) -> Any:
    """Nothing is cited while a long holiday keeps the covenant from being in force."""

    def run() -> Any:
        covenant = town.made.get(f"covenant:{entry['covenant']}")
        path = f"{town.at(entry['community'])}/covenants/{covenant}"
        if covenant is None or town.call(entry["by"], "GET", path)["version_in_force"] is None:
            return None
        kind, _, name = entry["subject"].partition(":")
        subject = {"subject_kind": kind, "subject_id": town.made[f"{kind}:{name}"]}
        return town.post(entry["by"], f"{path}/citations", {"article": entry["article"], **subject})

    return run


def _order(town: Town, entry: Entry) -> Iterator[Deed]:
    """An order somebody issues (`by`), or the one that the clock issued on a topic gone late."""
    path = f"{town.at(entry['community'])}/supervision-orders"
    issued = Deed(town.calendar.at(entry["at"]), _issue(town, entry, path)) if "by" in entry else None
    if issued:
        yield issued
    before = issued
    for who, when, verb, text in entry["steps"]:
        run = _answer(town, entry, (who, verb, text), issued)
        before = Deed(town.calendar.at(when), run, after=before)
        yield before


def _issue(town: Town, entry: Entry, path: str) -> Any:
    form = {name: entry[name] for name in ("text", "days")}
    return lambda: town.post(entry["by"], path, form)


def _answer(town: Town, entry: Entry, said: tuple[str, str, str], issued: Deed | None) -> Any:
    who, verb, text = said
    path = f"{town.at(entry['community'])}/supervision-orders"

    def run() -> Any:
        order = issued.id if issued else _on_topic(town, entry, who)
        return town.step(who, f"{path}/{order}", verb, text=text) if order else None

    return run


def _on_topic(town: Town, entry: Entry, who: str) -> str | None:
    """After a long holiday the topic was not late at all: then there is none."""
    topic = town.made[f"topic:{entry['topic']}"]
    orders = town.call(who, "GET", f"{town.at(entry['community'])}/supervision-orders")["items"]
    return next((str(one["id"]) for one in orders if one["topic"] and one["topic"]["id"] == topic), None)
