"""Tables of enrolment: the posters' scenes, applications and their steps."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.identity.models import Assurance, Relation
from server.kit.classes import COMMUNITY, PERSONAL, SENSITIVE
from server.kit.db import Base, Word, one_of, utc_now


class SceneState(StrEnum):
    ACTIVE = "active"
    ROTATED = "rotated"  # a newer poster hangs; forms begun shortly before still count
    REVOKED = "revoked"  # leaked: no grace


_ACTIVE = text("state = 'active'")


class EnrolmentScene(Base):
    """The random word inside an estate's QR code. It gives the community's name and the right to apply."""

    __tablename__ = "enrolment_scene"
    __table_args__ = (
        CheckConstraint(one_of("state", SceneState), name="state"),
        CheckConstraint("(state = 'active') = (ended_at IS NULL)", name="ended_when_not_active"),
        CheckConstraint("length(scene) <= 32", name="fits_wechat"),
        Index(None, "community_id", "estate_id", "number", unique=True),
        Index(
            "uq_enrolment_scene_active",
            "community_id",
            "estate_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
    )

    scene: Mapped[str] = mapped_column(String(32), primary_key=True, info=COMMUNITY)
    community_id: Mapped[int] = mapped_column(SmallInteger, ForeignKey("community.id"), index=True)
    estate_id: Mapped[int]
    #: Counts the posters of one estate.
    number: Mapped[int]
    #: Printed on the poster, shown in the app after a scan.
    serial: Mapped[str] = mapped_column(String(16), info=COMMUNITY)
    state: Mapped[SceneState] = mapped_column(Word(SceneState), default=SceneState.ACTIVE)
    issued_by: Mapped[int]
    issued_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None]


class ApplicationState(StrEnum):
    APPLIED = "applied"  # 已提交, the real name is being checked
    VERIFIED = "verified"  # 待审核 by the committee
    APPROVED = "approved"
    RETURNED = "returned"  # 退回补充
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RollMatch(StrEnum):
    """What the committee's roll says of the applicant and the home he names."""

    UNKNOWN = "unknown"  # no such home, or the home's owners are not on the roll
    MATCHED = "matched"  # an owner of this home has this name
    DIFFERENT = "different"  # the home's owners have other names


_OPEN = text("state IN ('applied', 'verified', 'returned')")


class Application(CommunityOwned, Identified, Base):
    """A wish to join. Approval, and nothing else, makes the membership."""

    __tablename__ = "application"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("state", ApplicationState), name="state"),
        CheckConstraint(one_of("relation", Relation), name="relation"),
        CheckConstraint(one_of("roll", RollMatch), name="roll"),
        CheckConstraint(one_of("assurance", Assurance), name="assurance"),
        CheckConstraint("(state = 'approved') <= (home_id IS NOT NULL)", name="approved_has_home"),
        CheckConstraint("state NOT IN ('returned', 'refused') OR reason IS NOT NULL", name="reason_given"),
        Index(None, "community_id", "state", "id"),
        Index(None, "community_id", "person_id"),
        # One open application per person and door.
        Index(
            "uq_application_open",
            "community_id",
            "person_id",
            "estate_id",
            "building",
            "room",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    person_id: Mapped[int]
    scene: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    estate_id: Mapped[int]
    building: Mapped[str] = mapped_column(String(24), info=PERSONAL)
    room: Mapped[str] = mapped_column(String(24), info=PERSONAL)
    home_id: Mapped[int | None]
    relation: Mapped[Relation] = mapped_column(Word(Relation))
    state: Mapped[ApplicationState] = mapped_column(Word(ApplicationState), default=ApplicationState.APPLIED)
    reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    roll: Mapped[RollMatch] = mapped_column(Word(RollMatch), default=RollMatch.UNKNOWN, info=PERSONAL)
    assurance: Mapped[Assurance] = mapped_column(Word(Assurance), default=Assurance.NONE)
    #: The number is already verified under another account; only the committee learns it.
    duplicate: Mapped[bool] = mapped_column(default=False, info=PERSONAL)
    masked_name: Mapped[str] = mapped_column(String(16), info=PERSONAL)
    masked_phone: Mapped[str] = mapped_column(String(16), info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    #: When this form was handed in; later than `created_at` after a correction.
    submitted_at: Mapped[datetime] = mapped_column(default=utc_now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ApplicationVault(CommunityOwned, Base):
    """Class 4 of an application, sealed; dropped when the application ends."""

    __tablename__ = "application_vault"
    __table_args__ = (
        tenant_key("application_id", "application", ondelete="CASCADE"),
        Index(None, "community_id", "number_index"),
    )

    application_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)
    number_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)
    number_index: Mapped[bytes] = mapped_column(info=SENSITIVE)
    phone_sealed: Mapped[bytes] = mapped_column(info=SENSITIVE)


class ApplicationStep(CommunityOwned, Identified, Base):
    """One move of an application: who, from, to, why."""

    __tablename__ = "application_step"
    __table_args__ = (
        tenant_key("application_id", "application", ondelete="CASCADE"),
        Index(None, "community_id", "application_id"),
    )

    application_id: Mapped[int]
    person_id: Mapped[int]
    by: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    verb: Mapped[str] = mapped_column(String(16), info=COMMUNITY)
    from_state: Mapped[ApplicationState | None] = mapped_column(Word(ApplicationState))
    to_state: Mapped[ApplicationState] = mapped_column(Word(ApplicationState))
    reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class ApplicationRef(Base):
    """Which community an application lies in: its path carries no tenant."""

    __tablename__ = "application_ref"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    community_id: Mapped[int] = mapped_column(SmallInteger, ForeignKey("community.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
