"""异议: what a household has against the minutes, against deciding without a ballot, or against the count.

One a home and notice, so that homes are counted and not voices. The host answers each in public.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from server.core import audit, database, outbox, versions
from server.core.access import Actor, Permission, enforce
from server.core.safety import Suggest
from server.deliberation import discussion_queries, kept_rules, policy, queries, service
from server.deliberation.discussion_models import Objection, ObjectionState, PaperKind, Stage
from server.deliberation.events import ObjectionAnswered, ObjectionJudged, ObjectionWritten
from server.deliberation.guards import day_words
from server.deliberation.models import Topic
from server.deliberation.states import TopicState
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, NotFoundError
from server.kit.worktime import today

B, S = ObjectionState, TopicState
_JUDGED = {Suggest.PASS: B.OPEN, Suggest.REVIEW: B.HELD, Suggest.DOWN: B.HELD, Suggest.RISKY: B.REFUSED}
MODERATION = {"release": B.OPEN, "refuse": B.REFUSED}
#: The states in which something lies open.
LYING_OPEN = (S.SUMMARISED, S.GATE3_PENDING, S.TALLIED, S.COVENANT_VOTE)
_STAGES = {
    S.SUMMARISED: Stage.SUMMARY,
    S.GATE3_PENDING: Stage.ROUTE,
    S.TALLIED: Stage.TALLY,
    S.COVENANT_VOTE: Stage.TALLY,
}


class Notice(NamedTuple):
    """What lies open for objections, and until which day."""

    stage: Stage
    until: date


class Key(NamedTuple):
    """Which objection: the topic's, of this stage and round, by this home."""

    topic_id: int
    stage: Stage
    round: int
    home_id: int


def notice(topic: Any, rules: Mapping[str, Any]) -> Notice | None:
    """What may be objected to now; None when nothing lies open. Pure."""
    stage = _STAGES.get(topic.state)
    if stage is None or (stage is Stage.ROUTE and topic.route != "A"):
        return None
    if topic.state is S.COVENANT_VOTE and not topic.at_gate:
        return None  # it is still voted on
    if stage is Stage.ROUTE:
        return Notice(stage, today(topic.state_at) + timedelta(days=rules["consensus.days"]))
    return Notice(stage, topic.public_until)


def file(actor: Actor, topic_id: int, home_id: int, body: str) -> Objection:
    """The home objects. ConflictError when nothing lies open, the days are over, or it has objected."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.TOPIC_DISCUSS, matter)
    if not actor.adult:
        raise ForbiddenError("提异议需年满十八周岁")
    topic, moment = matter.topic, database.now()
    if not policy.speaks_for(actor, topic, home_id):
        raise ForbiddenError("只能代表自己居住的、议题所涉及的这一户提异议")
    key = _key_now(topic, home_id, moment)
    if discussion_queries.objection(key) is not None:
        raise ConflictError("这户在这次公示里已经提过异议了", code="home_objected")
    row = Objection(**key._asdict(), person_id=actor.person_id, name=actor.name, body=body, at=moment)
    db.session.add(row)
    db.session.flush()
    outbox.emit(ObjectionWritten(*key))
    service.touch(topic, actor)
    return row


def _key_now(topic: Topic, home_id: int, moment: datetime) -> Key:
    """This home's objection in the notice that runs; ConflictError when none does."""
    open_ = notice(topic, kept_rules.of(topic))
    if open_ is None:
        raise ConflictError("现在没有在公示，不能提出或撤回异议", code="no_notice")
    if today(moment) > open_.until:
        raise ConflictError(f"公示到 {day_words(open_.until)} 为止，已经过了", code="notice_over")
    return Key(topic.id, open_.stage, _round(topic, open_.stage), home_id)


def withdraw(actor: Actor, topic_id: int, home_id: int) -> None:
    """Who filed it takes it back while the notice runs: it counts no longer, and is kept in the record."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.TOPIC_DISCUSS, matter)
    moment = database.now()
    row = discussion_queries.objection(_key_now(matter.topic, home_id, moment))
    if row is None or row.person_id != actor.person_id:
        raise NotFoundError
    if row.state is B.WITHDRAWN:
        raise ConflictError("这条异议已经撤回了", code="already_withdrawn")
    row.state, row.withdrawn_at = B.WITHDRAWN, moment
    db.session.flush()
    service.touch(matter.topic, actor)


def _round(topic: Topic, stage: Stage) -> int:
    """Which notice it is: the version of the paper that lies open, or the how-manyth count."""
    if stage is Stage.TALLY:
        return discussion_queries.counts_so_far(topic.id)
    kind = PaperKind.SUMMARY if stage is Stage.SUMMARY else PaperKind.PROPOSAL
    return max(1, discussion_queries.latest_version(topic.id, kind))


def answer(actor: Actor, key: Key, text: str) -> Objection:
    """The host's public answer, once."""
    matter = queries.lock_matter(key.topic_id)
    enforce(actor, Permission.TOPIC_HOST, matter)
    row = discussion_queries.objection(key)
    if row is None or row.state not in (B.OPEN, B.ANSWERED):
        raise NotFoundError
    if row.state is B.ANSWERED:
        raise ConflictError("这条异议已经答复过了", code="already_answered")
    moment = database.now()
    row.state, row.answer, row.answered_by, row.answered_at = B.ANSWERED, text, actor.name, moment
    db.session.flush()
    audit.record(actor, "topic.objection_answer", key.topic_id, home=key.home_id, stage=key.stage.value)
    outbox.emit(ObjectionAnswered(*key))
    versions.touch(versions.own_key(matter.topic.community_id, row.person_id))
    service.touch(matter.topic, actor)
    return row


def apply_verdict(key: Key, suggest: Suggest, note: str) -> None:
    """What the content check said, once."""
    row = discussion_queries.objection(key)
    if row is not None and row.state is B.CHECKING:
        _settle(row, _JUDGED[suggest], note)


def moderate(actor: Actor, key: Key, verb: str, reason: str) -> Objection:
    """A moderator lets a held objection be read, or does not. It counts either way."""
    row = discussion_queries.objection(key)
    if row is None:
        raise NotFoundError
    policy.check_judge(actor, queries.get_topic(key.topic_id), row.person_id)
    if row.state is not B.HELD:
        raise ConflictError("这条异议已经处理过了，请刷新后再看", state=row.state)
    _settle(row, MODERATION[verb], reason)
    audit.record(actor, f"topic_objection.{verb}", key.topic_id, home=key.home_id, reason=reason)
    return row


def _settle(row: Objection, state: ObjectionState, note: str) -> None:
    row.state, row.note = state, note[:120]
    outbox.emit(ObjectionJudged(row.topic_id, row.stage, row.round, row.home_id, state))
    topic = queries.get_topic(row.topic_id)
    assert topic is not None
    versions.touch(versions.own_key(row.community_id, row.person_id))
    service.touch(topic)
