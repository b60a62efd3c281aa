"""Tables of the evaluation: what each household says of the result, and what those who watch add."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import CheckConstraint, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.deliberation.models import CommentState
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC
from server.kit.db import Base, Word, one_of, utc_now
from server.kit.frozen import freeze

#: Who is not satisfied says why, in so many characters.
LEAST_COMPLAINT = 5


class Rating(IntEnum):
    UNSATISFIED = 1
    FAIR = 2
    SATISFIED = 3


class Evaluation(CommunityOwned, Base):
    """One household's word on the result; who gave it may change it while the evaluation lasts."""

    __tablename__ = "evaluation"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("home_id", "home"),
        CheckConstraint("rating BETWEEN 1 AND 3", name="rating"),
        CheckConstraint(f"rating <> 1 OR length(trim(body)) >= {LEAST_COMPLAINT}", name="complaint_says_why"),
        CheckConstraint("(state IS NULL) = (body = '')", name="words_are_checked"),
        CheckConstraint(f"state IS NULL OR {one_of('state', CommentState)}", name="state"),
        Index(None, "community_id", "home_id"),
        Index(None, "community_id", "state"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    home_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int]
    rating: Mapped[int] = mapped_column(SmallInteger, info=PERSONAL)
    body: Mapped[str] = mapped_column(String(500), default="", info=COMMUNITY)
    #: Of the words: None where there are none. The rating counts whatever becomes of them.
    state: Mapped[CommentState | None] = mapped_column(Word(CommentState))
    reason: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    #: How often it was given: a verdict of the check is about these words and no earlier ones.
    times: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class EvaluationRemark(CommunityOwned, Identified, Base):
    """What a member of the 监督委员会 adds, in office and in public. Written once."""

    __tablename__ = "evaluation_remark"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        Index(None, "community_id", "topic_id", "person_id", unique=True),
    )

    topic_id: Mapped[int]
    person_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    organisation: Mapped[str] = mapped_column(String(40), info=PUBLIC)
    body: Mapped[str] = mapped_column(String(1000), info=COMMUNITY)
    at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(EvaluationRemark)
