"""A topic in any state, as rows: what its CHECKs demand of that state and no more."""

from datetime import timedelta
from typing import Any

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core import settings
from server.deliberation import clocks, proposals, texts
from server.deliberation.clocks import Ends
from server.deliberation.covenants.models import Covenant, CovenantArticle, CovenantVersion, VersionState
from server.deliberation.models import CLOCKED, Stake, TextCheck, Topic, TopicState
from server.deliberation.states import AFTER_DECISION, COVENANT_GATE
from server.extensions import db
from server.kit.db import utc_now
from server.kit.worktime import today
from tests.deliberation.scenes import PROPOSAL, SUMMARY, under_way
from tests.deliberation.scenes import past as past_poll

S = TopicState
UNADMITTED = {S.DRAFT, S.SECONDING, S.GATE1_PENDING, S.RETURNED, S.DECLINED, S.MERGED, S.TRANSFERRED}
POLLED = {S.VOTING, S.TALLIED, S.NOT_PASSED, S.NO_QUORUM, *AFTER_DECISION}

#: What the host of a covenant proposed to ask.
CALLED = {
    **PROPOSAL, "matter": "residents_covenant", "route": "C", "route_title": "居民会议",
    "convener": {"body": "committee", "name": "居委会", "instead": False},
}  # fmt: skip


def put(scene: Any, state: TopicState, outcome: str = "passed", **columns: Any) -> Topic:
    """A topic of the scene's author in `state`, flushed; bound to the community by the caller."""
    now = utc_now()
    topic = Topic(**_words(scene), plan=under_way(), summary=SUMMARY, stake=Stake.LIGHT, route="B")
    topic.proposal = PROPOSAL
    db.session.add(topic)
    db.session.flush()
    texts.keep(topic)
    poll_id = _poll(scene, topic, state, outcome) if state in POLLED else None
    promised = {**_promised(state, now, columns.get("at_gate", False)), "poll_id": poll_id}
    if state in COVENANT_GATE:
        promised["covenant_proposal"] = CALLED
    if state is S.COVENANT_VOTE:
        promised["covenant_poll_id"] = poll_id
    if state is S.MERGED:
        promised["target_id"] = put(scene, S.ADMITTED).id
    with db.session.no_autoflush:
        for name, value in {**promised, **columns}.items():
            setattr(topic, name, value)
    db.session.flush()
    assert (topic.due_at is not None) == (state in CLOCKED or topic.at_gate)
    return topic


def _promised(state: TopicState, now: Any, at_gate: bool) -> dict[str, Any]:
    ends = Ends(ends_on=today(now), closes_at=now + timedelta(days=1), until=today(now), at_gate=at_gate)
    return {
        "state": state,
        "state_at": now - timedelta(days=state is S.GATE3_PENDING),
        "submitted_at": None if state is S.DRAFT else now,
        "admitted_at": None if state in UNADMITTED else now,
        "text_check": TextCheck.NONE if state is S.DRAFT else TextCheck.PASSED,
        "due_at": clocks.due(state, now, settings.values(), ends),
        # What lay on notice has lain there long enough.
        "public_until": today(now) - timedelta(days=1),
    }


def _words(scene: Any) -> dict[str, Any]:
    actor = scene.author.actor
    title, body = "三号楼加装充电桩", "建议在车棚统一加装充电桩，大家商量位置和费用。"
    return {
        "title": title,
        "body": body,
        "photos": [],
        "text_version": 1,
        "text_hash": texts.digest(title, body, []),
        "author_id": actor.person_id,
        "author_name": actor.name,
    }


def _poll(scene: Any, topic: Topic, state: TopicState, outcome: str) -> int:
    assert topic.proposal is not None
    poll = polls.open_poll(scene.secretary.actor, proposals.terms_of(topic, topic.proposal, utc_now()))
    db.session.flush()
    if state is not S.VOTING:
        past_poll(scene.community, poll.id)
        db.session.expire_all()
        yes, no, _ = ballots.options(poll.id)
        votes = {"passed": {yes.id: 3}, "not_passed": {no.id: 3}, "no_quorum": {}}[outcome]
        counted = {"votes": votes, "cast": sum(votes.values()), "outcome": outcome, "box_root": "00"}
        with db.session.no_autoflush:
            poll.state, poll.closed_at, poll.counted = "confirmed", utc_now(), counted
        db.session.flush()
    return poll.id


def put_covenant(topic: Topic) -> Covenant:
    """What the topic votes on: a covenant with one article."""
    covenant = Covenant(title="锦秋社区居民公约", estate_id=topic.estate_id)
    db.session.add(covenant)
    db.session.flush()
    key = {"covenant_id": covenant.id, "version": 1}
    version = CovenantVersion(**key, topic_id=topic.id, poll_id=topic.covenant_poll_id, sha256=b"0" * 32)
    version.state, version.drafted_name = VersionState.VOTING, "王主任"
    version.law_note, version.law_checked_name, version.law_checked_at = "没有抵触", "王主任", utc_now()
    db.session.add(version)
    db.session.flush()
    db.session.add(CovenantArticle(**key, number=1, title="文明养犬", body="遛狗牵绳。"))
    db.session.flush()
    return covenant
