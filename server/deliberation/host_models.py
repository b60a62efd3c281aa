"""居民主持人: whom the party organisation named to host one topic, and how that ended."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY
from server.kit.db import Base, Word, one_of, utc_now
from server.kit.frozen import freeze


class HostVerb(StrEnum):
    NAME = "name"
    DISMISS = "dismiss"
    DECLINE = "decline"


class Ending(StrEnum):
    DISMISSED = "dismissed"  # by the party organisation
    DECLINED = "declined"  # by himself


class HostNaming(CommunityOwned, Identified, Base):
    """One naming: who, by whom, why, and who ended it and why. A topic has one host at a time."""

    __tablename__ = "host_naming"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("ending", Ending), name="ending"),
        CheckConstraint(
            "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_by IS NULL)"
            " AND (ending IS NULL) = (end_reason IS NULL)",
            name="ended_whole",
        ),
        CheckConstraint(
            "ending IS NULL OR ending <> 'declined' OR ended_by = person_id", name="declines_himself"
        ),
        Index(
            "uq_host_naming_live",
            "community_id",
            "topic_id",
            unique=True,
            postgresql_where=text("ending IS NULL"),
            sqlite_where=text("ending IS NULL"),
        ),
        Index(None, "community_id", "topic_id"),
    )

    topic_id: Mapped[int]
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    #: 五老, 楼组长…
    tag: Mapped[str | None] = mapped_column(String(20), info=COMMUNITY)
    named_by: Mapped[int]
    named_by_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    reason: Mapped[str] = mapped_column(String(200), default="", info=COMMUNITY)
    named_at: Mapped[datetime] = mapped_column(default=utc_now)
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))
    ended_by: Mapped[int | None]
    end_reason: Mapped[str | None] = mapped_column(String(200), info=COMMUNITY)
    ended_at: Mapped[datetime | None]


freeze(HostNaming, but=frozenset({"ending", "ended_by", "end_reason", "ended_at"}))
