"""Signing in and out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from server.core import sessions, versions
from server.core.access import Actor
from server.extensions import db
from server.identity import queries
from server.identity.models import LoginSession, Person, WechatAccount
from server.kit.db import utc_now

LIFE = timedelta(days=30)
#: A session that ended is kept so long, for whoever asks which device was signed in; then it is forgotten.
KEPT_FOR = timedelta(days=90)
#: So many in one minute of the clock: a first sweep must be no long transaction.
BATCH = 500


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The token is shown this once; the database keeps its hash."""

    token: str
    session_id: int
    person_id: int
    expires_at: datetime


def sign_in(openid: str) -> SignedIn:
    """A new session of the person with this openid, who is made on the first visit."""
    person_id = queries.person_of_openid(openid) or add_person(openid).id
    token = secrets.token_urlsafe(32)
    row = LoginSession(digest=sessions.digest_of(token), person_id=person_id, expires_at=utc_now() + LIFE)
    db.session.add(row)
    db.session.flush()
    return SignedIn(token, row.id, person_id, row.expires_at)


def add_person(openid: str, **columns: object) -> Person:
    """A person with a WeChat account and nothing else."""
    person = Person(**columns)
    db.session.add(person)
    db.session.flush()
    db.session.add(WechatAccount(openid=openid, person_id=person.id))
    db.session.flush()
    return person


def sign_out(actor: Actor, session_id: int) -> None:
    """End this session; a copy of its token is worth nothing from the next request on."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.person_id == actor.person_id)
        .values(revoked_at=utc_now())
    )
    versions.touch(versions.person_key(actor.person_id))


def forget_ended() -> int:
    """The clock's chore: drop a batch of sessions that ended long ago. Returns how many."""
    ended = utc_now() - KEPT_FOR
    if not (old := queries.sessions_ended(ended, ended - LIFE, BATCH)):
        return 0
    gone = delete(LoginSession).where(LoginSession.id.in_(old))
    db.session.execute(gone.execution_options(synchronize_session=False))
    return len(old)
