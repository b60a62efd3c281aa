"""Somebody who calls the API in a test, the way the clients do."""

import contextvars
import uuid
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.core.database import transaction
from server.extensions import db

API = "/api/v1"


class Client(FlaskClient):
    """A test client whose requests are separate from the test, as they are in production.

    What the test wrote is committed first, the request runs with a session and context variables of its own,
    and afterwards the test reads what the request left.
    """

    def open(self, *args: Any, **words: Any) -> TestResponse:
        if has_app_context():
            with transaction():
                pass
        answer: TestResponse = contextvars.Context().run(super().open, *args, **words)
        if has_app_context():
            db.session.expire_all()
        return answer


class Caller:
    """A signed-in person. A path that begins with `/` is under /api/v1, any other under the community's."""

    def __init__(self, client: FlaskClient, token: str, actor: Any) -> None:
        self.client, self.token, self.actor = client, token, actor

    def get(self, path: str, **words: Any) -> TestResponse:
        return self._call("GET", path, **words)

    def post(self, path: str, *, key: str | None = None, **words: Any) -> TestResponse:
        """`key` repeats an Idempotency-Key; without it every call has a new one, as a new tap would."""
        return self._call("POST", path, key=key or uuid.uuid4().hex, **words)

    def put(self, path: str, **words: Any) -> TestResponse:
        return self._call("PUT", path, **words)

    def patch(self, path: str, **words: Any) -> TestResponse:
        return self._call("PATCH", path, **words)

    def delete(self, path: str, **words: Any) -> TestResponse:
        return self._call("DELETE", path, **words)

    def _call(self, method: str, path: str, key: str | None = None, **words: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **words.pop("headers", {})}
        if key:
            headers["Idempotency-Key"] = key
        return self.client.open(self._url(path), method=method, headers=headers, **words)

    def _url(self, path: str) -> str:
        return API + path if path.startswith("/") else f"{API}/communities/{self.actor.community_id}/{path}"
