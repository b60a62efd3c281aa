"""The heads of a community's hash chains. Appending locks the head row, so a chain never forks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, bound_community
from server.extensions import db
from server.kit import chain
from server.kit.db import Base


class ChainHead(CommunityOwned, Base):
    """Last link of one chain (`audit`, `gate`) of one community."""

    __tablename__ = "chain_head"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes]


@dataclass(frozen=True)
class Link:
    seq: int
    previous: bytes
    hash: bytes


def append(name: str, entry: Mapping[str, Any]) -> Link:
    """The next link of this community's chain for `entry`, to which `seq` is added. Holds the head's lock."""
    head = db.session.execute(
        select(ChainHead.seq, ChainHead.hash).where(ChainHead.name == name).with_for_update()
    ).one_or_none()
    seq, previous = (head.seq + 1, head.hash) if head else (1, chain.GENESIS)
    hashed = chain.link(previous, {**entry, "seq": seq})
    if head:
        db.session.execute(update(ChainHead).where(ChainHead.name == name).values(seq=seq, hash=hashed))
    else:
        # Two first entries at once: the primary key lets one through, the other request answers 409.
        db.session.execute(
            insert(ChainHead).values(community_id=bound_community(), name=name, seq=seq, hash=hashed)
        )
    return Link(seq, previous, hashed)


def head_of(name: str) -> bytes:
    """The published head; the genesis of an empty chain."""
    found: bytes | None = db.session.scalar(select(ChainHead.hash).where(ChainHead.name == name))
    return found or chain.GENESIS
