"""One blueprint for every feature: a route says on its face who may call it.

The guard is the outermost layer of every view: it makes the request's Redis trip, finds the
caller's standing in the community of the URL (none: 404), loads the subject inside that
community, asks the permission table, and wraps all of it in the request's one transaction.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import flask_smorest
import orjson
from flask import Request, current_app, g, request
from marshmallow import Schema
from webargs import missing
from webargs.core import is_json
from webargs.flaskparser import FlaskParser

from server.core import idempotency, limits, sessions, tenancy
from server.core.access import Permission, Role, enforce
from server.core.database import begin_read, transaction
from server.core.errors import SENTENCES
from server.core.sessions import Snapshot
from server.core.trip import Traveller
from server.kit.errors import InvalidError, NotFoundError, UnauthenticatedError
from server.kit.rest import MOST_ID, ErrorBody

View = Callable[..., Any]
Finder = Callable[[int], int | None]
SIGN_IN = "请先登录"
#: What a form says of a name it does not know (kit/sayings.py).
STRANGE = "没有这一项"


class Parser(FlaskParser):
    """Bodies are read by orjson: no NaN, and brackets nested without end are a 400, not a full stack."""

    def _raw_load_json(self, req: Request) -> Any:
        # Decoded here: orjson names no document when it is no UTF-8, which would pass for an empty body.
        return orjson.loads(req.get_data(cache=True).decode()) if is_json(req.mimetype) else missing


class Blueprint(flask_smorest.Blueprint):
    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, import_name: str, **kwargs: Any) -> None:
        super().__init__(name, import_name, **kwargs)
        self._prepare_doc_cbks.append(_document)

    def arguments(self, schema: Any, **kwargs: Any) -> Callable[[View], View]:
        """As the parent's; the schema is made once, where its class would be made anew for every request."""
        made: Callable[[View], View] = super().arguments(
            schema() if isinstance(schema, type) else schema, **kwargs
        )
        return made

    if TYPE_CHECKING:  # flask-smorest is published without types; its decorators keep the view's

        def get(self, rule: str) -> Callable[[View], View]: ...
        def post(self, rule: str) -> Callable[[View], View]: ...
        def put(self, rule: str) -> Callable[[View], View]: ...
        def delete(self, rule: str) -> Callable[[View], View]: ...
        def response(self, status_code: int, schema: Any = None, **kwargs: Any) -> Callable[[View], View]: ...

    def requires(
        self, permission: Permission, *, community: Finder | None = None, kind: str = "", **loaders: View
    ) -> Callable[[View], View]:
        """Who may call, and on what.

        `topic=queries.get_topic` takes the path's `topic_id` and gives the view a `topic` (None: 404).
        `community` finds the tenant from the first path id where the path carries none (its id is
        the loader's). `kind` names the limit; default read for GET, write otherwise. A GET that is counted
        as a write may write.
        """

        def decorate(view: View) -> View:
            strict = _strict(view)

            @wraps(view)
            def guarded(*args: Any, **kwargs: Any) -> Any:
                counted = kind or ("read" if request.method == "GET" else "write")
                _identify(counted)
                _check_ids(kwargs)
                community_id = _community(community, kwargs)
                with tenancy.in_community(community_id), transaction():
                    if request.method == "GET" and counted != "write":
                        begin_read()
                    _stand(community_id, permission)
                    subject = _load(loaders, kwargs)
                    enforce(g.actor, permission, subject)
                    g.actor = replace(g.actor, acting=permission)
                    return idempotency.once(lambda: strict(*args, **kwargs))

            return _annotate(guarded, permission=permission)

        return decorate

    def public(self, *, kind: str = "sign_in") -> Callable[[View], View]:
        """Open to anybody; listed by name in tests/architecture, limited by address."""

        def decorate(view: View) -> View:
            strict = _strict(view)

            @wraps(view)
            def opened(*args: Any, **kwargs: Any) -> Any:
                address = sessions.digest_of(request.remote_addr or "")
                limits.check(kind, address, _traveller().go(address, (), None, limits.counter(kind)).count)
                with transaction():
                    if request.method == "GET":
                        begin_read()
                    return strict(*args, **kwargs)

            return _annotate(opened, public=True)

        return decorate


