"""Effects of the decision: the route, the ballot, the count."""

from datetime import datetime

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core.access import Actor
from server.deliberation import forms
from server.deliberation.clocks import Ends
from server.deliberation.effects import Effect, Effects
from server.deliberation.forms import Move
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb


def route(_: Actor, matter: Matter, move: Move, __: datetime) -> Effect:
    assert move.ballot is not None
    return Effect({"proposal": forms.proposal_of(matter.topic, move.ballot)})


def open_ballot(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    """Gate ③ may fix question and route; from here on nobody can."""
    topic = matter.topic
    proposal = forms.proposal_of(topic, move.ballot) if move.ballot else topic.proposal
    assert proposal is not None
    poll = polls.open_poll(actor, forms.terms_of(topic, proposal, moment))
    evidence = {
        "poll": poll.id,
        "ballot_hash": poll.terms_hash.hex(),
        "electorate_hash": poll.roll_root.hex(),
    }
    return Effect({"poll_id": poll.id, "proposal": proposal}, evidence, Ends(closes_at=poll.closes_at))


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
    Verb.CERTIFY: certify,
    Verb.CERTIFY_NOT_PASSED: certify,
    Verb.CERTIFY_NO_QUORUM: certify,
}
