"""The one Redis trip of a request: session, versions and the rate counter together.

No row is loaded to know who is calling while the process remembers the snapshot and the person's
version key says it is still right.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Generic, TypeVar

from server.core import sessions, versions
from server.core.sessions import Snapshot
from server.core.wire import Command, Wire, redis_errors
from server.kit.db import utc_now
from server.kit.ids import new_id

Value = TypeVar("Value")
#: Seconds a snapshot is trusted though its version did not move: bounds what a crash between a commit
#: and its bump can leave behind.
SNAPSHOT_LIFE = 60
COUNTER_LIFE = 120
#: Names the counter of a token, a person or an address (core/limits.py).
Naming = Callable[[bytes], str]


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


@dataclass(slots=True)
class _Expiring:
    """Counters of this minute that already end by themselves."""

    minute: int = 0
    names: set[str] = field(default_factory=set)

    def knows(self, name: str) -> bool:
        if self.minute != (now := minute()):
            self.minute, self.names = now, set()
        return name in self.names


class Traveller:
    """Makes the trips of one process."""

    def __init__(self, redis: Any) -> None:
        self.ask = Wire(redis).ask
        self._snapshots: Memory[tuple[Snapshot, float]] = Memory(20_000)
        self._expiring = _Expiring()

    def forget(self) -> None:
        self._snapshots.clear()
        self._expiring = _Expiring()

    def go(
        self, digest: bytes, keys: Sequence[str], community_id: int | None, counter: Naming | None
    ) -> Trip:
        """One trip. The snapshot is None when the database must be asked who this is."""
        kept = self._kept(digest)
        names = list(keys)
        if kept:
            names += [versions.person_key(kept.person_id), versions.own_key(community_id, kept.person_id)]
        try:
            found, count = self._fetch(names, counter(_of(kept) if kept else digest) if counter else None)
        except redis_errors():
            return Trip(None, {}, None, alive=False)
        if kept and found[versions.person_key(kept.person_id)] != kept.version:
            kept = None
        return Trip(kept, found, count, alive=True)

    def _kept(self, digest: bytes) -> Snapshot | None:
        snapshot, read_at = self._snapshots.get(digest) or (None, 0.0)
        if snapshot is None or not 0 <= time.time() - read_at < SNAPSHOT_LIFE:
            return None
        return snapshot if snapshot.valid_until > utc_now() else None

    def _fetch(self, names: list[str], counter: str | None) -> tuple[dict[str, str | None], int | None]:
        commands: list[Command] = [("MGET", *names)] if names else []
        if counter:
            commands += self._counting(counter)
        answers = self.ask(*commands) if commands else []
        values = answers[0] if names else []
        found = {n: None if v is None else v.decode() for n, v in zip(names, values, strict=True)}
        if not counter:
            return found, None
        self._expiring.names.add(counter)
        return found, int(answers[1 if names else 0])

    def _counting(self, counter: str) -> list[Command]:
        count: Command = ("INCR", counter)
        return [count] if self._expiring.knows(counter) else [count, ("EXPIRE", counter, COUNTER_LIFE)]

    def ensure(self, names: Sequence[str]) -> dict[str, str]:
        """The versions of these keys; a missing one gets a fresh value first. Redis errors pass through."""
        given: list[Command] = [("SET", name, new_id(), "NX", "EX", versions.LIFE) for name in names]
        values = self.ask(*given, ("MGET", *names))[-1]
        return {name: value.decode() for name, value in zip(names, values, strict=True)}

    def identify(self, digest: bytes, counter: Naming, *, alive: bool) -> Snapshot | None:
        """Ask Redis, then the database, whose token this is, and remember it. Counts for the person found."""
        if not alive:
            return sessions.load(digest)
        if (known := self._recall(digest, counter)) or (person_id := sessions.owner(digest)) is None:
            return known
        try:
            name = versions.person_key(person_id)
            version, read_at = self.ensure([name])[name], time.time()
        except redis_errors():
            return sessions.load(digest)
        # Read after its version: what changes meanwhile moves the version on, and is not believed then.
        if snapshot := sessions.load(digest):
            snapshot = snapshot.at(version)
            self._keep(digest, snapshot, read_at, counter)
        return snapshot

    def _keep(self, digest: bytes, snapshot: Snapshot, read_at: float, counter: Naming) -> None:
        value = b"%f\n%s" % (read_at, sessions.encode(snapshot))
        self._snapshots.put(digest, (snapshot, read_at))
        with suppress(*redis_errors()):
            counted = self._counting(counter(_of(snapshot)))
            self.ask(("SET", _cache_key(digest), value, "EX", SNAPSHOT_LIFE), *counted)

    def _recall(self, digest: bytes, counter: Naming) -> Snapshot | None:
        """What another process wrote, if the person's version says it still holds."""
        try:
            if (raw := self.ask(("GET", _cache_key(digest)))[0]) is None:
                return None
            read_at, _, encoded = raw.partition(b"\n")
            snapshot = sessions.decode(encoded)
            held: Command = ("GET", versions.person_key(snapshot.person_id))
            version = self.ask(held, *self._counting(counter(_of(snapshot))))[0]
        except redis_errors():
            return None
        if version is None or version.decode() != snapshot.version:
            return None
        self._snapshots.put(digest, (snapshot, float(read_at)))
        return self._kept(digest)


def _of(snapshot: Snapshot) -> bytes:
    return snapshot.person_id.to_bytes(8, "big")


def _cache_key(digest: bytes) -> str:
    return f"s:{digest.hex()}"


def minute() -> int:
    return int(time.time() // 60)
