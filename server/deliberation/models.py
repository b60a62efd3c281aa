"""Tables of topics. What a state promises, a CHECK keeps; the gates' own rows are in gate_models.py."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.authors import Assisted, Authored
from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.deliberation.states import CLOCKED, TopicState, promises
from server.kit.classes import COMMUNITY, PERSONAL, PUBLIC
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze

__all__ = ("CLOCKED", "TopicState")


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


class Topic(CommunityOwned, Identified, Authored, Assisted, Base):
    """A matter put to the neighbours. Its text is versioned; its state changes in service.advance alone."""

    __tablename__ = "topic"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        tenant_key("poll_id", "poll"),
        tenant_key("target_id", "topic"),
        tenant_key("source_post_id", "post"),
        tenant_key("covenant_poll_id", "poll"),
        CheckConstraint(one_of("state", TopicState), name="state"),
        CheckConstraint(one_of("stake", Stake), name="stake"),
        CheckConstraint(one_of("text_check", TextCheck), name="text_check"),
        *promises(),
        CheckConstraint(
            "(text_check = 'none') <= (state IN ('draft', 'withdrawn'))", name="text_was_checked"
        ),
        CheckConstraint("returns BETWEEN 0 AND 2", name="returned_twice_at_most"),
        CheckConstraint("route IS NULL OR route IN ('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H')", name="route"),
        CheckConstraint(
            "stance_for >= 0 AND stance_against >= 0 AND stance_neutral >= 0 AND comments_count >= 0"
            " AND seconds >= 0",
            name="counters",
        ),
        CheckConstraint("(host_id IS NULL) = (host_name IS NULL)", name="host_has_a_name"),
        CheckConstraint("host_id IS NULL OR host_id <> author_id", name="host_is_not_its_author"),
        CheckConstraint("length(text_hash) = 32 AND length(title) > 0", name="text_is_pinned"),
        Index(None, "community_id", "estate_id"),
        Index(None, "community_id", "poll_id"),
        Index(None, "community_id", "target_id"),
        Index(None, "community_id", "source_post_id"),
        Index(None, "community_id", "covenant_poll_id"),
        Index(None, "community_id", "author_id", "id"),
        Index(None, "community_id", "state", "due_at"),
    )

    estate_id: Mapped[int | None]
    #: The post it grew from (身边事 → 议题).
    source_post_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    body: Mapped[str] = mapped_column(Text, info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    text_version: Mapped[int] = mapped_column(default=1)
    text_hash: Mapped[bytes] = mapped_column(info=PUBLIC)
    text_check: Mapped[TextCheck] = mapped_column(Word(TextCheck), default=TextCheck.NONE)
    stake: Mapped[Stake] = mapped_column(Word(Stake), default=Stake.NORMAL)
    state: Mapped[TopicState] = mapped_column(Word(TopicState), default=TopicState.DRAFT)
    #: Entered the state at; the number of moves so far names this visit of it.
    state_at: Mapped[datetime] = mapped_column(default=utc_now)
    moves: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    overdue_told_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    #: Of a covenant: its draft is handed in, or its vote is counted, and the party organisation must act.
    at_gate: Mapped[bool] = mapped_column(default=False)
    returns: Mapped[int] = mapped_column(SmallInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    submitted_at: Mapped[datetime | None]
    admitted_at: Mapped[datetime | None]
    #: state → when it was first entered, for the seven steps of the page.
    milestones: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=COMMUNITY)
    plan: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    summary: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    #: The ballot as the host proposes it, and as gate ③ fixed it.
    proposal: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    #: How it is decided, A–H (routes.py), as gate ③ fixed it.
    route: Mapped[str | None] = mapped_column(String(1), info=COMMUNITY)
    poll_id: Mapped[int | None]
    #: The same of the covenant that grows from it, as its host hands the draft in.
    covenant_proposal: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    covenant_poll_id: Mapped[int | None]
    target_id: Mapped[int | None]
    #: Households that second it.
    seconds: Mapped[int] = mapped_column(default=0)
    #: Last day of the notice of summary or count, for objections.
    public_until: Mapped[date | None] = mapped_column(Date)
    #: Set once: the discussion was prolonged.
    extended_on: Mapped[date | None] = mapped_column(Date)
    #: Persons who do not hold its gates; duties the 街镇 named for it (keeper_models.py keeps why).
    recused: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    named: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    #: The resident whom the party organisation named to host it (host_models.py keeps why).
    host_id: Mapped[int | None]
    host_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    host_tag: Mapped[str | None] = mapped_column(String(20), info=COMMUNITY)
    #: The party organisation's objection to the count, until the 街镇 has ordered: code, text, by, at.
    challenge: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    #: The committee's written answer once a petition reached the share of the law: text, by, at.
    petition: Mapped[dict[str, Any] | None] = mapped_column(Json, info=COMMUNITY)
    #: The 议事规则 as they were when it entered the states that ask them (kept_rules.py).
    rules: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, info=PUBLIC)
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
    title: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    body: Mapped[str] = mapped_column(Text, info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    sha256: Mapped[bytes] = mapped_column(info=PUBLIC)
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
    by: Mapped[str] = mapped_column(String(48), info=COMMUNITY)
    verb: Mapped[str] = mapped_column(String(24), info=COMMUNITY)
    from_state: Mapped[TopicState | None] = mapped_column(Word(TopicState))
    to_state: Mapped[TopicState] = mapped_column(Word(TopicState))
    reason: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)
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
    stance: Mapped[StanceKind] = mapped_column(Word(StanceKind), info=PERSONAL)
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
    body: Mapped[str] = mapped_column(String(1000), info=COMMUNITY)
    photos: Mapped[list[Any]] = mapped_column(Json, default=list, info=COMMUNITY)
    state: Mapped[CommentState] = mapped_column(Word(CommentState), default=CommentState.CHECKING)
    #: Why it is held, refused or hidden.
    note: Mapped[str] = mapped_column(String(120), default="", info=PERSONAL)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(TopicText)
freeze(TopicStep)
