"""Notices and posts, with what is said and thanked under them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from server.demo import content
from server.demo.history import Deed
from server.demo.town import Town

#: When everybody last looked at his messages: what came later is unread.
LOOKED = "-5 21:00"


def deeds(town: Town) -> Iterator[Deed]:
    for entry in content.read_all("posts"):
        written = Deed(town.calendar.at(entry["at"]), _write(town, entry))
        yield written
        yield from _confirms(town, entry, written)
        yield from _comments(town, entry, written)
        yield from _thanks(town, entry, written)
    for who, community in _readers(town):
        yield Deed(town.calendar.at(LOOKED), _look(town, who, community))


def _write(town: Town, entry: dict[str, Any]) -> Any:
    def run() -> Any:
        filed = entry.get("filed")
        by, verb = (filed["by"], "assisted-posts") if filed else (entry["by"], "posts")
        path = f"{town.at(entry['community'])}/boards/{entry['board']}/{verb}"
        form = {name: entry[name] for name in ("kind", "title", "body")}
        photos = town.upload(by, entry["community"], entry.get("photos", []))
        estate = str(town.estates[entry["estate"]]) if "estate" in entry else None
        behalf = {"on_behalf_of": _agreed(town, entry)} if filed else {}
        post = town.post(by, path, {**form, **behalf, "photos": photos, "estate_id": estate})["post"]
        town.made[f"post:{entry['title']}"] = post["id"]
        return post

    return run


def _agreed(town: Town, entry: dict[str, Any]) -> dict[str, str]:
    """Whom it is filed for, found on the roll by his building and surname, and how he agreed."""
    filed, who = entry["filed"], town.people[entry["by"]]
    assert who.home is not None
    path = f"{town.at(entry['community'])}/assistance/members?building={who.home[1]}&name={who.name}"
    (member,) = town.call(filed["by"], "GET", path)["items"]
    return {"membership_id": member["id"], "consent": filed["consent"], "words": filed["words"]}


def _confirms(town: Town, entry: dict[str, Any], written: Deed) -> Iterator[Deed]:
    """The neighbour's own word on what was filed for him."""
    if answer := entry.get("filed", {}).get("answer"):
        when, verb = answer
        at = town.calendar.later(when, written.at)
        yield Deed(
            at,
            lambda: town.post(entry["by"], f"{_path(town, entry, written)}/filing", {"verb": verb}),
            written,
        )


def _comments(town: Town, entry: dict[str, Any], written: Deed) -> Iterator[Deed]:
    for who, when, text in entry["comments"]:
        at = town.calendar.later(when, written.at)
        yield Deed(at, _say(town, entry, written, (who, text)), after=written)


def _say(town: Town, entry: dict[str, Any], written: Deed, said: tuple[str, str]) -> Any:
    who, text = said
    return lambda: town.post(who, f"{_path(town, entry, written)}/comments", {"body": text})


def _thanks(town: Town, entry: dict[str, Any], written: Deed) -> Iterator[Deed]:
    """`thanks` neighbours of the audience, spread over the hours after it."""
    audience = [key for key in _audience(town, entry) if key != entry["by"]]
    first = len(entry["title"]) % max(len(audience), 1)
    for place, who in enumerate((audience[first:] + audience[:first])[: entry["thanks"]]):
        at = min(written.at + timedelta(minutes=13 + 29 * place), town.calendar.now)
        yield Deed(at, _thank(town, entry, written, who), after=written)


def _audience(town: Town, entry: dict[str, Any]) -> list[str]:
    named = [key for key, one in town.people.items() if one.note]
    return [key for key in town.members_of(entry.get("estate"), entry["community"]) if key in named]


def _thank(town: Town, entry: dict[str, Any], written: Deed, who: str) -> Any:
    body = {"kind": "thanks", "on": True}
    return lambda: town.post(who, f"{_path(town, entry, written)}/reactions", body)


def _readers(town: Town) -> Iterator[tuple[str, str]]:
    for key, one in town.people.items():
        if one.note and key in town.homes and one.home:
            yield key, town.community_of[one.home[0]]
        yield from ((key, duty["community"]) for duty in one.duties if not one.home and "community" in duty)


def _look(town: Town, who: str, community: str) -> Any:
    return lambda: town.post(who, f"{town.at(community)}/notices/read", {})


def _path(town: Town, entry: dict[str, Any], written: Deed) -> str:
    return f"{town.at(entry['community'])}/posts/{written.id}"
