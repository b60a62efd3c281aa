"""Effects of the decision: the route, the ballot, the count."""

from datetime import datetime
from typing import Any

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core import settings
from server.core.access import Actor
from server.deliberation import agenda_queries, discussion_queries, papers, proposals
from server.deliberation.clocks import Ends
from server.deliberation.discussion_models import PaperKind, Stage
from server.deliberation.effects import Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.matters import Route
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.deliberation.proposals import Rulebook
from server.deliberation.workflow import Verb
from server.kit.errors import InvalidError
from server.kit.worktime import end_of_day
from server.places import queries as places


def route(actor: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    assert move.ballot is not None
    proposal = _proposal(matter.topic, move.ballot)
    papers.keep(actor, matter.topic, PaperKind.PROPOSAL, proposal)
    return Effect({"proposal": proposal, "route": proposal["route"]})


def _proposal(topic: Topic, form: dict[str, Any]) -> dict[str, Any]:
    return proposals.proposal_of(topic, form, rulebook(topic, form.get("building_id")))


def rulebook(topic: Topic, building_id: int | None = None) -> Rulebook:
    """What the community's rules say now, and the building chosen."""
    community = places.get_community(topic.community_id)
    assert community is not None
    cites = {key: row.cite for key, row in settings.in_force().items() if row.cite}
    building = agenda_queries.building(building_id, topic.estate_id) if building_id else None
    return Rulebook(community.kind, settings.values(), cites, building)


def open_ballot(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """Gate ③ may fix question and route; from here on nobody can."""
    topic = matter.topic
    assert topic.proposal is not None
    proposal = topic.proposal
    if move.ballot:
        proposal = _proposal(topic, move.ballot)
        if proposal["route"] == Route.CONSENSUS:
            raise InvalidError("协商一致不需要表决，请退回表决方案", code="no_ballot")
        papers.keep(actor, topic, PaperKind.PROPOSAL, proposal)
    poll = polls.open_poll(actor, proposals.terms_of(topic, proposal, moment))
    evidence = {
        "poll": poll.id,
        "ballot_hash": poll.terms_hash.hex(),
        "electorate_hash": poll.roll_root.hex(),
    }
    columns = {"poll_id": poll.id, "proposal": proposal, "route": proposal["route"]}
    return Effect(columns, evidence, Ends(closes_at=poll.closes_at))


def decide(_: Actor, matter: Matter, __: Move, ___: datetime) -> Effect:
    """Route A: how few objected, of how many, and to which wording, stands in the record."""
    topic = matter.topic
    assert topic.proposal is not None
    version = discussion_queries.latest_version(topic.id, PaperKind.PROPOSAL)
    evidence = {
        "objections": discussion_queries.objecting_homes(topic.id, Stage.ROUTE, version),
        "households": agenda_queries.households(topic.estate_id),
        **papers.evidence(topic, PaperKind.PROPOSAL, topic.proposal),
    }
    return Effect(evidence=evidence)


def extend_vote(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    """The same ballots, a later close; who took part already has voted."""
    assert matter.topic.poll_id is not None
    assert move.until is not None
    poll = ballots.lock_poll(matter.topic.poll_id)
    assert poll is not None
    polls.extend(actor, poll, end_of_day(move.until), move.reason or "")
    return Effect(ends=Ends(closes_at=poll.closes_at))


def certify(actor: Actor, matter: Matter, _: Move, __: datetime) -> Effect:
    assert matter.topic.poll_id is not None
    poll = ballots.lock_poll(matter.topic.poll_id)
    assert poll is not None
    assert poll.counted is not None
    polls.certify(actor, poll)
    return Effect(evidence={"poll": poll.id, **poll.counted})


EFFECTS: Effects = {
    Verb.ROUTE: route,
    Verb.OPEN_BALLOT: open_ballot,
    Verb.DECIDE: decide,
    Verb.EXTEND_VOTE: extend_vote,
    Verb.CERTIFY: certify,
    Verb.CERTIFY_NOT_PASSED: certify,
    Verb.CERTIFY_NO_QUORUM: certify,
}
