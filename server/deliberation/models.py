"""Tables of topics. What a state promises, a CHECK keeps; the gates' own rows are in gate_models.py."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Authored
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze


class TopicState(StrEnum):
    """Where a topic stands. The chain after the decision (project … covenant) joins here later."""

    DRAFT = "draft"
    GATE1_PENDING = "gate1_pending"  # 待把关①: onto the agenda
    RETURNED = "returned"
    DECLINED = "declined"
    ADMITTED = "admitted"
    GATE2_PENDING = "gate2_pending"  # 待把关②: the discussion plan
    DISCUSSING = "discussing"
    PAUSED = "paused"
    SUMMARISED = "summarised"
    GATE3_PENDING = "gate3_pending"  # 待把关③: question and route
    VOTING = "voting"
    TALLIED = "tallied"
    DECIDED = "decided"
    NOT_PASSED = "not_passed"
    NO_QUORUM = "no_quorum"
    MERGED = "merged"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


class Stake(StrEnum):
    """How much it touches people's interests: the higher, the stricter the route."""

    LIGHT = "light"
    NORMAL = "normal"
    MAJOR = "major"


class TextCheck(StrEnum):
    """What the content check says of the submitted text."""

    NONE = "none"  # not submitted
    CHECKING = "checking"
    PASSED = "passed"
    HELD = "held"  # for the gatekeeper's eyes; neighbours do not see the title yet


class StanceKind(StrEnum):
    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class CommentState(StrEnum):
    CHECKING = "checking"
    PUBLISHED = "published"
    HELD = "held"
    REFUSED = "refused"
    HIDDEN = "hidden"


S = TopicState


def _in(*states: TopicState) -> str:
    return "state IN (" + ", ".join(f"'{state.value}'" for state in states) + ")"


#: States in which somebody must act by `due_at`.
CLOCKED = (
    S.GATE1_PENDING, S.ADMITTED, S.GATE2_PENDING, S.DISCUSSING, S.PAUSED, S.SUMMARISED, S.GATE3_PENDING,
    S.VOTING, S.TALLIED,
)  # fmt: skip
_BEFORE_ADMISSION = (S.DRAFT, S.GATE1_PENDING, S.RETURNED, S.DECLINED)
_SIDE_EXITS = (S.MERGED, S.TRANSFERRED, S.WITHDRAWN)
_POLLED = (S.VOTING, S.TALLIED, S.DECIDED, S.NOT_PASSED, S.NO_QUORUM)
_ROUTED = (S.GATE3_PENDING, *_POLLED)
_SUMMED = (S.SUMMARISED, *_ROUTED)
_PLANNED = (S.GATE2_PENDING, S.DISCUSSING, S.PAUSED, *_SUMMED)


