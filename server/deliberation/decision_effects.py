"""Effects of the decision: the route, the ballot, the count."""

from datetime import datetime
from typing import Any

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core import settings
from server.core.access import Actor, Duty
from server.deliberation import (
    agenda_queries,
    discussion_queries,
    keeper_queries,
    keepers,
    papers,
    policy,
    proposals,
)
from server.deliberation.clocks import Ends
from server.deliberation.discussion_models import PaperKind, Stage
from server.deliberation.effects import NOTHING, Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.keeper_models import Convening
from server.deliberation.matters import Route
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.deliberation.proposals import Rulebook
from server.deliberation.reasons import DISPUTES_THE_MINUTES
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.errors import InvalidError
from server.kit.rest import stamp
from server.kit.worktime import end_of_day
from server.places import queries as places


def route(actor: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    assert move.ballot is not None
    proposal = _proposal(matter.topic, move.ballot)
    return Effect({**propose(actor, matter.topic, proposal=proposal), "route": proposal["route"]})


def propose(actor: Actor, topic: Topic, **asked: dict[str, Any]) -> dict[str, Any]:
    """Keep what the host proposes to ask of a meeting, named by the topic's column; that column."""
    ((column, proposal),) = asked.items()
    version = papers.keep(actor, topic, PaperKind.PROPOSAL, proposal)
    with db.session.no_autoflush:
        setattr(topic, column, proposal)
    if duty := policy.convening_office(actor, topic):
        db.session.add(_agreed(actor, topic, version, duty))  # who proposes it calls it
    return asked


def convene(actor: Actor, matter: Matter, _: Move, __: datetime) -> Effect:
    """The body that legally calls the meeting agrees to what the host proposed."""
    topic, duty = matter.topic, policy.convening_office(actor, matter.topic)
    assert duty is not None
    version = discussion_queries.latest_version(topic.id, PaperKind.PROPOSAL)
    db.session.add(_agreed(actor, topic, version, duty))
    db.session.flush()
    keepers.tell_if_missing(matter)  # who calls the meeting does not hold the gate that opens its ballot
    return NOTHING


def _agreed(actor: Actor, topic: Topic, version: int, duty: Duty) -> Convening:
    said = {"person_id": actor.person_id, "name": actor.name, "role": duty.role.value}
    return Convening(topic_id=topic.id, version=version, org=duty.organisation, **said)


def _proposal(topic: Topic, form: dict[str, Any]) -> dict[str, Any]:
    return proposals.proposal_of(topic, form, rulebook(topic, form.get("building_id")))


def rulebook(topic: Topic, building_id: int | None = None) -> Rulebook:
    """What the community's rules say now, and the building chosen."""
    community = places.get_community(topic.community_id)
    assert community is not None
    cites = {key: row.cite for key, row in settings.in_force().items() if row.cite}
    building = agenda_queries.building(building_id, topic.estate_id) if building_id else None
    owners_sit = keeper_queries.owners_sit(topic.community_id, topic.estate_id)
    return Rulebook(community.kind, settings.values(), cites, building, owners_sit)


def open_ballot(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """Gate ③ may fix question and route; from here on nobody can."""
    topic = matter.topic
    assert topic.proposal is not None
    proposal = topic.proposal
    if move.ballot:
        proposal = _proposal(topic, move.ballot)
        if proposal["route"] == Route.CONSENSUS:
            raise InvalidError("协商一致不需要表决，请退回表决方案", code="no_ballot")
        if proposal != topic.proposal:
            _refuse_uncalled(proposal, topic.proposal)
            papers.keep(actor, topic, PaperKind.PROPOSAL, proposal)
    poll = polls.open_poll(actor, proposals.terms_of(topic, proposal, moment))
    evidence = {
        "poll": poll.id,
        "ballot_hash": poll.terms_hash.hex(),
        "electorate_hash": poll.roll_root.hex(),
        **convened(topic, proposal),
    }
    columns = {"poll_id": poll.id, "proposal": proposal, "route": proposal["route"]}
    return Effect(columns, evidence, Ends(closes_at=poll.closes_at))


def _refuse_uncalled(proposal: dict[str, Any], agreed: dict[str, Any]) -> None:
    """What a meeting is called for is not changed behind the back of who called it."""
    if convener := proposal["convener"] or agreed["convener"]:
        words = f"题目和方式须由{convener['name']}同意召集，要改请退回表决方案"
        raise InvalidError(words, code="convener_first")


def convened(topic: Topic, proposal: dict[str, Any]) -> dict[str, Any]:
    """Who called the meeting, as the gate's record says it."""
    if proposal["convener"] is None:
        return {}
    row = keeper_queries.convening(topic.id, discussion_queries.latest_version(topic.id, PaperKind.PROPOSAL))
    assert row is not None
    return {"convened": {"name": row.name, "org": row.org, "at": stamp(row.at)}}


def return_route(_: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    """Only minutes that are disputed lie open again; a ballot that is worded anew does not make them new."""
    if move.reason_code in DISPUTES_THE_MINUTES:
        return NOTHING
    return Effect(ends=Ends(lain_until=matter.topic.public_until))


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
    return Effect(evidence=polls.certify(actor, poll))


EFFECTS: Effects = {
    Verb.ROUTE: route,
    Verb.CONVENE: convene,
    Verb.OPEN_BALLOT: open_ballot,
    Verb.RETURN_ROUTE: return_route,
    Verb.DECIDE: decide,
    Verb.EXTEND_VOTE: extend_vote,
    Verb.EXTEND_CALLED_VOTE: extend_vote,
    Verb.CERTIFY: certify,
    Verb.CERTIFY_NOT_PASSED: certify,
    Verb.CERTIFY_NO_QUORUM: certify,
}
