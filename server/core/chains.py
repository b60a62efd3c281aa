"""The heads of a community's hash chains. Appending locks the head row, so a chain never forks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from server.core.database import insert_into
from server.core.tenancy import CommunityOwned, bound_community
from server.extensions import db
from server.kit import chain
from server.kit.classes import PUBLIC
from server.kit.db import Base


class ChainHead(CommunityOwned, Base):
    """Last link of one chain (`audit`, `gate`) of one community."""

    __tablename__ = "chain_head"

    name: Mapped[str] = mapped_column(String(16), primary_key=True, info=PUBLIC)
    seq: Mapped[int]
    hash: Mapped[bytes] = mapped_column(info=PUBLIC)


@dataclass(frozen=True)
class Link:
    seq: int
    previous: bytes
    hash: bytes


def hold(name: str) -> None:
    """Nobody else appends to this community's chain until the transaction ends: for an entry that has to
    look at the one before it."""
    if _locked(name) is None:
        _begun(name)


def append(name: str, entry: Mapping[str, Any]) -> Link:
    """The next link of this community's chain for `entry`, to which `seq` is added. Holds the head's lock."""
    last = _locked(name) or _begun(name)
    seq = last.seq + 1
    hashed = chain.link(last.hash, {**entry, "seq": seq})
    db.session.execute(update(ChainHead).where(ChainHead.name == name).values(seq=seq, hash=hashed))
    return Link(seq, last.hash, hashed)


def _locked(name: str) -> Row[int, bytes] | None:
    asked = select(ChainHead.seq, ChainHead.hash).where(ChainHead.name == name).with_for_update()
    return db.session.execute(asked).one_or_none()


def _begun(name: str) -> Row[int, bytes]:
    """The head of a chain without links. Of two who begin it at once the second waits for the first."""
    nothing = {"community_id": bound_community(), "name": name, "seq": 0, "hash": chain.GENESIS}
    db.session.execute(insert_into(ChainHead).values(nothing).on_conflict_do_nothing())
    head = _locked(name)
    assert head is not None
    return head


def head_of(name: str) -> bytes:
    """The published head; the genesis of an empty chain."""
    return end_of(name)[1]


def end_of(name: str) -> tuple[int, bytes]:
    """(seq, head) of the last link; (0, genesis) of an empty chain."""
    found = db.session.execute(
        select(ChainHead.seq, ChainHead.hash).where(ChainHead.name == name)
    ).one_or_none()
    return (found.seq, found.hash) if found else (0, chain.GENESIS)
