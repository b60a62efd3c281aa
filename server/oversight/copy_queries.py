"""SELECTs on the copies of the ledgers' heads, and on what the communities now say their heads were."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Row, and_, func, or_, select

from server.core.audit import AuditEntry
from server.core.tenancy import across_communities
from server.deliberation.gate_models import GateDecision, GateHead
from server.extensions import db
from server.oversight.models import CopiedChain, LedgerCopy
from server.places.models import Community

Rows: TypeAlias = Sequence[Row[*tuple[Any, ...]]]
_C = LedgerCopy


def communities_below(subtrees: Iterable[str], after: int | None, limit: int) -> Rows:
    """(id, name) of communities whose 区划 code begins with one of these, by id, one more than `limit`."""
    below = or_(*(Community.region_code.startswith(one) for one in subtrees))
    asked = select(Community.id, Community.name).where(below).order_by(Community.id).limit(limit + 1)
    return db.session.execute(asked.where(Community.id > after) if after else asked).all()


def latest(communities: Iterable[int]) -> dict[int, LedgerCopy]:
    """community → the copy of its gate ledger's head of the last day."""
    last = (
        select(_C.community_id, func.max(_C.day).label("day"))
        .where(_C.chain == CopiedChain.GATE, _C.community_id.in_(list(communities)))
        .group_by(_C.community_id)
        .subquery()
    )
    asked = select(_C).join(last, and_(_C.community_id == last.c.community_id, _C.day == last.c.day))
    with across_communities():
        found = db.session.scalars(asked.where(_C.chain == CopiedChain.GATE))
        return {copy.community_id: copy for copy in found}


def copies_of(community_id: int) -> Sequence[LedgerCopy]:
    """Every copy of one community's heads, from the first day."""
    asked = select(_C).where(_C.community_id == community_id)
    return db.session.scalars(asked.order_by(_C.day, _C.chain)).all()


def differing(communities: Iterable[int]) -> Rows:
    """(community_id, chain, day) of every copy with which the community's own tables agree no more.

    Of the gate ledger the head published that day and the decision it was the hash of, of the audit chain
    the entry.
    """
    head = and_(GateHead.community_id == _C.community_id, GateHead.day == _C.day)
    decision = and_(GateDecision.community_id == _C.community_id, GateDecision.seq == _C.seq)
    entry = and_(AuditEntry.community_id == _C.community_id, AuditEntry.seq == _C.seq)
    gate = and_(
        _C.chain == CopiedChain.GATE,
        or_(
            GateHead.hash.is_distinct_from(_C.hash),
            GateHead.seq != _C.seq,
            and_(_C.seq > 0, GateDecision.hash.is_distinct_from(_C.hash)),
        ),
    )
    audit = and_(_C.chain == CopiedChain.AUDIT, _C.seq > 0, AuditEntry.hash.is_distinct_from(_C.hash))
    asked = select(_C.community_id, _C.chain, _C.day).outerjoin(GateHead, head)
    asked = asked.outerjoin(GateDecision, decision).outerjoin(AuditEntry, entry)
    with across_communities():
        return db.session.execute(
            asked.where(_C.community_id.in_(list(communities)), or_(gate, audit)).order_by(_C.day, _C.chain)
        ).all()


def heads_without_copy(community_id: int, before: date) -> Sequence[GateHead]:
    """Heads that the community published before this day and the district does not have."""
    kept = and_(
        _C.chain == CopiedChain.GATE, _C.community_id == GateHead.community_id, _C.day == GateHead.day
    )
    asked = select(GateHead).outerjoin(_C, kept)
    missing = (GateHead.community_id == community_id, GateHead.day < before, _C.day.is_(None))
    return db.session.scalars(asked.where(*missing).order_by(GateHead.day)).all()
