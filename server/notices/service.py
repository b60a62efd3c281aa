"""Telling and reading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, update

from server.core import versions
from server.core.access import Actor
from server.core.database import insert_into
from server.core.tenancy import bound_community
from server.extensions import db
from server.kit.db import utc_now
from server.kit.ids import new_ids
from server.notices import queries
from server.notices.models import Kind, Notice


@dataclass(frozen=True)
class Line:
    """What is told: title and body in plain words, `link` like `topic:123`."""

    kind: Kind
    title: str
    body: str
    link: str


def tell(person_id: int, source: str, line: Line) -> None:
    """Tell a person once per source; a second delivery of the same event does nothing."""
    if queries.told(person_id, source):
        return
    db.session.add(
        Notice(
            person_id=person_id,
            source=source,
            kind=line.kind,
            title=line.title[:80],
            body=line.body[:300],
            link=line.link,
        )
    )
    versions.touch(versions.own_key(bound_community(), person_id))


def tell_all(people: Iterable[int], source: str, line: Line) -> None:
    """Tell many at once, each once per source; a statement for every MOST_AT_ONCE of them."""
    wanted, here = sorted(set(people)), bound_community()
    if not wanted:
        return
    said = {"source": source, "kind": line.kind, "link": line.link, "created_at": utc_now()}
    said |= {"title": line.title[:80], "body": line.body[:300], "community_id": here}
    rows = [
        {"id": key, "person_id": person_id, **said}
        for key, person_id in zip(new_ids(len(wanted)), wanted, strict=True)
    ]
    for begin in range(0, len(rows), queries.MOST_AT_ONCE):
        some = rows[begin : begin + queries.MOST_AT_ONCE]
        db.session.execute(insert_into(Notice).values(some).on_conflict_do_nothing())
    versions.touch(*(versions.own_key(here, person_id) for person_id in wanted))


def mark_read(actor: Actor, ids: Sequence[int] | None) -> int:
    """Mark these lines (or all) of the caller as read. Returns how many are still unread."""
    statement = update(Notice).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
    if ids is not None:
        statement = statement.where(Notice.id.in_(ids))
    db.session.execute(statement.values(read_at=utc_now()).execution_options(synchronize_session=False))
    versions.touch(versions.own_key(actor.community_id, actor.person_id))
    return queries.unread(actor.person_id)


def forget(person_id: int) -> None:
    """Drop all lines to a person who closed his account, and those to others that name him."""
    told = _drop(Notice.person_id == person_id)
    for naming in queries.naming(person_id):
        told |= _drop(naming)
    here = bound_community()
    versions.touch(*(versions.own_key(here, one) for one in told))


def _drop(which: ColumnElement[bool]) -> set[int]:
    """Who had these lines."""
    gone = delete(Notice).where(which).returning(Notice.person_id)
    return set(db.session.scalars(gone.execution_options(synchronize_session=False)))
