"""The town as its people reach it: everybody signs in and calls the same routes as a phone would."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.test import Client

from server.core import worker
from server.core.database import transaction
from server.demo import pictures
from server.demo.clock import Clock
from server.demo.content import Calendar
from server.demo.persons import Neighbour
from server.identity.service import sessions
from server.kit.db import utc_now

#: Signed in anew well before a session ends.
SESSION = timedelta(days=25)


class RefusedError(RuntimeError):
    """A route refused what the content asks for: the content is wrong, or the product has changed."""


@dataclass
class Town:
    """communities and estates: name → id. homes: who → the id of his home.

    made: what later deeds refer to, 「topic:garage」 → its id.
    """

    app: Flask
    clock: Clock
    calendar: Calendar
    people: dict[str, Neighbour]
    communities: dict[str, int] = field(default_factory=dict)
    estates: dict[str, int] = field(default_factory=dict)
    community_of: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    _tokens: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the route answers this person. RefusedError when it refuses."""
        return self._send(who, method, path, {"json": body} if body is not None else {})

    def post(self, who: str, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self.call(who, "POST", path, body)

    def step(self, who: str, path: str, verb: str, **given: Any) -> dict[str, Any]:
        return self.post(who, f"{path}/steps", {"verb": verb, **given})

    def upload(self, who: str, community: str, scenes: list[str]) -> list[str]:
        """Photos of these scenes, sent by this person; their ids."""
        path = f"{self.at(community)}/uploads"
        sent = []
        for scene in scenes:
            file = (BytesIO(pictures.paint(scene)), f"{scene}.jpg", "image/jpeg")
            sent.append(self._send(who, "POST", path, {"data": {"file": file}})["id"])
        return sent

    def at(self, community: str) -> str:
        """The path of a community."""
        return f"/communities/{self.communities[community]}"

    def settle(self) -> None:
        """Let the worker deliver everything that waits: checks, cards, notices."""
        worker.drain(100_000)

    def tick(self) -> None:
        """One minute of the clock in every community."""
        worker.tick(sorted(self.communities.values()))

    def members_of(self, estate: str | None, community: str) -> list[str]:
        """Who lives there, in the order of the list: the audience of a post."""
        return [key for key in self.homes if self._lives(self.people[key], estate, community)]

    def _lives(self, one: Neighbour, estate: str | None, community: str) -> bool:
        assert one.home is not None
        return estate in (None, one.home[0]) and self.community_of[one.home[0]] == community

    def _send(self, who: str, method: str, path: str, given: Mapping[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token(who)}"}
        answer = Client(self.app).open(f"/api/v1{path}", method=method, headers=headers, **given)
        if answer.status_code >= 400:
            raise RefusedError(f"{who} {method} {path}: {answer.status_code} {answer.get_data(as_text=True)}")
        found: dict[str, Any] = answer.get_json()
        return found

    def _token(self, who: str) -> str:
        token, since = self._tokens.get(who, ("", None))
        if since is None or utc_now() - since > SESSION:
            with transaction():
                token = sessions.sign_in(self.people[who].openid).token
            self._tokens[who] = (token, utc_now())
        return token
