"""Every SELECT of places but the vault's."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import has_app_context
from sqlalchemy import Row, func, or_, select

from server.core.database import transaction
from server.core.sessions import Place
from server.core.tenancy import across_communities
from server.extensions import db
from server.places import doors
from server.places.models import Building, Community, CommunityKind, Estate, Home, Region

PLACE_LIFE = 60


class PlaceMemory:
    """Where each community lies. Remembered for a minute: it changes when a register is imported."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[float, Place]] = {}

    def find(self, community_id: int) -> Place | None:
        """None when there is no such community, or nothing kept and no application to ask (the hot path)."""
        kept = self._kept.get(community_id)
        if kept and time.monotonic() - kept[0] < PLACE_LIFE:
            return kept[1]
        if not has_app_context() or (found := _place(community_id)) is None:
            return None
        self._kept[community_id] = (time.monotonic(), found)
        return found

    def forget(self) -> None:
        self._kept.clear()


places = PlaceMemory()


def _place(community_id: int) -> Place | None:
    row = db.session.execute(
        select(Community.id, Community.region_code, Community.kind, Community.name).where(
            Community.id == community_id
        )
    ).one_or_none()
    return Place(row.id, row.region_code, row.kind.value, row.name) if row else None


def get_community(community_id: int) -> Community | None:
    return db.session.scalar(select(Community).where(Community.id == community_id))


def last_community() -> int:
    """The highest number of a community, 0 without one."""
    return db.session.scalar(select(func.max(Community.id))) or 0


def community_of_code(code: str) -> Community | None:
    return db.session.scalar(select(Community).where(Community.region_code == code))


def communities_of_codes(codes: Iterable[str]) -> Sequence[Community]:
    return db.session.scalars(select(Community).where(Community.region_code.in_(list(codes)))).all()


def communities(ids: Iterable[int], subtrees: Iterable[str] = ()) -> Sequence[Community]:
    """These communities and all whose 区划 code begins with one of `subtrees` (significant digits)."""
    wanted = or_(Community.id.in_(list(ids)), *(Community.region_code.startswith(one) for one in subtrees))
    return db.session.scalars(select(Community).where(wanted).order_by(Community.region_code)).all()


def all_communities() -> Sequence[Community]:
    return db.session.scalars(select(Community).order_by(Community.id)).all()


def every_community() -> list[int]:
    """Ids for the clock, which runs in each of them; a session of its own."""
    with transaction():
        return list(db.session.scalars(select(Community.id).order_by(Community.id)))


def regions(codes: Iterable[str]) -> dict[str, Region]:
    found = db.session.scalars(select(Region).where(Region.code.in_(list(codes))))
    return {region.code: region for region in found}


def ancestry(code: str) -> list[Region]:
    """The regions from the district down to this code, by the prefix of the 区划 code."""
    codes = [code[:6] + "0" * 6, code[:9] + "0" * 3, code]
    return list(db.session.scalars(select(Region).where(Region.code.in_(codes)).order_by(Region.code)))


def estates_of(community_ids: Iterable[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(community_id, id, name) of the estates of several communities: names on a door, no more."""
    with across_communities():
        return db.session.execute(
            select(Estate.community_id, Estate.id, Estate.name)
            .where(Estate.community_id.in_(list(community_ids)))
            .order_by(Estate.community_id, Estate.id)
        ).all()


def estate_keys(codes: Iterable[str]) -> set[tuple[str, str]]:
    """(区划 code, estate name) of every estate in these communities."""
    by_id = {one.id: one.region_code for one in communities_of_codes(codes)}
    return {(by_id[row.community_id], row.name) for row in estates_of(by_id)}


def estates() -> Sequence[Estate]:
    return db.session.scalars(select(Estate).order_by(Estate.id)).all()


def get_estate(estate_id: int) -> Estate | None:
    return db.session.scalar(select(Estate).where(Estate.id == estate_id))


def estate_named(name: str) -> Estate | None:
    return db.session.scalar(select(Estate).where(Estate.name == name))


def get_home(home_id: int) -> Home | None:
    return db.session.scalar(select(Home).where(Home.id == home_id))


def buildings(estate_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, name) of every building of an estate."""
    return db.session.execute(select(Building.id, Building.name).where(Building.estate_id == estate_id)).all()


def buildings_named(estate_id: int, name: str) -> list[int]:
    """Ids of an estate's buildings of this name, in any spelling."""
    wanted = doors.building_key(name)
    return [row.id for row in buildings(estate_id) if doors.building_key(row.name) == wanted]


def find_home(estate_id: int, building: str, room: str) -> int | None:
    """The home behind this door however it is written; None when none or several fit."""
    in_house = Home.building_id.in_(buildings_named(estate_id, building))
    rooms = db.session.execute(select(Home.id, Home.room).where(in_house))
    found = [row.id for row in rooms if doors.room_key(row.room) == doors.room_key(room)]
    return found[0] if len(found) == 1 else None


def homes_of_estate(estate_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, building, room, area_cm, developer) of every home of an estate, for the import."""
    return db.session.execute(
        select(Home.id, Building.name.label("building"), Home.room, Home.area_cm, Home.developer)
        .join(Building, (Building.community_id == Home.community_id) & (Building.id == Home.building_id))
        .where(Home.estate_id == estate_id)
    ).all()


@dataclass(frozen=True, slots=True)
class HomeFilter:
    """Which homes: None is all. `building` in any spelling people use."""

    estate_id: int | None = None
    building: str | None = None


def homes(only: HomeFilter, after: int | None, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, estate_id, building, room, area_cm, developer), one more than `limit`, by id."""
    asked = (
        select(
            Home.id,
            Home.estate_id,
            Building.name.label("building"),
            Home.room,
            Home.area_cm,
            Home.developer,
        )
        .join(Building, (Building.community_id == Home.community_id) & (Building.id == Home.building_id))
        .order_by(Home.id)
        .limit(limit + 1)
    )
    if only.estate_id:
        asked = asked.where(Home.estate_id == only.estate_id)
    if only.building:
        asked = asked.where(Home.building_id.in_(buildings_called(only.building)))
    if after:
        asked = asked.where(Home.id > after)
    return db.session.execute(asked).all()


def buildings_called(name: str) -> list[int]:
    """The same in every estate of the community."""
    wanted = doors.building_key(name)
    known = db.session.execute(select(Building.id, Building.name))
    return [row.id for row in known if doors.building_key(row.name) == wanted]


def home_doors(home_ids: Iterable[int]) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, estate_id, building, room, area_cm) of these homes."""
    return db.session.execute(
        select(Home.id, Home.estate_id, Building.name.label("building"), Home.room, Home.area_cm)
        .join(Building, (Building.community_id == Home.community_id) & (Building.id == Home.building_id))
        .where(Home.id.in_(list(home_ids)))
    ).all()


def home_door(home_id: int) -> Row[*tuple[Any, ...]] | None:
    return next(iter(home_doors([home_id])), None)


KIND_NAMES = {CommunityKind.NEIGHBOURHOOD: "居委", CommunityKind.VILLAGE: "村委"}


def words(kind: CommunityKind) -> dict[str, str]:
    """What the same thing is called in a town and in a village."""
    return {"market": "爱心集市" if kind == CommunityKind.VILLAGE else "闲置物品"}
