"""Emergencies: who switched one on, what each home answered, and who helps here.

A drill and a real one are rows of the same table that never share a home's answer, a need or a helper.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze


class Kind(StrEnum):
    TYPHOON = "typhoon"
    GAS = "gas"
    SUPPLY = "supply"  # 停水停电
    EPIDEMIC = "epidemic"
    FIRE = "fire"
    OTHER = "other"


class State(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


class Verb(StrEnum):
    BEGIN = "begin"
    EXTEND = "extend"
    END = "end"
    GIVE_WAY = "give_way"  # a drill ends because the real thing begins
    EXPIRE = "expire"


class Answer(StrEnum):
    SAFE = "safe"
    HELP = "help"
    AWAY = "away"


class Skill(StrEnum):
    CARRYING = "carrying"
    ERRANDS = "errands"
    COMPANY = "company"
    MEDICAL = "medical"
    REPAIRS = "repairs"  # 水电
    OTHER = "other"


_RUNNING = text("ended_at IS NULL")
_OF_ALL = text("ended_at IS NULL AND estate_id IS NULL")


class Emergency(CommunityOwned, Identified, Base):
    """One emergency of a community or of one estate. Over once `ends_at` is past, written down or not."""

    __tablename__ = "emergency"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint("length(trim(text)) > 0", name="says_something"),
        CheckConstraint("ends_at > begun_at", name="ends_later"),
        CheckConstraint("ended_at IS NULL OR ended_at <= ends_at", name="ended_in_time"),
        CheckConstraint("blanked_at IS NULL OR ended_at IS NOT NULL", name="blanked_after_the_end"),
        # One at a time for the community, and one for each estate.
        Index(
            "ix_emergency_of_all", "community_id",
            unique=True, sqlite_where=_OF_ALL, postgresql_where=_OF_ALL,
        ),
        Index(
            "ix_emergency_of_estate", "community_id", "estate_id",
            unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING,
        ),
        Index(None, "community_id", "estate_id"),
    )  # fmt: skip

    estate_id: Mapped[int | None]
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    text: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    is_drill: Mapped[bool]
    #: Whom to ring: [{name, number}].
    phones: Mapped[list[Any]] = mapped_column(Json, info=COMMUNITY)
    begun_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: When what homes wrote was removed; from then on only counts are shown.
    blanked_at: Mapped[datetime | None]


class EmergencyStep(CommunityOwned, Base):
    """Who switched it on, prolonged it or ended it, and why: public. `person_id` None: the clock."""

    __tablename__ = "emergency_step"
    __table_args__ = (
        tenant_key("emergency_id", "emergency"),
        CheckConstraint(one_of("verb", Verb), name="verb"),
        CheckConstraint("length(trim(reason)) > 0", name="says_why"),
    )

    emergency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    verb: Mapped[Verb] = mapped_column(Word(Verb))
    reason: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    ends_at: Mapped[datetime]
    person_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    org: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    at: Mapped[datetime]


class EmergencyAnswer(CommunityOwned, Base):
    """What a home last answered: one row for a home. `org`: the office that wrote it down for the home."""

    __tablename__ = "emergency_answer"
    __table_args__ = (
        tenant_key("emergency_id", "emergency"),
        tenant_key("home_id", "home"),
        CheckConstraint(one_of("answer", Answer), name="answer"),
        Index(None, "community_id", "home_id"),
    )

    emergency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[Answer] = mapped_column(Word(Answer), info=PERSONAL)
    name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    org: Mapped[str] = mapped_column(String(40), default="", info=PUBLIC)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EmergencyAnswerStep(CommunityOwned, Identified, Base):
    """Every answer a home ever gave in it, and who gave it."""

    __tablename__ = "emergency_answer_step"
    __table_args__ = (
        tenant_key("emergency_id", "emergency"),
        tenant_key("home_id", "home"),
        CheckConstraint(one_of("answer", Answer), name="answer"),
        Index(None, "community_id", "emergency_id", "home_id"),
        Index(None, "community_id", "home_id"),
    )

    emergency_id: Mapped[int]
    home_id: Mapped[int]
    answer: Mapped[Answer] = mapped_column(Word(Answer), info=PERSONAL)
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    org: Mapped[str] = mapped_column(String(40), default="", info=PUBLIC)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EmergencyVolunteer(CommunityOwned, Identified, Base):
    """A neighbour who offers to help in this one. `left_at`: he signed off."""

    __tablename__ = "emergency_volunteer"
    __table_args__ = (
        tenant_key("emergency_id", "emergency"),
        Index(None, "community_id", "emergency_id", "person_id", unique=True),
    )

    emergency_id: Mapped[int]
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    place: Mapped[str] = mapped_column(String(48), default="", info=COMMUNITY)
    #: Words of Skill.
    skills: Mapped[list[Any]] = mapped_column(Json, info=COMMUNITY)
    signed_at: Mapped[datetime] = mapped_column(default=utc_now)
    left_at: Mapped[datetime | None]


freeze(Emergency, but=frozenset({"ends_at", "ended_at", "blanked_at"}))
freeze(EmergencyStep)
freeze(EmergencyAnswerStep, emptied=True)
