"""Reads that are made a hundred times for each write: shared bytes plus a small overlay.

An answer is `{…shared…, "mine": {…}}`. The shared part is the same for everybody in one
visibility scope and is kept as ready bytes under the versions it was made from; `mine` is the
caller's own (thanks, ballot, verbs) and is kept under the caller's version keys beside them.
`HotPath` answers what this process already holds in front of Flask; everything else goes the
ordinary way and fills. See docs/performance.md for what this buys.
"""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import orjson
from flask import Response, current_app, g, request

from server.core.access import Actor, Permission
from server.core.database import begin_read
from server.core.shelf import Body, Shelf, young
from server.core.trip import Memory, Traveller, Trip
from server.core.versions import own_key, person_key
from server.core.wire import redis_errors
from server.extensions import db
from server.kit.errors import NotFoundError

#: How often, and how many seconds each time, one waits for a body that another is making: together less
#: than a claim lives, and longer than any page takes on a machine that is short of breath.
WAITS, WAIT = 75, 0.02
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
class Overlay:
    """`mine` of one person. `versions`: the body's, then the person's own."""

    versions: tuple[str, ...]
    data: bytes
    made: float


class HotCache:
    """What this process remembers, and the way to Redis behind it."""

    def __init__(self, traveller: Traveller, *, on: bool = True) -> None:
        self.traveller, self.shelf, self.on = traveller, Shelf(traveller.ask), on
        self.bodies: Memory[Body] = Memory(4_000)
        self.overlays: Memory[Overlay] = Memory(50_000)
        #: Path and query → what is read there, learnt when Flask served it: no route is written twice.
        self.plans: Memory[tuple[HotRead, int, Args]] = Memory(20_000)

    def forget(self) -> None:
        for memory in (self.bodies, self.overlays, self.plans):
            memory.clear()

    def held(self, read: HotRead, actor: Actor, args: Args, found: Mapping[str, str | None]) -> bytes | None:
        """The whole answer if this process holds both parts in these versions, else None."""
        assert actor.community_id is not None
        now = tuple(found.get(name) or "" for name in read.versions(actor.community_id, args))
        body = self.bodies.get(body_key(read, actor, args))
        if body is None or "" in now or body.versions != now or not young(body.made):
            return None
        if not _sees(actor, body.audience):
            return None
        overlay = self.overlays.get(mine_key(read, actor, args))
        own = _own(actor, found)
        if overlay is None or own is None or overlay.versions != now + own or not young(overlay.made):
            return None
        return splice(body.data, overlay.data)


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
    _look_afresh()
    body, made = _body(cache, read, actor, args, found), time.time()
    if not _sees(actor, body.audience):
        raise NotFoundError
    mine = orjson.dumps(read.mine(actor, args, body.document or orjson.loads(body.data)))
    if found is not None and (own := _own(actor, found)) is not None:
        cache.overlays.put(mine_key(read, actor, args), Overlay(body.versions + own, mine, made))
        assert actor.community_id is not None
        cache.plans.put(url_of(request.environ), (read, actor.community_id, args))
    return _respond(splice(body.data, mine))


def _versions(cache: HotCache, read: HotRead, actor: Actor, args: Args) -> dict[str, str | None] | None:
    """Read before the database, so that a change during the fill leaves the body behind its version."""
    if not cache.on:
        return None
    assert actor.community_id is not None
    names = [*read.versions(actor.community_id, args), own_key(actor.community_id, actor.person_id)]
    trip: Trip | None = request.environ.get("sqt.trip", (b"", None))[1]
    if trip is not None and all(trip.found.get(name) for name in names):
        found: dict[str, str | None] = dict(trip.found)
    else:
        try:
            found = {**cache.traveller.ensure(names)}
        except redis_errors():
            return None
    return {**found, person_key(actor.person_id): g.person_version}


def _look_afresh() -> None:
    """Forget what this request read before it knew the versions: it may be older than they are.

    SQLite shows a whole transaction one moment of the data, the one of its first SELECT.
    """
    session = db.session()
    session.expire_all()
    if db.engine.dialect.name == "sqlite":
        session.rollback()
        begin_read()


def _body(
    cache: HotCache, read: HotRead, actor: Actor, args: Args, found: Mapping[str, str | None] | None
) -> Body:
    if found is None:
        return _make(read, actor, args, ())
    assert actor.community_id is not None
    now = tuple(found[name] or "" for name in read.versions(actor.community_id, args))
    key = body_key(read, actor, args)
    kept = cache.bodies.get(key)
    if kept and kept.versions == now and young(kept.made):
        return kept
    name = f"{key}:{'.'.join(now)}"
    body = cache.shelf.recall(name, now) or _fill(cache, name, now, lambda: _make(read, actor, args, now))
    cache.bodies.put(key, replace(body, document=None))
    return body


def _fill(cache: HotCache, name: str, now: tuple[str, ...], make: Callable[[], Body]) -> Body:
    """Make the body; when another is making it, wait a moment for his."""
    if not cache.shelf.claim(name):
        for _ in range(WAITS):
            time.sleep(WAIT)
            if theirs := cache.shelf.recall(name, now):
                return theirs
    body = None
    try:
        body = make()
    finally:
        # Also when nothing is there (404): the next one need not wait for the claim to end.
        cache.shelf.settle(name, body)
    return body


def _make(read: HotRead, actor: Actor, args: Args, now: tuple[str, ...]) -> Body:
    began = time.time()
    audience, shared = read.shared(actor, args)
    return Body(now, audience, orjson.dumps(shared, option=orjson.OPT_NON_STR_KEYS), began, shared)


def _respond(data: bytes) -> Response:
    return Response(data, mimetype="application/json", headers={"Cache-Control": "no-store"})


def url_of(environ: Mapping[str, Any]) -> Hashable:
    """A pair, because a decoded path may itself contain a question mark."""
    return (environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
