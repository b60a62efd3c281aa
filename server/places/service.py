"""Storing the register: all of it or nothing, found again by key, never deleting a place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import delete, insert, update

from server.core import audit, tenancy
from server.core.access import Actor
from server.core.database import after_commit
from server.extensions import db
from server.kit.errors import InvalidError
from server.kit.ids import new_id
from server.kit.tables import LineError
from server.places import doors, queries, register
from server.places.check import problems
from server.places.models import Building, Community, Estate, Home, HomeOwner, Region
from server.places.register import EstateLine, HomeLine, Plan
from server.places.vault import NUMBER, Owner, owners_of, seal_owner, vault

CHUNK = 2000
Thing = TypeVar("Thing")


def import_register(actor: Actor, data: bytes, *, dry_run: bool = False) -> dict[str, int]:
    """How many of each kind the workbook holds. InvalidError `register_refused` with every wrong line."""
    plan = register.read(data)
    errors = plan.errors or problems(plan, actor)
    if errors:
        raise InvalidError(
            f"名册中有 {len(errors)} 处需要修改，没有导入任何内容",
            code="register_refused",
            errors=[_error(one) for one in errors],
        )
    if not dry_run:
        _store(actor, plan)
    return plan.counts()


def _error(error: LineError) -> dict[str, Any]:
    return {"sheet": error.sheet, "line": error.line, "column": error.column, "message": error.message}


def _store(actor: Actor, plan: Plan) -> None:
    _store_regions(plan)
    _store_communities(plan)
    codes = {code for code, _ in plan.estates} | {key[0] for key in plan.homes}
    for code in sorted(codes):
        community = queries.community_of_code(code)
        assert community is not None
        with tenancy.in_community(community.id):
            _store_estates([one for _, one in plan.estates.values() if one.community == code])
            homes = [one for _, one in plan.homes.values() if one.community == code]
            _store_homes(homes)
            audit.record(actor, "register.import", community.id, homes=len(homes))
            db.session.flush()
    after_commit("places", queries.places.forget)


def _store_regions(plan: Plan) -> None:
    for _, one in sorted(plan.regions.values(), key=lambda entry: entry[1].code):
        db.session.merge(Region(code=one.code, parent_code=one.parent, level=one.level, name=one.name))
        db.session.flush()


def _store_communities(plan: Plan) -> None:
    last = queries.last_community()
    for _, one in plan.regions.values():
        if one.kind is None:
            continue
        if known := queries.community_of_code(one.code):
            known.name, known.kind = one.name, one.kind
            continue
        last += 1
        db.session.add(Community(id=last, region_code=one.code, kind=one.kind, name=one.name))
    db.session.flush()


def _store_estates(lines: Iterable[EstateLine]) -> None:
    known = {estate.name: estate for estate in queries.estates()}
    for line in lines:
        estate = known.get(line.name) or Estate(name=line.name)
        said = {"kind": line.kind, "address": line.address, "gates_delegated": line.delegated}
        for column, fact in said.items():
            if fact is not None:
                setattr(estate, column, fact)
        db.session.add(estate)
    db.session.flush()


def _store_homes(lines: list[HomeLine]) -> None:
    """Homes estate by estate; owners of a line that names some take the place of those on the roll.

    Nobody owns a home that a line gives to its developer.
    """
    estates = {estate.name: estate.id for estate in queries.estates()}
    for name, group in groupby(sorted(lines, key=lambda line: line.estate), lambda line: line.estate):
        in_estate = list(group)
        homes = _upsert_homes(estates[name], in_estate)
        _store_owners({homes[_door(line)]: line for line in in_estate if line.owners or line.developer})


def _door(line: HomeLine) -> tuple[str, str]:
    return doors.building_key(line.building), doors.room_key(line.room)


def _upsert_homes(estate_id: int, lines: Sequence[HomeLine]) -> dict[tuple[str, str], int]:
    """door → home id of every line, after the missing ones were made and areas put right."""
    houses = _upsert_buildings(estate_id, lines)
    known = {
        (doors.building_key(row.building), doors.room_key(row.room)): row
        for row in queries.homes_of_estate(estate_id)
    }
    found = {door: row.id for door, row in known.items()}
    fresh = []
    for line in lines:
        door = _door(line)
        if (row := known.get(door)) is None:
            found[door] = new_id()
            house = houses[door[0]]
            place = {"id": found[door], "building_id": house, "room": line.room}
            fresh.append({**place, "developer": "", **_facts(line)})
        elif changed := {name: fact for name, fact in _facts(line).items() if getattr(row, name) != fact}:
            db.session.execute(update(Home).where(Home.id == row.id).values(changed))
    _insert(Home, [{"estate_id": estate_id, **one} for one in fresh])
    return found


def _facts(line: HomeLine) -> dict[str, Any]:
    """What the line says about its home. A line without owners or developer leaves open who has it."""
    known = {"developer": line.developer} if line.owners or line.developer else {}
    return {"area_cm": line.area_cm, **known}


def _upsert_buildings(estate_id: int, lines: Sequence[HomeLine]) -> dict[str, int]:
    houses = {doors.building_key(row.name): row.id for row in queries.buildings(estate_id)}
    missing = {
        key: line.building for line in lines if (key := doors.building_key(line.building)) not in houses
    }
    fresh = [{"id": new_id(), "estate_id": estate_id, "name": name} for name in missing.values()]
    _insert(Building, fresh)
    return houses | {key: one["id"] for key, one in zip(missing, fresh, strict=True)}


def _store_owners(homes: dict[int, HomeLine]) -> None:
    for ids in _chunks(list(homes)):
        on_roll = owners_of(ids)
        changed = [ident for ident in ids if on_roll.get(ident, []) != _as_owners(homes[ident])]
        db.session.execute(delete(HomeOwner).where(HomeOwner.home_id.in_(changed)))
        _insert(
            HomeOwner,
            [seal_owner(ident, *owner) for ident in changed for owner in homes[ident].owners],
        )


def _as_owners(line: HomeLine) -> list[Owner]:
    return [
        Owner(name, vault().blind_index(NUMBER, number) if number else None) for name, number in line.owners
    ]


def _insert(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    community_id = tenancy.bound_community()
    for chunk in _chunks(rows):
        db.session.execute(insert(model), [{"community_id": community_id, **row} for row in chunk])


def _chunks(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    return (things[start : start + CHUNK] for start in range(0, len(things), CHUNK))
