"""The product as production serves it, plus one bare route to compare with: a factory for Granian."""

from flask import Flask

from server.app import create_app
from server.config import Settings
from server.core import limits

BARE = "/bare"


def create() -> Flask:
    """The application of the environment's settings. Calls are counted; no count is too many."""
    limits.PER_MINUTE.update(dict.fromkeys(limits.PER_MINUTE, 10**9))
    app = create_app(Settings.from_env())
    app.add_url_rule(BARE, "bare", lambda: "ok")
    return app
