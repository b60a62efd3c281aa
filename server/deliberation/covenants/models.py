"""Tables of covenants: what neighbours have agreed on, in versions that are written once."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKeyConstraint, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.core.tenancy import CommunityOwned, Identified, tenant_key
from server.kit.classes import COMMUNITY, PUBLIC
from server.kit.db import Base, Json, Word, one_of, utc_now
from server.kit.frozen import freeze


class VersionState(StrEnum):
    DRAFT = "draft"  # its articles still change
    VOTING = "voting"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"  # a later version took its place
    DROPPED = "dropped"  # put to the vote and not adopted
    ANNULLED = "annulled"  # the street had it voted on anew, as the next version


class SubjectKind(StrEnum):
    """Where an article is cited."""

    POST = "post"
    COMMENT = "comment"  # under a post
    TOPIC = "topic"
    SAID = "said"  # in a topic's discussion


class CitationKind(StrEnum):
    CITED = "cited"
    BREACH = "breach"


_ONE_OPEN = text("state IN ('draft', 'voting')")
_ONE_IN_FORCE = text("state = 'in_force'")


class Covenant(CommunityOwned, Identified, Base):
    """公约: of one estate, or of the whole community."""

    __tablename__ = "covenant"
    __table_args__ = (
        tenant_key("estate_id", "estate"),
        CheckConstraint("length(trim(title)) > 0", name="titled"),
        CheckConstraint(
            "version_in_force IS NULL OR version_in_force BETWEEN 1 AND latest_version",
            name="in_force_is_a_version",
        ),
        Index(None, "community_id", "estate_id"),
    )

    estate_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(60), info=COMMUNITY)
    latest_version: Mapped[int] = mapped_column(SmallInteger, default=1)
    version_in_force: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class CovenantVersion(CommunityOwned, Base):
    """One version: drafted, put to the vote, in force, superseded. Its articles are rows from the vote on."""

    __tablename__ = "covenant_version"
    __table_args__ = (
        tenant_key("covenant_id", "covenant"),
        tenant_key("topic_id", "topic"),
        tenant_key("poll_id", "poll"),
        CheckConstraint(one_of("state", VersionState), name="state"),
        CheckConstraint("version > 0 AND edition > 0", name="counts"),
        CheckConstraint("(state = 'draft') = (draft IS NOT NULL)", name="articles_are_rows_from_the_vote_on"),
        CheckConstraint(
            "(state = 'draft') = (poll_id IS NULL) AND (state = 'draft') = (sha256 IS NULL)",
            name="voted_on_what_is_pinned",
        ),
        CheckConstraint("sha256 IS NULL OR length(sha256) = 32", name="hash_is_sha256"),
        CheckConstraint("state = 'draft' OR law_checked_at IS NOT NULL", name="compared_with_the_law"),
        CheckConstraint(
            "(law_note IS NULL) = (law_checked_at IS NULL)"
            " AND (law_note IS NULL) = (law_checked_name IS NULL)",
            name="who_compared",
        ),
        CheckConstraint(
            "(state IN ('in_force', 'superseded')) = (adopted_at IS NOT NULL)"
            " AND (adopted_at IS NULL) = (in_force_from IS NULL)"
            " AND (adopted_at IS NULL) = (review_on IS NULL)",
            name="adopted_with_its_days",
        ),
        CheckConstraint(
            "(filing_no IS NULL) = (filed_at IS NULL) AND (filing_no IS NULL OR adopted_at IS NOT NULL)",
            name="filed_when_adopted",
        ),
        Index("ix_covenant_version_open", "community_id", "covenant_id", unique=True,
              sqlite_where=_ONE_OPEN, postgresql_where=_ONE_OPEN),
        Index("ix_covenant_version_in_force", "community_id", "covenant_id", unique=True,
              sqlite_where=_ONE_IN_FORCE, postgresql_where=_ONE_IN_FORCE),
        Index(None, "community_id", "topic_id", "version"),
        Index(None, "community_id", "poll_id"),
        Index(None, "community_id", "state", "review_on"),
    )  # fmt: skip

    covenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    state: Mapped[VersionState] = mapped_column(Word(VersionState), default=VersionState.DRAFT)
    #: The topic it was decided in; each version has its own.
    topic_id: Mapped[int]
    poll_id: Mapped[int | None]
    preamble: Mapped[str] = mapped_column(Text, default="", info=COMMUNITY)
    #: The articles while they change: [{"title", "text"}].
    draft: Mapped[list[Any] | None] = mapped_column(Json, info=COMMUNITY)
    #: Of title, preamble and articles, as the gate decision signs them.
    sha256: Mapped[bytes | None] = mapped_column(info=PUBLIC)
    #: What the comparison with the law found, and who compared.
    law_note: Mapped[str | None] = mapped_column(String(500), info=COMMUNITY)
    law_checked_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    law_checked_by: Mapped[int | None]
    law_checked_at: Mapped[datetime | None]
    drafted_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    drafted_at: Mapped[datetime] = mapped_column(default=utc_now)
    adopted_at: Mapped[datetime | None]
    in_force_from: Mapped[date | None] = mapped_column(Date)
    #: Given by the 街镇 where it was filed.
    filing_no: Mapped[str | None] = mapped_column(String(60), info=PUBLIC)
    filed_at: Mapped[datetime | None]
    filed_name: Mapped[str | None] = mapped_column(String(32), info=COMMUNITY)
    review_on: Mapped[date | None] = mapped_column(Date)
    review_told_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": edition}


def _of_version() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["community_id", "covenant_id", "version"],
        ["covenant_version.community_id", "covenant_version.covenant_id", "covenant_version.version"],
    )


class CovenantArticle(CommunityOwned, Base):
    """One numbered article, as it was put to the vote. Never changed, never deleted."""

    __tablename__ = "covenant_article"
    __table_args__ = (
        _of_version(),
        CheckConstraint("number > 0 AND length(trim(body)) > 0", name="says_something"),
    )

    covenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(40), info=COMMUNITY)
    body: Mapped[str] = mapped_column(Text, info=COMMUNITY)


class CovenantCitation(CommunityOwned, Identified, Base):
    """An article named under somebody's words, by who wrote them or by the desk. Names no household."""

    __tablename__ = "covenant_citation"
    __table_args__ = (
        ForeignKeyConstraint(
            ["community_id", "covenant_id", "version", "number"],
            [
                f"covenant_article.{column}"
                for column in ("community_id", "covenant_id", "version", "number")
            ],
        ),
        CheckConstraint(one_of("subject_kind", SubjectKind), name="subject_kind"),
        CheckConstraint(one_of("kind", CitationKind), name="kind"),
        Index(None, "community_id", "covenant_id", "version", "number"),
        # One article is named once under the same words, and once as broken.
        Index(
            "ix_covenant_citation_once", "community_id", "subject_id", "covenant_id", "version", "number",
            "kind", unique=True,
        ),
        Index(None, "community_id", "page_id"),
    )  # fmt: skip

    covenant_id: Mapped[int]
    version: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(SmallInteger)
    subject_kind: Mapped[SubjectKind] = mapped_column(Word(SubjectKind))
    subject_id: Mapped[int]
    #: The post or topic on whose page the words stand.
    page_id: Mapped[int]
    kind: Mapped[CitationKind] = mapped_column(Word(CitationKind))
    cited_by: Mapped[int]
    cited_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    at: Mapped[datetime] = mapped_column(default=utc_now)


class CovenantReview(CommunityOwned, Identified, Base):
    """复核: somebody in office read it again and found what should become of it."""

    __tablename__ = "covenant_review"
    __table_args__ = (
        _of_version(),
        CheckConstraint("next_on > due_on", name="the_next_comes_later"),
        Index(None, "community_id", "covenant_id", "version", "due_on", unique=True),
    )

    covenant_id: Mapped[int]
    version: Mapped[int] = mapped_column(SmallInteger)
    #: The day it was due, and the next one.
    due_on: Mapped[date] = mapped_column(Date)
    next_on: Mapped[date] = mapped_column(Date)
    body: Mapped[str] = mapped_column(String(500), info=COMMUNITY)
    reviewed_by: Mapped[int]
    reviewed_name: Mapped[str] = mapped_column(String(32), info=COMMUNITY)
    at: Mapped[datetime] = mapped_column(default=utc_now)


freeze(Covenant, but=frozenset({"latest_version", "version_in_force"}))
freeze(CovenantArticle)
freeze(CovenantCitation)
freeze(CovenantReview)
