"""Who stands behind a topic before it is on the agenda, and by which words it is found again."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, tenant_key
from server.kit.classes import COMMUNITY
from server.kit.db import Base, utc_now


class Second(CommunityOwned, Base):
    """附议, counted by household: the key lets a home stand behind a topic once."""

    __tablename__ = "topic_second"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("home_id", "home"),
        Index(None, "community_id", "home_id"),
        Index(None, "community_id", "person_id"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class TopicGram(CommunityOwned, Base):
    """A pair of neighbouring characters in a submitted topic: the same index on every database."""

    __tablename__ = "topic_gram"
    __table_args__ = (tenant_key("topic_id", "topic"), Index(None, "community_id", "topic_id"))

    gram: Mapped[str] = mapped_column(String(4), primary_key=True, info=COMMUNITY)
    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