def _strict(view: View) -> View:
    """The view for a query and an upload it knows every name of.

    A misspelt filter must not pass for no filter, nor a part of a form for one that was not sent.
    """
    known, parts = frozenset(_names(view, "query")), frozenset(_names(view, "files"))

    def strict(*args: Any, **kwargs: Any) -> Any:
        if request.query_string:
            _refuse("query", request.args.keys() - known)
        if parts:
            _refuse("files", (request.files.keys() | request.form.keys()) - parts)
        return view(*args, **kwargs)

    return strict


def _refuse(place: str, strange: set[str]) -> None:
    if strange:
        fields = {place: {name: [STRANGE] for name in sorted(strange)}}
        raise InvalidError(SENTENCES[422], fields=fields)


def _names(view: View, place: str) -> Iterator[str]:
    for parameters in getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", ()):
        if parameters["in"] == place:
            schema = parameters["schema"]
            made = schema if isinstance(schema, Schema) else schema()
            for name, field in made.fields.items():
                yield field.data_key or name


def _identify(kind: str) -> None:
    """Put the caller's snapshot on `g`, or 401."""
    token = request.headers.get("Authorization", "")
    if not token.startswith("Bearer "):
        raise UnauthenticatedError(SIGN_IN)
    digest, counter = sessions.digest_of(token[7:]), limits.counter(kind)
    left_digest, trip = request.environ.get("sqt.trip", (None, None))
    if trip is None or left_digest != digest:
        trip = _traveller().go(digest, (), None, counter)
    limits.check(kind, digest, trip.count)
    snapshot: Snapshot | None = trip.snapshot
    if snapshot is None:
        with tenancy.across_communities():
            snapshot = _traveller().identify(digest, counter, alive=trip.alive)
    if snapshot is None:
        raise UnauthenticatedError("登录已失效，请重新登录")
    g.snapshot, g.person_version = snapshot, snapshot.version or None


def _traveller() -> Traveller:
    traveller: Traveller = current_app.extensions["traveller"]
    return traveller


def _check_ids(kwargs: dict[str, Any]) -> None:
    """A number beyond 63 bits names nothing."""
    if any(isinstance(value, int) and value > MOST_ID for value in kwargs.values()):
        raise NotFoundError


def _community(finder: Finder | None, kwargs: dict[str, Any]) -> int | None:
    if finder is None:
        found: int | None = kwargs.pop("community_id", None)
        if found is not None and not 0 < found < 32768:
            raise NotFoundError
        return found
    name = next(key for key in kwargs if key.endswith("_id"))
    if (community_id := finder(kwargs[name])) is None:
        raise NotFoundError
    return community_id


def _stand(community_id: int | None, permission: Permission) -> None:
    """The caller's standing here, on this request. None at all is 404, as if nothing existed.

    An applicant stands nowhere yet: but for his own application, nothing exists for him either.
    """
    snapshot: Snapshot = g.snapshot
    if community_id is None:
        g.actor = sessions.actor_at_large(snapshot)
        return
    where = sessions.place(community_id)
    actor = sessions.actor_in(snapshot, where) if where else None
    if actor is None or (actor.roles == {Role.APPLICANT} and permission not in actor.permissions):
        raise NotFoundError
    g.actor, g.place = actor, where


def _load(loaders: dict[str, View], kwargs: dict[str, Any]) -> Any:
    subject = None
    for name, load in loaders.items():
        subject = load(kwargs.pop(f"{name}_id"))
        if subject is None:
            raise NotFoundError
        kwargs[name] = subject
    return subject


def _annotate(view: View, **info: Any) -> View:
    view._apidoc = {**getattr(view, "_apidoc", {}), "guard": info}  # type: ignore[attr-defined]
    return view


def _document(doc: dict[str, Any], info: dict[str, Any], **_: Any) -> dict[str, Any]:
    guard = info.get("guard", {})
    if permission := guard.get("permission"):
        doc["x-permission"] = permission.value
        doc["security"] = [{"bearer": []}]
    else:
        doc["x-permission"] = "public"
    doc.setdefault("responses", {})["default"] = {
        "description": "任何错误都是这一个形状",
        "content": {"application/json": {"schema": ErrorBody}},
    }
    return doc
