"""`Idempotency-Key`: the same submission twice is one effect and the same answer.

The row is inserted first, in the request's own transaction: a parallel twin waits for it, and a
refused or failed request leaves none, so that it may be tried again.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Response, current_app, g, make_response, request
from sqlalchemy import String, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import insert_of, rows, send
from server.extensions import db
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, utc_now
from server.kit.errors import BadRequestError, InvalidError

KEPT_FOR = timedelta(hours=48)


class IdempotencyRecord(Base):
    """One key of one person: what it asked (hashed) and what it was answered. Global table."""

    __tablename__ = "idempotency_record"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64), primary_key=True, info=COMMUNITY)
    fingerprint: Mapped[bytes] = mapped_column(info=PERSONAL)
    status: Mapped[int | None]
    answer: Mapped[bytes | None] = mapped_column(info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


# Kept, and of the table and not of the class: the session need not look for rows it might hold.
_TABLE: Any = IdempotencyRecord.__table__
_THIS = (_TABLE.c.person_id == bindparam("whose"), _TABLE.c.key == bindparam("named"))
_ANSWER = update(_TABLE).where(*_THIS).values(status=bindparam("status"), answer=bindparam("answer"))
_KEPT = select(_TABLE.c.fingerprint, _TABLE.c.status, _TABLE.c.answer).where(*_THIS)


def once(run: Callable[[], Any]) -> Any:
    """Run the view; for a POST with a key, at most once per person and key. InvalidError on a reused key."""
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or key is None:
        return run()
    if not 8 <= len(key) <= 64 or not key.isascii() or not key.isprintable():
        raise BadRequestError("Idempotency-Key 应为 8 到 64 个可见的英文字符", code="bad_idempotency_key")
    person_id, print_ = g.actor.person_id, _fingerprint()
    if not _claim(person_id, key, print_):
        return _replay(person_id, key, print_)
    response = make_response(run())
    answer = {"status": response.status_code, "answer": response.get_data()}
    send(_ANSWER, {"whose": person_id, "named": key, **answer})
    return response


def _fingerprint() -> bytes:
    """What was asked, of whom. A form with files is taken apart: its boundary is new each time it is sent.

    Keyed: a paper ballot's choice is one of three, and a plain hash of the form would tell which.
    """
    hashed = hmac.new(current_app.config["SETTINGS"].secret_key.encode(), digestmod=hashlib.sha256)
    hashed.update(f"{request.method} {request.path}\n".encode() + request.query_string + b"\n")
    if request.mimetype != "multipart/form-data" or not request.files:
        hashed.update(request.get_data(cache=True))
        return hashed.digest()
    hashed.update(repr(sorted(request.form.items(multi=True))).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda one: one[0]):
        hashed.update(repr(name).encode() + hashlib.sha256(file.stream.read()).digest())
        file.stream.seek(0)
    return hashed.digest()


def _claim(person_id: int, key: str, print_: bytes) -> bool:
    row = {"whose": person_id, "named": key, "print": print_, "at": utc_now()}
    # Not `rowcount`: psycopg's is -1 here, which would let the twin run as well.
    return bool(send(_claiming(db.session.get_bind().dialect.name), row))


@cache
def _claiming(dialect: str) -> Any:
    row = {"person_id": "whose", "key": "named", "fingerprint": "print", "created_at": "at"}
    new = insert_of(dialect, _TABLE).values({column: bindparam(name) for column, name in row.items()})
    return new.on_conflict_do_nothing().returning(_TABLE.c.key)


def _replay(person_id: int, key: str, print_: bytes) -> Response:
    (kept,) = rows(_KEPT, {"whose": person_id, "named": key})
    if kept.fingerprint != print_:
        raise InvalidError("同一个提交编号被用在了不同的内容上，请重新提交", code="idempotency_key_reused")
    headers = {"Idempotent-Replay": "true"}
    return Response(kept.answer, status=kept.status, mimetype="application/json", headers=headers)


def forget_old() -> int:
    """The clock's work: drop rows past their time. Returns how many."""
    done: Any = db.session.execute(
        delete(IdempotencyRecord).where(IdempotencyRecord.created_at < utc_now() - KEPT_FOR)
    )
    return int(done.rowcount)


def forget_person(person_id: int) -> None:
    """Drop the answers kept for a person who closed his account: they name him."""
    db.session.execute(delete(IdempotencyRecord).where(IdempotencyRecord.person_id == person_id))
