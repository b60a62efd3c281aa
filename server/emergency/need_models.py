"""What homes ask for in an emergency. The words themselves lie sealed in a table of their own."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import PERSONAL, PUBLIC, SENSITIVE
from server.kit.db import Base, Word, one_of, utc_now
from server.kit.frozen import freeze


class NeedKind(StrEnum):
    DOCTOR = "doctor"
    MEDICINE = "medicine"
    FOOD = "food"
    SUPPLY = "supply"  # 水电
    CARE = "care"
    LEAVING = "leaving"  # 撤离
    OTHER = "other"


class NeedState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    CANCELLED = "cancelled"


class NeedVerb(StrEnum):
    ASK = "ask"
    TAKE = "take"
    DISPATCH = "dispatch"
    RELEASE = "release"
    RECALL = "recall"
    FINISH = "finish"
    SETTLE = "settle"
    CANCEL = "cancel"


_LIVE = text("state IN ('open', 'taken')")


class EmergencyNeed(CommunityOwned, Identified, Base):
    """One thing a home needs. `taker_id`: the volunteer who sees to it; `org`: who wrote it, in office."""

    __tablename__ = "emergency_need"
    __table_args__ = (
        tenant_key("emergency_id", "emergency"),
        tenant_key("home_id", "home"),
        tenant_key("taker_id", "emergency_volunteer"),
        CheckConstraint(one_of("kind", NeedKind), name="kind"),
        CheckConstraint(one_of("state", NeedState), name="state"),
        CheckConstraint("state <> 'taken' OR taker_id IS NOT NULL", name="taken_by_somebody"),
        CheckConstraint("state NOT IN ('open', 'cancelled') OR taker_id IS NULL", name="taken_by_nobody"),
        # Asked twice with two taps it is still one need.
        Index(
            "ix_emergency_need_live", "community_id", "emergency_id", "home_id", "kind",
            unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE,
        ),
        Index(None, "community_id", "emergency_id", "id"),
        Index(None, "community_id", "home_id"),
        Index(None, "community_id", "taker_id"),
    )  # fmt: skip

    emergency_id: Mapped[int]
    home_id: Mapped[int]
    kind: Mapped[NeedKind] = mapped_column(Word(NeedKind), info=PERSONAL)
    state: Mapped[NeedState] = mapped_column(Word(NeedState), default=NeedState.OPEN)
    asker_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    org: Mapped[str] = mapped_column(String(40), default="", info=PUBLIC)
    taker_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class EmergencyNeedStep(CommunityOwned, Identified, Base):
    """One move of a need: who, from, to."""

    __tablename__ = "emergency_need_step"
    __table_args__ = (
        tenant_key("need_id", "emergency_need"),
        CheckConstraint(one_of("verb", NeedVerb), name="verb"),
        Index(None, "community_id", "need_id", "id"),
    )

    need_id: Mapped[int]
    verb: Mapped[NeedVerb] = mapped_column(Word(NeedVerb))
    from_state: Mapped[NeedState | None] = mapped_column(Word(NeedState))
    to_state: Mapped[NeedState] = mapped_column(Word(NeedState))
    person_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EmergencyNeedVault(CommunityOwned, Base):
    """What the home wrote and what was noted at the end; may speak of illness. Removed after a while."""

    __tablename__ = "emergency_need_vault"
    __table_args__ = (tenant_key("need_id", "emergency_need"),)

    need_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)
    note_sealed: Mapped[bytes | None] = mapped_column(info=SENSITIVE)


freeze(EmergencyNeed, but=frozenset({"state", "taker_id"}))
freeze(EmergencyNeedStep)
