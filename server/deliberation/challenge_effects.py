"""Effects of an objection to a count: the party organisation objects, the 街镇 answers, no figure changes."""

from datetime import datetime

from server.ballots import queries as ballots
from server.ballots import service as polls
from server.core import outbox
from server.core.access import Actor
from server.deliberation import reasons
from server.deliberation.effects import Effect, Effects
from server.deliberation.events import CountChallenged
from server.deliberation.forms import Move
from server.deliberation.policy import Matter
from server.deliberation.workflow import Verb
from server.kit.rest import stamp


def challenge(actor: Actor, matter: Matter, move: Move, moment: datetime) -> Effect:
    said = {
        "code": move.reason_code,
        "name": reasons.name_of(move.reason_code),
        "text": move.reason,
        "by": actor.name,
        "at": stamp(moment),
    }
    topic = matter.topic
    poll_id = topic.covenant_poll_id or topic.poll_id
    poll = ballots.get_poll(poll_id) if poll_id else None
    assert poll is not None
    outbox.emit(CountChallenged(topic.id))
    return Effect({"challenge": said}, {"poll": poll.id}, rule=poll.rule)


def dismiss(_: Actor, __: Matter, ___: Move, ____: datetime) -> Effect:
    return Effect({"challenge": None})


def order_revote(actor: Actor, matter: Matter, move: Move, _: datetime) -> Effect:
    """The count stands in the records and decides nothing; gate ③ opens another ballot."""
    assert matter.topic.poll_id is not None
    poll = ballots.lock_poll(matter.topic.poll_id)
    assert poll is not None
    polls.annul(actor, poll, move.reason or "")
    return Effect({"challenge": None})


EFFECTS: Effects = {
    Verb.CHALLENGE: challenge,
    Verb.CHALLENGE_COVENANT: challenge,
    Verb.DISMISS_CHALLENGE: dismiss,
    Verb.ORDER_REVOTE: order_revote,
}
