"""The stream."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Authored
from server.core.tenancy import CommunityOwned
from server.kit.classes import COMMUNITY
from server.kit.db import Base, Json, Word, one_of


class FeedKind(StrEnum):
    POST = "post"
    TOPIC = "topic"
    ITEM = "item"


class FeedEntry(CommunityOwned, Authored, Base):
    """One card. `sort` is time-ordered (the id of what it shows, or of its last public step)."""

    __tablename__ = "feed_entry"
    __table_args__ = (
        CheckConstraint(one_of("kind", FeedKind), name="kind"),
        Index(None, "community_id", "sort"),
    )

    kind: Mapped[FeedKind] = mapped_column(Word(FeedKind), primary_key=True)
    ref_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sort: Mapped[int]
    board: Mapped[str] = mapped_column(String(24), info=COMMUNITY)
    estate_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(80), info=COMMUNITY)
    excerpt: Mapped[str] = mapped_column(String(160), default="", info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, info=COMMUNITY)
    badge: Mapped[str] = mapped_column(String(60), default="", info=COMMUNITY)
    #: plain, green, clock, party or above: which token colours the badge.
    tone: Mapped[str] = mapped_column(String(8), default="plain", info=COMMUNITY)
    #: Who filed it for its author, and what he said of that: FiledOut, or None where he wrote it himself.
    filed: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    at: Mapped[datetime]
