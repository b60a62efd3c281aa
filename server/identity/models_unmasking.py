"""Who looked at whose name, telephone or identity number in full, and why."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.access import Role
from server.core.tenancy import CommunityOwned, Identified
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, Word, one_of
from server.kit.frozen import freeze


class SubjectKind(StrEnum):
    APPLICATION = "application"  # 入住申请
    MEMBER = "member"  # 住户


class Field(StrEnum):
    """What can be opened at all."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"


class Ground(StrEnum):
    """What somebody may need it for. The words beside it say more."""

    CHECK_DOCUMENTS = "check_documents"
    CONTACT = "contact"
    PAPER_BALLOT = "paper_ballot"
    EMERGENCY = "emergency"
    DISPUTE = "dispute"


SUBJECT_NAMES = {SubjectKind.APPLICATION: "入住申请", SubjectKind.MEMBER: "住户信息"}
FIELD_NAMES = {Field.NAME: "姓名", Field.PHONE: "手机号", Field.ID_NUMBER: "身份证号码"}
GROUND_NAMES = {
    Ground.CHECK_DOCUMENTS: "核对证件",
    Ground.CONTACT: "联系本人",
    Ground.PAPER_BALLOT: "纸质票核对",
    Ground.EMERGENCY: "应急",
    Ground.DISPUTE: "处理纠纷",
}


class Unmasking(CommunityOwned, Identified, Base):
    """One look. Append-only: whom it was about reads it, and nobody takes it back."""

    __tablename__ = "unmasking"
    __table_args__ = (
        CheckConstraint(one_of("subject_kind", SubjectKind), name="subject_kind"),
        CheckConstraint(one_of("ground", Ground), name="ground"),
        CheckConstraint(one_of("by_role", Role), name="by_role"),
        CheckConstraint("with_name OR with_phone OR with_id_number", name="opens_something"),
        CheckConstraint("length(trim(reason)) > 0", name="says_why"),
        Index(None, "community_id", "person_id", "id"),
        Index(None, "community_id", "by_person_id", "at"),
    )

    #: Whose it is.
    person_id: Mapped[int]
    subject_kind: Mapped[SubjectKind] = mapped_column(Word(SubjectKind))
    subject_id: Mapped[int]
    # A column for each field: the closed list is the table's own. A number that is not kept was asked for.
    with_name: Mapped[bool]
    with_phone: Mapped[bool]
    with_id_number: Mapped[bool]
    ground: Mapped[Ground] = mapped_column(Word(Ground))
    reason: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    by_person_id: Mapped[int]
    by_role: Mapped[Role] = mapped_column(Word(Role))
    #: The organisation of the duty: the person is told this, never the employee's own name.
    by_unit: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    at: Mapped[datetime]

    @property
    def opened(self) -> list[Field]:
        """What was asked for, in the order of the list."""
        return [field for field in Field if getattr(self, f"with_{field}")]


freeze(Unmasking)
