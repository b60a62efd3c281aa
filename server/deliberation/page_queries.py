"""What the topic page asks: columns only, by statements that are kept (server/core/tenancy.py says why)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from server.ballots.box_models import VoterMark
from server.ballots.models import Ballot, Poll, RollEntry
from server.ballots.queries import CASTABLE, castable_by, of_entry
from server.core.access import Actor
from server.core.database import rows
from server.deliberation.discussion_models import Amendment
from server.deliberation.models import CommentState, Stance, StanceKind, Topic, TopicComment
from server.deliberation.parts_queries import OWN_AMENDMENTS
from server.deliberation.policy import Matter
from server.deliberation.queries import AT_HOME, ITS_POLL, shown
from server.places.models import Estate

_THIS = Topic.id == bindparam("topic")
_Merged = aliased(Topic)
_WHOLE = shown(
    Topic.body, Topic.photos, Topic.stake, Topic.version, Topic.text_version, Topic.text_hash,
    Topic.milestones, Topic.plan, Topic.summary, Topic.proposal, Topic.target_id, Topic.source_post_id,
    Topic.seconds, Topic.public_until, Topic.extended_on, Topic.challenge, Topic.petition, Topic.recused,
    Topic.state_at, Topic.rules, Topic.route,
    exists(_Merged.id).where(_Merged.community_id == Topic.community_id, _Merged.target_id == Topic.id)
    .label("has_merged"),
).where(_THIS)  # fmt: skip
_COMMENT = (
    TopicComment.community_id, TopicComment.id, TopicComment.body, TopicComment.photos,
    TopicComment.author_name, TopicComment.author_place, TopicComment.author_role, TopicComment.created_at,
    TopicComment.state, TopicComment.note, TopicComment.reply_to, TopicComment.topic_id,
)  # fmt: skip
_COMMENTS = (
    select(*_COMMENT)
    .where(TopicComment.topic_id == bindparam("topic"), TopicComment.state == CommentState.PUBLISHED)
    .where(TopicComment.id > bindparam("after"))
    .order_by(TopicComment.id)
    .limit(bindparam("most"))
)
_OWN = (
    TopicComment.topic_id == bindparam("topic"),
    TopicComment.author_id == bindparam("person"),
    TopicComment.state != CommentState.PUBLISHED,
)
_UNPUBLISHED = select(*_COMMENT).where(*_OWN).order_by(TopicComment.id.desc()).limit(20)
_SET_ASIDE = (
    select(*_COMMENT)
    .where(
        TopicComment.topic_id == bindparam("topic"),
        or_(and_(*_OWN), TopicComment.state == CommentState.HIDDEN),
    )
    .order_by(TopicComment.id.desc())
    .limit(50)
)
#: What the rules (policy.py) and the guards (facts.of) look at: a row of these stands for the topic.
_FACTS = (
    Topic.community_id, Topic.id, Topic.author_id, Topic.estate_id, Topic.state, Topic.text_check,
    Topic.returns, Topic.rules, Topic.plan, Topic.submitted_at, Topic.admitted_at, Topic.state_at,
    Topic.public_until, Topic.extended_on, Topic.route, Topic.proposal, Topic.at_gate,
    Topic.seconds, Topic.recused, Topic.named, Topic.challenge, Topic.poll_id, Topic.covenant_poll_id,
    Topic.covenant_proposal,
)  # fmt: skip
#: Of homes on a roll: somebody else of the home voted for it, and he alone may change that; a secret
#: vote (its mark) nobody may change.
_TAKEN = or_(
    exists(Ballot.home_id)
    .where(of_entry(Ballot), Ballot.cast_by.is_distinct_from(bindparam("person")))
    .correlate(RollEntry),
    exists(VoterMark.home_id).where(of_entry(VoterMark)).correlate(RollEntry),
)
_STANDING = (
    select(
        *_FACTS,
        Estate.gates_delegated,
        Poll.counted,
        select(Stance.stance)
        .where(
            Stance.community_id == Topic.community_id,
            Stance.topic_id == Topic.id,
            Stance.person_id == bindparam("person"),
        )
        .scalar_subquery()
        .label("stance"),
        exists(RollEntry.home_id)
        .where(RollEntry.community_id == Topic.community_id, RollEntry.poll_id == Topic.poll_id)
        .where(CASTABLE, ~_TAKEN)
        .label("entitled"),
        exists(TopicComment.id).where(TopicComment.community_id == Topic.community_id, *_OWN).label("waits"),
        exists(Amendment.id)
        .where(Amendment.community_id == Topic.community_id, *OWN_AMENDMENTS)
        .label("amends"),
    )
    .outerjoin(Estate, AT_HOME)
    .outerjoin(Poll, ITS_POLL)
    .where(_THIS)
)


def whole(topic_id: int) -> Any:
    """One topic with all that its page shows, in whatever state; None when there is none."""
    found = rows(_WHOLE, {"topic": topic_id})
    return found[0] if found else None


def standing(topic_id: int, actor: Actor) -> tuple[Matter, StanceKind | None, bool, bool]:
    """The matter; the actor's stance; whether a ballot is still his to cast; whether words of his wait.

    In this matter's place of a topic stands a row of what rules and guards look at.
    """
    asked = {"topic": topic_id, "person": actor.person_id, **castable_by(actor)}
    (row,) = rows(_STANDING, asked)
    matter = Matter(row, bool(row.gates_delegated), row.counted["outcome"] if row.counted else None)
    return matter, row.stance, bool(row.entitled), bool(row.waits)


def comments(topic_id: int, after: int | None, limit: int) -> Sequence[Any]:
    """Published comments, oldest first, one more than `limit`."""
    return rows(_COMMENTS, {"topic": topic_id, "after": after or 0, "most": limit + 1})


def own_unpublished_comments(topic_id: int, actor: Actor) -> Sequence[Any]:
    return rows(_UNPUBLISHED, {"topic": topic_id, "person": actor.person_id})


def set_aside_comments(topic_id: int, actor: Actor) -> Sequence[Any]:
    """For a moderator: his own unpublished comments, and all hidden ones, for he may restore them."""
    return rows(_SET_ASIDE, {"topic": topic_id, "person": actor.person_id})
