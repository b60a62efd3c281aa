"""注销账号: asking, taking back, and what the clock does when the time has come (个人信息保护法 第四十七条).

Three steps, so that a crash between any two is continued by the next minute. The account is closed in one
transaction: nobody can act as this person any more, and his real name is gone. After SETTLING, when nothing
that he began can still be under way, each community is cleared in a transaction of its own. Then it is done.
"""

from collections.abc import Callable
from datetime import timedelta

import structlog
from flask import current_app

from server.core import audit, database, leaving
from server.core.access import ROLE_NAMES, Actor
from server.core.database import insert_into, transaction
from server.core.leaving import Obstacle
from server.core.tenancy import in_community
from server.extensions import db
from server.identity import queries as persons
from server.identity import queries_closing as queries
from server.identity.models_closing import AccountClosing
from server.identity.service import erasing
from server.kit.errors import ConflictError

log = structlog.get_logger()
COOLING_OFF = timedelta(days=7)
#: Longer than any request or message that began before the account was closed.
SETTLING = timedelta(minutes=1)


def ask(actor: Actor) -> None:
    """Wish to leave; asked twice is asked once. ConflictError `closing_blocked` with the reasons."""
    if found := obstacles(actor.person_id):
        reasons = [one.text for one in found]
        raise ConflictError("还有事情没有办完，办完后再申请注销", code="closing_blocked", reasons=reasons)
    moment = database.now()
    times = {"asked_at": moment, "due_at": moment + COOLING_OFF}
    new = insert_into(AccountClosing).values(person_id=actor.person_id, waiting=[], **times)
    db.session.execute(new.on_conflict_do_nothing())


def take_back(actor: Actor) -> None:
    """Stay after all. ConflictError `closing_begun` once it is being carried out."""
    row = queries.closing_of(actor.person_id, lock=True)
    if row is None:
        return
    if row.closed_at is not None:
        raise ConflictError("账号已经注销，不能再取消", code="closing_begun")
    db.session.delete(row)


def obstacles(person_id: int) -> list[Obstacle]:
    """What he has to settle first: his offices, and what the features of his communities name."""
    found = [
        Obstacle(f"您还担任{duty.organisation}的{ROLE_NAMES[duty.role]}，请先由任命单位办理离任")
        for duty in queries.running_duties(person_id)
    ]
    for community_id in persons.homes_in(person_id):
        with in_community(community_id):
            for feature in current_app.extensions["features"]:
                for named in feature.detains:
                    found.extend(named(person_id))
    return found


def carry_out() -> None:
    """The clock's chore. One person's trouble must not stop the others'."""
    for person_id in queries.due():
        _try(close, person_id)
    for person_id in queries.closed_before(database.now() - SETTLING):
        _try(clear, person_id)


def _try(work: Callable[[int], None], person_id: int) -> None:
    try:
        work(person_id)
    except Exception as error:
        log.error("closing_failed", step=work.__name__, person=person_id, exc_info=error)


def close(person_id: int) -> None:
    """The account, the real name and the memberships go, all at once; what stands in the way puts it off."""
    with transaction():
        row = queries.closing_of(person_id, lock=True)
        if row is None or row.closed_at is not None or obstacles(person_id):
            return
        for community_id in persons.homes_in(person_id):
            with in_community(community_id):
                erasing.leave(person_id)
        erasing.erase(person_id)
        row.closed_at, row.waiting = database.now(), queries.reached_by(person_id)


def clear(person_id: int) -> None:
    """His name goes out of what he left in each community that still waits, one after the other."""
    for community_id in _left(person_id):
        with in_community(community_id), transaction():
            _clear_here(person_id, community_id)
    with transaction():
        # Whatever slipped in while the account was being closed.
        erasing.erase(person_id)
        row = queries.closing_of(person_id, lock=True)
        assert row is not None
        row.done_at = row.done_at or database.now()


def _left(person_id: int) -> list[int]:
    """Where his name still stands."""
    with transaction():
        row = queries.closing_of(person_id)
        return list(row.waiting) if row else []


def _clear_here(person_id: int, community_id: int) -> None:
    """Nothing, when another worker was faster."""
    row = queries.closing_of(person_id, lock=True)
    if row is None or community_id not in row.waiting:
        return
    for feature in current_app.extensions["features"]:
        for forget in feature.forgets:
            forget(person_id)
    audit.record(leaving.leaver(person_id), "person.close", person_id)
    row.waiting = [one for one in row.waiting if one != community_id]
