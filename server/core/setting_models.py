"""Tables of the 议事规则: what is in force in a community, and every change that led there."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import CheckConstraint, Dialect, Index, String, Text, TypeDecorator
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base
from server.kit.frozen import freeze

MOST_TEXT = 200


class Value(TypeDecorator[Any]):
    """One JSON value of any kind as text: SQLite turns the number in a JSON column into its own."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


class _Change:
    """What the value in force and the history both say. A law's number never stands without its article."""

    value: Mapped[Any] = mapped_column(Value, nullable=True, info=PUBLIC)
    law: Mapped[bool]
    cite: Mapped[str | None] = mapped_column(String(MOST_TEXT), info=PUBLIC)
    reason: Mapped[str] = mapped_column(String(MOST_TEXT), info=PUBLIC)
    changed_by: Mapped[int]
    changed_name: Mapped[str] = mapped_column(String(48), info=COMMUNITY)
    changed_at: Mapped[datetime]


def _checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("NOT law OR cite IS NOT NULL", name="law_is_cited"),
        CheckConstraint("length(reason) > 0", name="reasoned"),
    )


class CommunitySetting(_Change, CommunityOwned, Base):
    """The value in force; null is the default again. A setting nobody changed has no row."""

    __tablename__ = "community_setting"
    __table_args__ = _checks()

    key: Mapped[str] = mapped_column(String(48), primary_key=True, info=PUBLIC)


class SettingChange(_Change, CommunityOwned, Identified, Base):
    """One change. Never updated, never deleted."""

    __tablename__ = "setting_change"
    __table_args__ = (*_checks(), Index(None, "community_id", "key", "id"))

    key: Mapped[str] = mapped_column(String(48), info=PUBLIC)


freeze(SettingChange)
