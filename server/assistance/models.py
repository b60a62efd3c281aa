"""The table of what was filed for others."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, Json, Word, one_of, utc_now


class FilingKind(StrEnum):
    """What was filed."""

    POST = "post"
    TOPIC = "topic"


class ConsentKind(StrEnum):
    """How the neighbour agreed that it is filed for him."""

    SPOKEN = "spoken"  # face to face
    PHONE = "phone"
    WRITTEN = "written"


class FilingState(StrEnum):
    WAITING = "waiting"  # for the neighbour's own word
    CONFIRMED = "confirmed"
    DISOWNED = "disowned"  # 不是我的意思


class Filing(CommunityOwned, Identified, Base):
    """One post or topic that a helper filed for a neighbour. Answered once, by the neighbour alone.

    Name, office and title are as they were when it was filed. The consent is for the neighbour, the helper
    and the staff who answer for the estate; neighbours read only whose office filed it.
    """

    __tablename__ = "filing"
    __table_args__ = (
        tenant_key("membership_id", "membership"),
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("kind", FilingKind), name="kind"),
        CheckConstraint(one_of("consent", ConsentKind), name="consent"),
        CheckConstraint(one_of("state", FilingState), name="state"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered_has_its_time"),
        CheckConstraint("helper_id <> person_id", name="for_another"),
        Index(None, "community_id", "kind", "subject_id", unique=True),
        Index(None, "community_id", "person_id", "id"),
        Index(None, "community_id", "helper_id", "id"),
        Index(None, "community_id", "membership_id"),
        Index(None, "community_id", "estate_id"),
    )

    kind: Mapped[FilingKind] = mapped_column(Word(FilingKind))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    #: The neighbour: author of what was filed, as a member of this home.
    person_id: Mapped[int]
    membership_id: Mapped[int]
    #: Where he lives, and so whose staff read the consent.
    estate_id: Mapped[int]
    person_name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    helper_id: Mapped[int]
    helper_name: Mapped[str] = mapped_column(String(32), info=PERSONAL)
    helper_role: Mapped[str] = mapped_column(String(24), info=COMMUNITY)
    helper_place: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    consent: Mapped[ConsentKind] = mapped_column(Word(ConsentKind), info=PERSONAL)
    consent_words: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    #: Of the note that he wrote.
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=PERSONAL)
    state: Mapped[FilingState] = mapped_column(Word(FilingState), default=FilingState.WAITING)
    filed_at: Mapped[datetime] = mapped_column(default=utc_now)
    answered_at: Mapped[datetime | None]
    #: What he adds when it was not his word.
    reason: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
