"""The register, the offices, the posters, and everybody's way from the poster to membership."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from server.core import tenancy
from server.core.access import Role
from server.core.database import transaction
from server.demo import content, register
from server.demo.history import Deed
from server.demo.persons import Neighbour
from server.demo.town import Town
from server.identity import consents
from server.identity.sandbox import VISITOR, add_demo_person
from server.identity.service.duties import Scope, grant_duty
from server.kit import idcard, masks
from server.places import queries as places
from server.places import service
from server.places.commands import operator

#: The district came on line so many days ago; people moved in a dozen a day.
OPENING, A_DAY = "-420 09:00", 12
ROLE = "committee"


def found(town: Town) -> None:
    """Import the register, make the accounts, give the offices: what is there before the first scan."""
    with transaction():
        service.import_register(operator(), register.workbook(town.people))
    with transaction():
        _learn_places(town)
    quiet = {one.key: one for one in register.quiet_people(town.people)}
    with transaction():
        for one in town.people.values():
            person = add_demo_person(one.key, display_name=_title(one))
            for duty in one.duties:
                _appoint(town, person.id, duty)
        for community_id in town.communities.values():
            add_demo_person(f"{VISITOR}{community_id}")
    town.people.update(quiet)


def _title(one: Neighbour) -> str:
    """What an officer is called from the first day; residents get their name by enrolling."""
    return masks.courtesy(one.name, idcard.parse(one.number).sex) if one.duties else ""


def _learn_places(town: Town) -> None:
    for community in places.all_communities():
        town.communities[community.name] = community.id
        with tenancy.in_community(community.id):
            for estate in places.estates():
                town.estates[estate.name] = estate.id
                town.community_of[estate.name] = community.name


def _appoint(town: Town, person_id: int, duty: dict[str, str]) -> None:
    community = town.communities[duty["community"]] if "community" in duty else None
    estate = town.estates[duty["estate"]] if "estate" in duty else None
    building = None
    if "building" in duty:
        with tenancy.in_community(community):
            (building,) = places.buildings_named(town.estates[duty["estate"]], duty["building"])
    scope = Scope(community, estate, duty.get("region"), building)
    grant_duty(person_id, Role(duty["role"]), scope, organisation=duty["organisation"])


def deeds(town: Town) -> Iterator[Deed]:
    """Posters first; then the residents, a dozen a day; then those whose application is still open."""
    opening = town.calendar.at(OPENING)
    posted = opening + timedelta(hours=1)
    scenes = {name: Deed(posted, _poster(town, name)) for name in town.estates}
    yield from scenes.values()
    waiting = {row["key"]: row for row in content.read("applications")["waiting"]}
    movers = [one for one in town.people.values() if one.home and one.key not in waiting]
    for place, one in enumerate(movers):
        day = opening + timedelta(days=1 + place // A_DAY, minutes=7 * (place % A_DAY))
        yield from _joins(town, one, scenes, day)
    for key, row in waiting.items():
        applied = Deed(town.calendar.at(row["at"]), _apply(town, town.people[key], scenes))
        yield applied
        yield Deed(applied.at, lambda: None, after=applied)  # verified within minutes, not at the next deed
        for who, when, verb, reason in row.get("steps", ()):
            at = town.calendar.later(when, applied.at)
            yield Deed(at, _decide(town, who, applied, verb, reason), after=applied)


def _poster(town: Town, estate: str) -> Any:
    path = f"{town.at(town.community_of[estate])}/estates/{town.estates[estate]}/qr"
    clerk = _clerk(town, estate)
    return lambda: town.step(clerk, path, "rotate", reason="小区上线，第一张二维码")


def _clerk(town: Town, estate: str) -> str:
    """The committee member who looks after this estate's community."""
    community = town.community_of[estate]
    return next(
        key
        for key, one in town.people.items()
        for duty in one.duties
        if duty["role"] == ROLE and duty.get("community") == community
    )


def _joins(town: Town, one: Neighbour, scenes: dict[str, Deed], day: datetime) -> Iterator[Deed]:
    assert one.home is not None
    applied = Deed(day, _apply(town, one, scenes))
    yield applied

    def approve() -> Any:
        assert one.home is not None
        done = _decide(town, _clerk(town, one.home[0]), applied, "approve")()
        town.homes[one.key] = done["home"]["id"]
        return done

    yield Deed(day + timedelta(hours=5), approve, after=applied)
    for look in content.read("applications")["looks"]:
        if look["of"] == one.key:
            yield Deed(town.calendar.later(look["at"], day), _look(town, applied, look), after=applied)


def _look(town: Town, applied: Deed, look: dict[str, Any]) -> Any:
    """Somebody of the committee sees in full what the application, or later the member, says."""
    form = {name: look[name] for name in ("fields", "reason_code", "reason")}

    def run() -> Any:
        path = f"{town.at(applied.answer['community']['name'])}/applications/{applied.id}/unmasking"
        return town.call(look["by"], "PUT", path, form)

    return run


def _apply(town: Town, one: Neighbour, scenes: dict[str, Deed]) -> Any:
    assert one.home is not None
    estate, building, room = one.home

    def run() -> Any:
        form = {
            "scene": scenes[estate].answer["scene"],
            "name": one.name,
            "id_number": one.number,
            "phone": one.phone,
            "building": building,
            "room": room,
            "relation": one.relation,
            "consents": _consents(town.app),
        }
        return town.post(one.key, "/enrolment/applications", form)

    return run


def _consents(app: Flask) -> list[dict[str, str]]:
    texts = consents.texts(app.config["SETTINGS"].identity_provider)
    return [{"purpose": one.purpose, "version": one.version} for one in texts]


def _decide(town: Town, who: str, applied: Deed, verb: str, reason: str | None = None) -> Any:
    return lambda: town.step(who, f"/enrolment/applications/{applied.id}", verb, reason=reason)
