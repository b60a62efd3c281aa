"""Who did what with an office or to a state: one chained row each, in the same transaction.

The chain commits to a salted hash of the details, which lie in a side table: erasing a person
later removes the details and leaves the chain whole.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from server.core import chains
from server.core.access import Actor
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.extensions import db
from server.kit import chain
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC
from server.kit.db import Base, Json, utc_now
from server.kit.frozen import freeze
from server.kit.ids import new_id

CHAIN = "audit"


class AuditEntry(CommunityOwned, Identified, Base):
    """One deed. Never updated, never deleted."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index(None, "community_id", "seq", unique=True),)

    seq: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int]
    role: Mapped[str] = mapped_column(String(24), info=COMMUNITY)
    deed: Mapped[str] = mapped_column(String(48), info=COMMUNITY)
    object_id: Mapped[int]
    commitment: Mapped[bytes] = mapped_column(info=PUBLIC)
    previous_hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    hash: Mapped[bytes] = mapped_column(info=PUBLIC)


class AuditDetail(CommunityOwned, Base):
    """The details an entry commits to; may be erased."""

    __tablename__ = "audit_detail"
    __table_args__ = (tenant_key("entry_id", "audit_entry"),)

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(info=PERSONAL)
    detail: Mapped[dict[str, Any]] = mapped_column(Json, info=PERSONAL)


freeze(AuditEntry)


def record(actor: Actor, deed: str, object_id: int, **detail: Any) -> None:
    """Append one entry to the community's chain. `deed`: `feature.verb`; details: ids and words."""
    salt, hand = secrets.token_bytes(16), actor.hand
    facts = {
        "at": utc_now(),
        "person_id": hand.person_id,
        "role": acting_role(hand),
        "deed": deed,
        "object_id": object_id,
        "commitment": hashlib.sha256(salt + chain.canonical(detail)).digest(),
    }
    link = chains.append(CHAIN, facts)
    entry_id = new_id()
    db.session.add(
        AuditEntry(id=entry_id, seq=link.seq, previous_hash=link.previous, hash=link.hash, **facts)
    )
    db.session.flush()
    db.session.add(AuditDetail(entry_id=entry_id, salt=salt, detail=detail))


def acting_role(actor: Actor) -> str:
    """The office by which it was allowed; else any: what an office holder does here is done in office."""
    held = actor.office_for(actor.acting) if actor.acting else None
    if office := held or next(iter(actor.offices), None):
        return office.role.value
    return actor.members[0].role.value if actor.members else "person"


def entry_of(row: AuditEntry) -> dict[str, Any]:
    """What the hash of a stored row was made from."""
    names = ("at", "person_id", "role", "deed", "object_id", "commitment", "seq")
    return {name: getattr(row, name) for name in names}


def first_break() -> int | None:
    """Number of the first entry of the bound community that does not follow; None when the chain is whole."""
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    links = ((entry_of(row), row.previous_hash, row.hash) for row in rows)
    broken = chain.first_break(links, chains.head_of(CHAIN))
    return None if broken is None else broken + 1