class Topic(CommunityOwned, Identified, Authored, Base):
    """A matter put to the neighbours. Its text is versioned; its state changes in service.advance alone."""

    __tablename__ = "topic"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        tenant_key("poll_id", "poll"),
        tenant_key("target_id", "topic"),
        CheckConstraint(one_of("state", TopicState), name="state"),
        CheckConstraint(one_of("stake", Stake), name="stake"),
        CheckConstraint(one_of("text_check", TextCheck), name="text_check"),
        CheckConstraint(f"({_in(*CLOCKED)}) = (due_at IS NOT NULL)", name="clock_runs_when_awaited"),
        CheckConstraint(f"{_in(S.DRAFT, S.WITHDRAWN)} OR submitted_at IS NOT NULL", name="submitted_once"),
        CheckConstraint(
            f"{_in(*_BEFORE_ADMISSION, *_SIDE_EXITS)} OR admitted_at IS NOT NULL", name="admitted_by_gate"
        ),
        CheckConstraint(
            f"NOT ({_in(*_BEFORE_ADMISSION)}) OR admitted_at IS NULL", name="not_admitted_before_gate"
        ),
        CheckConstraint(f"NOT ({_in(*_PLANNED)}) OR plan IS NOT NULL", name="planned"),
        CheckConstraint(f"NOT ({_in(*_SUMMED)}) OR summary IS NOT NULL", name="summarised"),
        CheckConstraint(f"NOT ({_in(*_ROUTED)}) OR proposal IS NOT NULL", name="routed"),
        CheckConstraint(f"NOT ({_in(*_POLLED)}) OR poll_id IS NOT NULL", name="polled"),
        CheckConstraint("(state = 'merged') = (target_id IS NOT NULL)", name="merged_into"),
        CheckConstraint(
            "(text_check = 'none') <= (state IN ('draft', 'withdrawn'))", name="text_was_checked"
        ),
        CheckConstraint("returns BETWEEN 0 AND 2", name="returned_twice_at_most"),
        CheckConstraint(
            "stance_for >= 0 AND stance_against >= 0 AND stance_neutral >= 0 AND comments_count >= 0",
            name="counters",
        ),
        CheckConstraint("length(text_hash) = 32 AND length(title) > 0", name="text_is_pinned"),
        Index(None, "community_id", "estate_id"),
        Index(None, "community_id", "poll_id"),
        Index(None, "community_id", "target_id"),
        Index(None, "community_id", "author_id", "id"),
        Index(None, "community_id", "state", "due_at"),
    )

    estate_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list)
    text_version: Mapped[int] = mapped_column(default=1)
    text_hash: Mapped[bytes]
    text_check: Mapped[TextCheck] = mapped_column(Word(TextCheck), default=TextCheck.NONE)
    stake: Mapped[Stake] = mapped_column(Word(Stake), default=Stake.NORMAL)
    state: Mapped[TopicState] = mapped_column(Word(TopicState), default=TopicState.DRAFT)
    #: Entered the state at; the number of moves so far names this visit of it.
    state_at: Mapped[datetime] = mapped_column(default=utc_now)
    moves: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    returns: Mapped[int] = mapped_column(SmallInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    submitted_at: Mapped[datetime | None]
    admitted_at: Mapped[datetime | None]
    #: state → when it was first entered, for the seven steps of the page.
    milestones: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    plan: Mapped[dict[str, Any] | None] = mapped_column(Json)
    summary: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: The ballot as the host proposes it, and as gate ③ fixed it.
    proposal: Mapped[dict[str, Any] | None] = mapped_column(Json)
    poll_id: Mapped[int | None]
    target_id: Mapped[int | None]
    stance_for: Mapped[int] = mapped_column(default=0)
    stance_against: Mapped[int] = mapped_column(default=0)
    stance_neutral: Mapped[int] = mapped_column(default=0)
    comments_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TopicText(CommunityOwned, Base):
    """One version of a topic's words, kept for good: a gate decision names the version it read."""

    __tablename__ = "topic_text"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint("length(sha256) = 32", name="hash_is_sha256"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list)
    sha256: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class TopicStep(CommunityOwned, Identified, Base):
    """One move: who, from, to, why. `move` counts, so two moves out of one visit of a state cannot be."""

    __tablename__ = "topic_step"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        Index(None, "community_id", "topic_id", "move", unique=True),
    )

    topic_id: Mapped[int]
    move: Mapped[int]
    #: None: the clock or the content check.
    person_id: Mapped[int | None]
    by: Mapped[str] = mapped_column(String(48))
    verb: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[TopicState | None] = mapped_column(Word(TopicState))
    to_state: Mapped[TopicState] = mapped_column(Word(TopicState))
    reason: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Stance(CommunityOwned, Base):
    """Where one person stands in the discussion; may change until it ends."""

    __tablename__ = "stance"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        CheckConstraint(one_of("stance", StanceKind), name="stance"),
    )

    topic_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stance: Mapped[StanceKind] = mapped_column(Word(StanceKind))
    at: Mapped[datetime] = mapped_column(default=utc_now)


class TopicComment(CommunityOwned, Identified, Authored, Base):
    """What a neighbour says in the discussion. Seen by its author alone until the content check passed it."""

    __tablename__ = "topic_comment"
    __table_args__ = (
        tenant_key("topic_id", "topic"),
        tenant_key("reply_to", "topic_comment"),
        CheckConstraint(one_of("state", CommentState), name="state"),
        Index(None, "community_id", "topic_id", "id"),
        Index(None, "community_id", "reply_to"),
        Index(None, "community_id", "state"),
    )

    topic_id: Mapped[int]
    reply_to: Mapped[int | None]
    body: Mapped[str] = mapped_column(String(1000))
    photos: Mapped[list[Any]] = mapped_column(Json, default=list)
    state: Mapped[CommentState] = mapped_column(Word(CommentState), default=CommentState.CHECKING)
    #: Why it is held, refused or hidden.
    note: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(TopicText)
freeze(TopicStep)
