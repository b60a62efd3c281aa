"""Every SELECT of the inbox, and the one that no owner of a source offers."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select, true

from server.assistance.models import Filing
from server.ballots.models import RollEntry
from server.boards.models import Comment
from server.core.access import GRANTS, Permission, Role
from server.core.database import rows
from server.deliberation.host_models import HostNaming
from server.extensions import db
from server.identity.models import DutyRecord, Membership
from server.identity.models_enrolment import Application
from server.kit.db import unended
from server.notices.models import Notice

#: Who holds the gates of a unit.
PARTY = (Role.SECRETARY, Role.DEPUTY)
#: More unread lines than this are shown as 「99+」: nobody counts them all.
MOST_COUNTED = 100
#: Values of one statement: databases take so many and no more.
MOST_AT_ONCE = 500
WORKERS = tuple(role for role, granted in GRANTS.items() if Permission.EMERGENCY_DESK in granted)


def inbox(person_id: int, *, after: int | None, limit: int) -> Sequence[Notice]:
    """A person's lines here, newest first, one more than asked for."""
    statement = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id.desc())
    if after is not None:
        statement = statement.where(Notice.id < after)
    return db.session.scalars(statement.limit(limit + 1)).all()


def every(person_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """(kind, created_at, read_at) of all his lines here, the oldest first."""
    asked = select(Notice.kind, Notice.created_at, Notice.read_at).where(Notice.person_id == person_id)
    return db.session.execute(asked.order_by(Notice.id)).all()


#: Kept: every home page asks it.
_UNREAD = select(func.count().label("lines")).select_from(
    select(Notice.id)
    .where(Notice.person_id == bindparam("person"), Notice.read_at.is_(None))
    .limit(MOST_COUNTED)
    .subquery()
)


def unread(person_id: int) -> int:
    """How many lines are unread, up to MOST_COUNTED."""
    (found,) = rows(_UNREAD, {"person": person_id})
    return int(found.lines)


def told(person_id: int, source: str) -> bool:
    asked = select(Notice.id).where(Notice.person_id == person_id, Notice.source == source).limit(1)
    return db.session.scalar(asked) is not None


def committee_of(community_id: int) -> Sequence[int]:
    """Persons who sit on the committee today."""
    held = unended(DutyRecord.ends_at)
    here = (DutyRecord.community_id == community_id, DutyRecord.role == Role.COMMITTEE)
    return db.session.scalars(select(DutyRecord.person_id).distinct().where(*here, held)).all()


def secretaries_of(community_id: int, estate_id: int | None) -> Sequence[int]:
    """Secretaries today: of the community, and of this estate's branch."""
    return holders(Role.SECRETARY, community_id, estate_id)


def holders(role: Role, community_id: int, estate_id: int | None) -> Sequence[int]:
    """Who holds this office today: for the whole community, or for this estate."""
    held = unended(DutyRecord.ends_at)
    here = (DutyRecord.community_id == community_id, DutyRecord.role == role)
    unit = or_(DutyRecord.estate_id.is_(None), DutyRecord.estate_id == estate_id)
    return db.session.scalars(select(DutyRecord.person_id).distinct().where(*here, unit, held)).all()


def workers(community_id: int, estate_id: int | None) -> Sequence[int]:
    """Who does the community's daily work today, of all of it or of this estate (None: of any)."""
    held = unended(DutyRecord.ends_at)
    here = (DutyRecord.community_id == community_id, DutyRecord.role.in_(WORKERS))
    unit = or_(DutyRecord.estate_id.is_(None), DutyRecord.estate_id == estate_id) if estate_id else true()
    return db.session.scalars(select(DutyRecord.person_id).distinct().where(*here, unit, held)).all()


def residents(estate_id: int | None) -> Sequence[int]:
    """Members of this estate, or of the whole community."""
    held = unended(Membership.ends_at)
    asked = select(Membership.person_id).distinct().where(held)
    return db.session.scalars(asked.where(Membership.estate_id == estate_id) if estate_id else asked).all()


def branch(community_id: int, estate_id: int) -> Sequence[int]:
    """Who holds an office of this estate's party branch today."""
    held = unended(DutyRecord.ends_at)
    here = (DutyRecord.community_id == community_id, DutyRecord.estate_id == estate_id)
    asked = select(DutyRecord.person_id).distinct().where(*here, DutyRecord.role.in_(PARTY), held)
    return db.session.scalars(asked).all()


def homes_on_roll(poll_id: int) -> Sequence[int]:
    return db.session.scalars(select(RollEntry.home_id).where(RollEntry.poll_id == poll_id)).all()


def naming(person_id: int) -> Iterator[ColumnElement[bool]]:
    """The conditions of lines that say his name: of his replies, his applications, what was filed
    for him, what he was named to host."""
    his_words = select(Comment.id).where(Comment.author_id == person_id)
    said = [f"reply:{comment_id}" for comment_id in db.session.scalars(his_words)]
    for begin in range(0, len(said), MOST_AT_ONCE):
        yield Notice.source.in_(said[begin : begin + MOST_AT_ONCE])
    for word, asked in (
        ("application", select(Application.id).where(Application.person_id == person_id)),
        ("filing", select(Filing.id).where(Filing.person_id == person_id)),
        ("host", select(HostNaming.id).where(HostNaming.person_id == person_id)),
    ):
        for found in db.session.scalars(asked).all():
            yield Notice.source.startswith(f"{word}:{found}:", autoescape=True)
