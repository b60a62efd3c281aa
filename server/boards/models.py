"""Tables of the boards. A post and a comment share their states: both are text that is checked."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Assisted, Authored
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PERSONAL
from server.kit.db import Base, Json, Word, one_of, utc_now


class Board(StrEnum):
    NOTICE = "notice"  # 社区公告
    NEARBY = "nearby"  # 身边事


class Kind(StrEnum):
    MATTER = "matter"  # 重大事项
    EVENT = "event"  # 活动通知
    RESULT = "result"  # 工作成果
    ASK = "ask"  # 诉求
    SUGGEST = "suggest"  # 建议
    SHARE = "share"  # 生活分享


class State(StrEnum):
    CHECKING = "checking"  # waits for the content check; only its author sees it
    PUBLISHED = "published"
    HELD = "held"  # waits for a clerk
    REFUSED = "refused"
    HIDDEN = "hidden"  # taken off the board by a clerk
    WITHDRAWN = "withdrawn"


class ReportReason(StrEnum):
    SPAM = "spam"
    OFFENSIVE = "offensive"
    PRIVATE = "private"
    OTHER = "other"


def _reasoned() -> CheckConstraint:
    return CheckConstraint(
        "state NOT IN ('refused', 'hidden') OR reason IS NOT NULL", name="reason_when_gone"
    )


_ON_DESK = text("state = 'held' OR reports > 0")
_PUBLISHED = text("state = 'published'")


class Said(Authored):
    """Mixin of post and comment: the state, why it is not public, and whom it reaches."""

    #: Whose people see it; None: the whole community. A comment reaches whom its post reaches.
    estate_id: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text, info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    state: Mapped[State] = mapped_column(Word(State), default=State.CHECKING)
    #: What the check or the clerk told the author.
    reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    #: Reports nobody has answered yet.
    reports: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Post(CommunityOwned, Identified, Said, Assisted, Base):
    """One entry of a board. `comments` and `thanks` count what is public and are only ever moved by SQL."""

    __tablename__ = "post"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        CheckConstraint(one_of("board", Board), name="board"),
        CheckConstraint(one_of("kind", Kind), name="kind"),
        CheckConstraint(one_of("state", State), name="state"),
        CheckConstraint(
            "(board = 'notice') = (kind IN ('matter', 'event', 'result'))", name="kind_of_its_board"
        ),
        CheckConstraint("NOT pinned OR state = 'published'", name="pinned_is_public"),
        CheckConstraint("(answer_id IS NULL) = (answered_at IS NULL)", name="answer_has_its_time"),
        CheckConstraint("comments >= 0 AND thanks >= 0 AND reports >= 0", name="counts"),
        _reasoned(),
        Index("ix_post_board", "community_id", "board", "id", sqlite_where=_PUBLISHED,
              postgresql_where=_PUBLISHED),
        Index("ix_post_pinned", "community_id", "board", "id", sqlite_where=text("pinned"),
              postgresql_where=text("pinned")),
        Index("ix_post_desk", "community_id", "id", sqlite_where=_ON_DESK, postgresql_where=_ON_DESK),
        Index(None, "community_id", "author_id", "id"),
        Index(None, "community_id", "estate_id"),
    )  # fmt: skip

    board: Mapped[Board] = mapped_column(Word(Board))
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    title: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    pinned: Mapped[bool] = mapped_column(default=False)
    comments: Mapped[int] = mapped_column(default=0)
    thanks: Mapped[int] = mapped_column(default=0)
    #: The first published comment of the committee or the party organisation under a 诉求 or 建议.
    answer_id: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(48), info=COMMUNITY)


class Comment(CommunityOwned, Identified, Said, Base):
    __tablename__ = "comment"
    __table_args__ = (
        tenant_key("post_id", "post"),
        CheckConstraint(one_of("state", State), name="state"),
        _reasoned(),
        Index(None, "community_id", "post_id", "id"),
        Index(None, "community_id", "author_id", "post_id"),
        Index("ix_comment_desk", "community_id", "id", sqlite_where=_ON_DESK, postgresql_where=_ON_DESK),
    )

    post_id: Mapped[int]
    reply_to: Mapped[int | None]
    reply_to_name: Mapped[str] = mapped_column(String(32), default="", info=COMMUNITY)


class Reaction(CommunityOwned, Base):
    """One person's thanks for one post."""

    __tablename__ = "reaction"
    __table_args__ = (tenant_key("post_id", "post"),)

    post_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Report(CommunityOwned, Identified, Base):
    """A neighbour finds a post or comment wrong. It hides nothing by itself, and a home counts once."""

    __tablename__ = "report"
    __table_args__ = (
        tenant_key("post_id", "post"),
        CheckConstraint(one_of("reason_code", ReportReason), name="reason_code"),
        Index(None, "community_id", "object_id", "counted_as", unique=True),
        Index(None, "community_id", "post_id", "person_id"),
    )

    post_id: Mapped[int]
    #: The post itself or one of its comments.
    object_id: Mapped[int]
    person_id: Mapped[int]
    #: The home that reports, or the person where he has none here.
    counted_as: Mapped[int]
    reason_code: Mapped[ReportReason] = mapped_column(Word(ReportReason), info=PERSONAL)
    note: Mapped[str] = mapped_column(String(200), default="", info=PERSONAL)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    settled_at: Mapped[datetime | None]


class PostStep(CommunityOwned, Identified, Base):
    """One move of a post or a comment under it: who, from, to, why. `person_id` None: the content check."""

    __tablename__ = "post_step"
    __table_args__ = (
        tenant_key("post_id", "post"),
        tenant_key("comment_id", "comment"),
        CheckConstraint(
            "to_state NOT IN ('refused', 'hidden') OR reason IS NOT NULL", name="reason_when_gone"
        ),
        Index(None, "community_id", "post_id", "id"),
        Index(None, "community_id", "comment_id"),
    )

    post_id: Mapped[int]
    comment_id: Mapped[int | None]
    person_id: Mapped[int | None]
    verb: Mapped[str] = mapped_column(String(16), info=COMMUNITY)
    from_state: Mapped[State] = mapped_column(Word(State))
    to_state: Mapped[State] = mapped_column(Word(State))
    reason: Mapped[str | None] = mapped_column(String(300), info=PERSONAL)
    at: Mapped[datetime] = mapped_column(default=utc_now)
