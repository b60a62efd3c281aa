"""Reads that are made a hundred times for each write: shared bytes plus a small overlay.

An answer is `{…shared…, "mine": {…}}`. The shared part is the same for everybody in one
visibility scope and is kept as ready bytes under the versions it was made from; `mine` is the
caller's own (thanks, ballot, verbs) and is kept under the caller's version keys beside them.
`HotPath` answers what this process already holds in front of Flask; everything else goes the
ordinary way and fills. See docs/performance.md for what this buys.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from flask import Response, current_app, g, request

from server.core.access import Actor, Permission
from server.core.trip import Memory, Traveller
from server.core.versions import own_key, person_key, redis_errors
from server.kit.errors import NotFoundError

BODY_LIFE = 60
FILL_LOCK_MS = 3000
Args: TypeAlias = Mapping[str, Any]
#: Which estate's people may see it; None: the whole community.
Audience: TypeAlias = int | None


@dataclass(frozen=True)
class HotRead:
    """How one hot route is read.

    versions: the version keys its shared part depends on. scope: a word that names whose view it
    is (part of the key). shared: the shared part and its audience, run on a miss. mine: the
    overlay of one caller, run when his or the object's version moved.
    """

    name: str
    permission: Permission
    versions: Callable[[int, Args], tuple[str, ...]]
    scope: Callable[[Actor, Args], str]
    shared: Callable[[Actor, Args], tuple[Audience, dict[str, Any]]]
    mine: Callable[[Actor, Args, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Body:
    versions: tuple[str, ...]
    audience: Audience
    data: bytes
    made: float


class HotCache:
    """What this process remembers, and the way to Redis behind it."""

    def __init__(self, redis: Any, traveller: Traveller, *, on: bool = True) -> None:
        self.redis, self.traveller, self.on = redis, traveller, on
        self.bodies: Memory[Body] = Memory(4_000)
        self.overlays: Memory[tuple[tuple[str, ...], bytes]] = Memory(50_000)
        #: URL → what it reads, learnt when Flask served it, so that no route is written twice.
        self.plans: Memory[tuple[HotRead, int, Args]] = Memory(20_000)

    def forget(self) -> None:
        for memory in (self.bodies, self.overlays, self.plans):
            memory.clear()

    def held(self, read: HotRead, actor: Actor, args: Args, found: Mapping[str, str | None]) -> bytes | None:
        """The whole answer if this process holds both parts in these versions, else None."""
        assert actor.community_id is not None
        now = tuple(found.get(name) or "" for name in read.versions(actor.community_id, args))
        body = self.bodies.get(body_key(read, actor, args))
        if body is None or "" in now or body.versions != now or time.monotonic() - body.made > BODY_LIFE:
            return None
        if not _sees(actor, body.audience):
            return None
        overlay = self.overlays.get(mine_key(read, actor, args))
        own = _own(actor, found)
        if overlay is None or own is None or overlay[0] != now + own:
            return None
        return splice(body.data, overlay[1])


def body_key(read: HotRead, actor: Actor, args: Args) -> Hashable:
    return (read.name, actor.community_id, tuple(sorted(args.items())), read.scope(actor, args))


def mine_key(read: HotRead, actor: Actor, args: Args) -> Hashable:
    return (read.name, actor.community_id, tuple(sorted(args.items())), actor.person_id)


def splice(shared: bytes, mine: bytes) -> bytes:
    return b"".join((shared[:-1], b',"mine":', mine, b"}"))


def _sees(actor: Actor, audience: Audience) -> bool:
    visible = actor.visible_estates
    return audience is None or visible is None or audience in visible


def _own(actor: Actor, found: Mapping[str, str | None]) -> tuple[str, ...] | None:
    person = found.get(person_key(actor.person_id))
    if person is None:
        return None
    return (person, found.get(own_key(actor.community_id, actor.person_id)) or "-")


def answer(read: HotRead, **args: Any) -> Response:
    """Serve a hot read from inside Flask: fill what is missing, then splice. 404 outside the audience."""
    cache: HotCache = current_app.extensions["hot"]
    actor: Actor = g.actor
    found = _versions(cache, read, actor, args)
    if found is not None and (ready := cache.held(read, actor, args, found)) is not None:
        return _respond(ready)
    body = _body(cache, read, actor, args, found)
    if not _sees(actor, body.audience):
        raise NotFoundError
    mine = orjson.dumps(read.mine(actor, args, orjson.loads(body.data)))
    if found is not None and (own := _own(actor, found)) is not None:
        cache.overlays.put(mine_key(read, actor, args), (body.versions + own, mine))
        assert actor.community_id is not None
        cache.plans.put(url_of(request.environ), (read, actor.community_id, args))
    return _respond(splice(body.data, mine))


def _versions(cache: HotCache, read: HotRead, actor: Actor, args: Args) -> dict[str, str | None] | None:
    """Read before the database, so that a change during the fill leaves the body behind its version."""
    if not cache.on:
        return None
    assert actor.community_id is not None
    names = read.versions(actor.community_id, args)
    own = own_key(actor.community_id, actor.person_id)
    try:
        return {**cache.traveller.ensure([*names, own]), person_key(actor.person_id): g.person_version}
    except redis_errors():
        return None


def _body(
    cache: HotCache, read: HotRead, actor: Actor, args: Args, found: Mapping[str, str | None] | None
) -> Body:
    key = body_key(read, actor, args)
    if found is None:
        return _make(read, actor, args, ())
    assert actor.community_id is not None
    now = tuple(found[name] or "" for name in read.versions(actor.community_id, args))
    kept = cache.bodies.get(key)
    if kept and kept.versions == now and time.monotonic() - kept.made <= BODY_LIFE:
        return kept
    body = _from_redis(cache, key, now) or _fill(cache, read, actor, args, now)
    cache.bodies.put(key, body)
    return body


def _fill(cache: HotCache, read: HotRead, actor: Actor, args: Args, now: tuple[str, ...]) -> Body:
    """Make the body; when another is making it, wait a moment for his."""
    name = _redis_name(body_key(read, actor, args), now)
    try:
        if not cache.redis.set(f"l:{name}", 1, nx=True, px=FILL_LOCK_MS):
            for _ in range(20):
                time.sleep(0.02)
                if theirs := _from_redis(cache, body_key(read, actor, args), now):
                    return theirs
        body = _make(read, actor, args, now)
        cache.redis.set(f"b:{name}", orjson.dumps([body.audience]) + b"\n" + body.data, ex=BODY_LIFE)
        cache.redis.delete(f"l:{name}")
    except redis_errors():
        return _make(read, actor, args, now)
    return body


def _make(read: HotRead, actor: Actor, args: Args, now: tuple[str, ...]) -> Body:
    audience, shared = read.shared(actor, args)
    return Body(now, audience, orjson.dumps(shared, option=orjson.OPT_NON_STR_KEYS), time.monotonic())


def _from_redis(cache: HotCache, key: Hashable, now: tuple[str, ...]) -> Body | None:
    try:
        raw: bytes | None = cache.redis.get(f"b:{_redis_name(key, now)}")
    except redis_errors():
        return None
    if raw is None:
        return None
    head, data = raw.split(b"\n", 1)
    return Body(now, orjson.loads(head)[0], data, time.monotonic())


def _redis_name(key: Hashable, now: tuple[str, ...]) -> str:
    return f"{key}:{'.'.join(now)}"


def _respond(data: bytes) -> Response:
    return Response(data, mimetype="application/json", headers={"Cache-Control": "no-store"})


def url_of(environ: Mapping[str, Any]) -> str:
    return f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
