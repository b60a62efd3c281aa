"""Who a token belongs to. The database is the truth; Redis and this process only remember.

A snapshot holds the person, the memberships and the duties as plain data. It is valid while the
person's version key has not moved and none of its ends has passed, so a membership or duty that
ends is gone on the very next request.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from server.core.access import Actor, Duty, Member, Role, permissions_of
from server.core.regions import subtree
from server.kit.db import utc_now


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One signed-in session. `version` is the person's version key when it was read."""

    person_id: int
    session_id: int
    name: str
    adult: bool
    valid_until: datetime
    members: tuple[Member, ...] = ()
    duties: tuple[Duty, ...] = ()
    applied: frozenset[int] = frozenset()
    version: str = ""

    def at(self, version: str) -> "Snapshot":
        return replace(self, version=version)


@dataclass(frozen=True, slots=True)
class Place:
    """What the guard must know of a community: its 区划 code decides whose subtree it lies in."""

    community_id: int
    region: str
    kind: str
    name: str


Loader = Callable[[bytes], Snapshot | None]
PlaceLoader = Callable[[int], Place | None]
Owner = Callable[[bytes], int | None]
_loaders: dict[str, Loader] = {}
_owners: dict[str, Owner] = {}
_places: dict[str, PlaceLoader] = {}
_lists: dict[str, Callable[[], list[int]]] = {}


def register(load: Loader, owner: Owner) -> None:
    """The identity feature says how a session is read from the database, and whose it is."""
    _loaders["session"], _owners["session"] = load, owner


def register_places(load: PlaceLoader) -> None:
    """The places feature says where a community lies."""
    _places["place"] = load


def register_communities(every: Callable[[], list[int]]) -> None:
    """The places feature lists the communities for the clock."""
    _lists["communities"] = every


def communities() -> list[int]:
    """Ids of every community of the deployment."""
    return _lists["communities"]()


def load(digest: bytes) -> Snapshot | None:
    return _loaders["session"](digest)


def owner(digest: bytes) -> int | None:
    """Whose session this is, whether it still runs or not."""
    return _owners["session"](digest)


def place(community_id: int) -> Place | None:
    return _places["place"](community_id)


def digest_of(token: str) -> bytes:
    """Only this is stored: a token is 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).digest()


def actor_in(snapshot: Snapshot, where: Place) -> Actor | None:
    """The caller in this community, or None when nothing connects them (answered as 404)."""
    members = tuple(m for m in snapshot.members if m.community_id == where.community_id)
    duties = tuple(d for d in running(snapshot.duties) if _reaches(d, where))
    roles = {member.role for member in members} | {duty.role for duty in duties}
    if where.community_id in snapshot.applied:
        roles.add(Role.APPLICANT)
    if not roles:
        return None
    return _actor(snapshot, where.community_id, roles, members, duties)


def actor_at_large(snapshot: Snapshot) -> Actor:
    """The caller outside any community: himself, and his offices above the communities."""
    duties = tuple(d for d in running(snapshot.duties) if d.community_id is None)
    return _actor(snapshot, None, {Role.PERSON} | {duty.role for duty in duties}, (), duties)


def running(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
    now = utc_now()
    return tuple(duty for duty in duties if duty.ends_at is None or duty.ends_at > now)


def _reaches(duty: Duty, where: Place) -> bool:
    if duty.community_id is not None:
        return duty.community_id == where.community_id
    return where.region.startswith(subtree(duty.region))


def _actor(
    snapshot: Snapshot,
    community_id: int | None,
    roles: set[Role],
    members: tuple[Member, ...],
    duties: tuple[Duty, ...],
) -> Actor:
    return Actor(
        person_id=snapshot.person_id,
        community_id=community_id,
        roles=frozenset(roles),
        name=snapshot.name,
        adult=snapshot.adult,
        members=members,
        duties=duties,
        permissions=permissions_of(roles),
    )


def encode(snapshot: Snapshot) -> bytes:
    """For Redis: no personal data of class 3 or 4 is in a snapshot."""
    return orjson.dumps(snapshot, default=list)


def decode(raw: bytes) -> Snapshot:
    kept: dict[str, Any] = orjson.loads(raw)
    kept["valid_until"] = datetime.fromisoformat(kept["valid_until"])
    kept["members"] = tuple(Member(**{**row, "role": Role(row["role"])}) for row in kept["members"])
    kept["duties"] = tuple(_duty(row) for row in kept["duties"])
    kept["applied"] = frozenset(kept["applied"])
    return Snapshot(**kept)


def _duty(row: dict[str, Any]) -> Duty:
    ends_at = row["ends_at"] and datetime.fromisoformat(row["ends_at"])
    return Duty(**{**row, "role": Role(row["role"]), "ends_at": ends_at})
