"""The inbox."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, Word, one_of, utc_now


class Kind(StrEnum):
    ENROLMENT = "enrolment"
    POST = "post"
    TOPIC = "topic"
    POLL = "poll"
    ITEM = "item"
    ORDER = "order"
    EMERGENCY = "emergency"
    PRIVACY = "privacy"


class Notice(CommunityOwned, Identified, Base):
    """One line for one person. `source` makes a second delivery of the same event a no-op."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind"),
        Index(None, "community_id", "person_id", "source", unique=True),
        Index(
            "ix_notice_unread",
            "community_id",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    person_id: Mapped[int]
    source: Mapped[str] = mapped_column(String(80), info=COMMUNITY)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    title: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    body: Mapped[str] = mapped_column(String(300), default="", info=PERSONAL)
    link: Mapped[str] = mapped_column(String(48), info=COMMUNITY)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    read_at: Mapped[datetime | None]
