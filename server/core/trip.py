"""The one Redis trip of a request: session, versions and the rate counter together.

No row is loaded to know who is calling while the process remembers the snapshot and the person's
version key says it is still right.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from server.core import sessions, versions
from server.core.sessions import Snapshot
from server.kit.db import utc_now
from server.kit.ids import new_id

Value = TypeVar("Value")
SNAPSHOT_LIFE = 60


class Memory(Generic[Value]):
    """A small thread-safe LRU of this process."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Any, Value] = OrderedDict()

    def get(self, key: Any) -> Value | None:
        with self._lock:
            if (value := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return value

    def put(self, key: Any, value: Value) -> None:
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


@dataclass(slots=True)
class Trip:
    """What one trip brought. `alive` is False when Redis did not answer."""

    snapshot: Snapshot | None
    found: dict[str, str | None]
    count: int | None
    alive: bool


class Traveller:
    """Makes the trips of one process."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis
        self._snapshots: Memory[Snapshot] = Memory(20_000)

    def forget(self) -> None:
        self._snapshots.clear()

    def go(self, digest: bytes, keys: Sequence[str], community_id: int | None, counter: str | None) -> Trip:
        """One trip. The snapshot is None when the database must be asked who this is."""
        kept = self._snapshots.get(digest)
        names = list(keys)
        if kept:
            names += [versions.person_key(kept.person_id), versions.own_key(community_id, kept.person_id)]
        try:
            found, count = self._fetch(names, counter)
        except versions.redis_errors():
            return Trip(None, {}, None, alive=False)
        if kept and (
            found[versions.person_key(kept.person_id)] != kept.version or kept.valid_until <= utc_now()
        ):
            kept = None
        return Trip(kept, found, count, alive=True)

    def _fetch(self, names: list[str], counter: str | None) -> tuple[dict[str, str | None], int | None]:
        pipe = self._redis.pipeline(transaction=False)
        if names:
            pipe.mget(names)
        if counter:
            pipe.incr(counter)
            pipe.expire(counter, 120)
        answers = pipe.execute()
        values = answers[0] if names else []
        found = {n: None if v is None else v.decode() for n, v in zip(names, values, strict=True)}
        return found, int(answers[-2]) if counter else None

    def ensure(self, names: Sequence[str]) -> dict[str, str]:
        """The versions of these keys; a missing one gets a fresh value first. Redis errors pass through."""
        pipe = self._redis.pipeline(transaction=False)
        for name in names:
            pipe.set(name, new_id(), nx=True, ex=versions.LIFE)
        pipe.mget(list(names))
        values = pipe.execute()[-1]
        return {name: value.decode() for name, value in zip(names, values, strict=True)}

    def identify(self, digest: bytes, *, alive: bool) -> Snapshot | None:
        """Ask Redis, then the database, whose token this is, and remember it."""
        if alive and (known := self._recall(digest)):
            return known
        snapshot = sessions.load(digest)
        if snapshot is None or not alive:
            return snapshot
        try:
            name = versions.person_key(snapshot.person_id)
            version = self.ensure([name])[name]
            # Read again: what changed between the first read and the version must not be kept.
            snapshot = sessions.load(digest)
            if snapshot is not None:
                snapshot = snapshot.at(version)
                self._redis.set(_cache_key(digest), sessions.encode(snapshot), ex=SNAPSHOT_LIFE)
                self._snapshots.put(digest, snapshot)
        except versions.redis_errors():
            return snapshot
        return snapshot

    def _recall(self, digest: bytes) -> Snapshot | None:
        """What another process wrote, if the person's version says it still holds."""
        try:
            if (raw := self._redis.get(_cache_key(digest))) is None:
                return None
            snapshot = sessions.decode(raw)
            version = self._redis.get(versions.person_key(snapshot.person_id))
        except versions.redis_errors():
            return None
        if version is None or version.decode() != snapshot.version or snapshot.valid_until <= utc_now():
            return None
        self._snapshots.put(digest, snapshot)
        return snapshot


def _cache_key(digest: bytes) -> str:
    return f"s:{digest.hex()}"


def minute() -> int:
    return int(time.time() // 60)
