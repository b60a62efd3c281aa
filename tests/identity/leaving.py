"""Somebody who closes his account, and the days that pass until it happens, for the tests of closing."""

import contextvars
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from server.core import tenancy, worker
from server.core.database import transaction
from server.core.idempotency import IdempotencyRecord
from server.extensions import db
from server.identity.models_closing import AccountClosing
from server.identity.service import closing
from tests import factories
from tests.identity.enrol import apply, step
from tests.support.callers import Caller

PATH = "/me/closing"
#: A name that no other test data holds, and what neighbours see of it.
NAME, SHOWN, MASKED, PHONE = "慕容雪娥", "慕容女士", "慕容**", "13912345678"
FORMER = "已注销居民"


def enrolled(community: Any, clerk: Caller, deliver: Any, openid: str = "openid-leaver") -> Caller:
    """A neighbour who went the whole way in: his form, his vault row, his membership."""
    estate = factories.make_estate(community)
    factories.make_home(estate, "3号楼", "502室")
    visitor = factories.make_visitor(openid)
    sent = apply(visitor, estate, name=NAME, phone=PHONE)
    deliver()
    answer = step(clerk, sent, "approve")
    assert answer.status_code == 200, answer.json
    deliver()
    with transaction():
        person = db.session.get(factories.Person, visitor.actor.person_id)
    return factories.signed_in(person, community)


def wait(days: int = 7) -> None:
    """So many days pass for everybody who asked, and for what is kept of requests."""
    past = timedelta(days=days)
    with transaction():
        for row in db.session.scalars(select(AccountClosing)):
            row.asked_at, row.due_at = row.asked_at - past, row.due_at - past
        for kept in db.session.scalars(select(IdempotencyRecord)):
            kept.created_at -= past


def settle() -> None:
    """The minute passes after which nothing of his is under way."""
    with transaction():
        for row in db.session.scalars(select(AccountClosing).where(AccountClosing.closed_at.is_not(None))):
            for name in ("asked_at", "due_at", "closed_at"):
                setattr(row, name, getattr(row, name) - closing.SETTLING)


def strike() -> None:
    """A minute of the clock, in a context of its own as in the worker."""
    with transaction():
        """The test's own session must hold no lock meanwhile."""
    app = current_app._get_current_object()

    def run() -> None:
        with app.app_context():
            worker.tick([])

    contextvars.Context().run(run)
    db.session.expire_all()


def gone(caller: Caller) -> None:
    """He asks, the days pass, and all of it is carried out."""
    answer = caller.post(PATH)
    assert answer.status_code == 201, answer.json
    wait()
    strike()
    settle()
    strike()


def texts() -> dict[str, list[str]]:
    """table.column → every text of the whole database, as it stands there, by key."""
    found = {}
    with tenancy.across_communities(), transaction():
        for table in db.metadata.sorted_tables:
            for row in db.session.connection().execute(select(table).order_by(*table.primary_key)).mappings():
                for name, value in row.items():
                    found.setdefault(f"{table.name}.{name}", []).append(text_of(value))
    return found


def text_of(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else repr(value)


def where(word: str) -> set[str]:
    """The columns in which this word stands."""
    return {column for column, values in texts().items() if any(word in value for value in values)}
