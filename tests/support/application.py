"""The application as tests use it: migrated once, forgetful between tests, with no thread of its own."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager

import flask_migrate
from flask import Flask, has_app_context

from server.app import create_app
from server.config import Settings
from server.core import worker
from server.core.database import transaction
from server.extensions import db
from tests.support.callers import Client
from tests.support.database import Broom


def make_app(settings: Settings) -> Flask:
    """create_app for tests: nobody is woken by a commit (tests call `deliver`), requests are separate."""
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Client
    app.extensions["wake"] = lambda: None
    return app


@contextmanager
def migrated_app(settings: Settings) -> Iterator[tuple[Flask, Broom]]:
    """The application on a database brought up by the migrations themselves."""
    app = make_app(settings)
    with app.app_context():
        flask_migrate.upgrade()
        engine = db.engine
    broom = Broom(engine, db.metadata)
    yield app, broom
    broom.close()
    engine.dispose()


def forget(app: Flask) -> None:
    """Empty what remembers across requests, in this process and in Redis."""
    app.extensions["redis"].flushdb()
    app.extensions["hot"].forget()
    app.extensions["traveller"].forget()


def drained(app: Flask) -> int:
    """Deliver the outbox as the worker does, in a context of its own, until nothing is due."""
    if has_app_context():
        with transaction():
            pass

    def run() -> int:
        with app.app_context():
            return worker.drain()

    taken: int = contextvars.Context().run(run)
    if has_app_context():
        db.session.expire_all()
    return taken
