"""Topics that a helper files for a neighbour, and the neighbour's answer."""

from collections.abc import Mapping
from typing import Any

from server.assistance import service as assistance
from server.assistance.models import FilingKind, FilingState
from server.assistance.service import Subject
from server.core.access import Actor, Permission, enforce
from server.deliberation import service
from server.deliberation.forms import Move
from server.deliberation.models import Topic
from server.deliberation.workflow import RETRACTABLE, Verb
from server.kit.errors import NotFoundError

DISOWNED = "本人表示代为提交的不是自己的意思"


def propose(helper: Actor, form: dict[str, Any]) -> Topic:
    """A topic of the neighbour whom `form["on_behalf_of"]` names, submitted: a draft would wait for a hand
    that he may not have. The rules of proposing and submitting are asked of him."""
    neighbour = assistance.neighbour(helper, form["on_behalf_of"]["membership_id"])
    enforce(neighbour, Permission.TOPIC_PROPOSE)
    topic = service.propose(neighbour, form)
    assistance.keep(neighbour, Subject(FilingKind.TOPIC, topic.id, topic.title), form["on_behalf_of"])
    return service.advance(neighbour, topic.id, Move(Verb.SUBMIT))


def answer(actor: Actor, topic: Topic, said: Mapping[str, str]) -> None:
    """It was his word, or it was not. What he disowns is withdrawn while an author may withdraw it; once the
    neighbours discuss it, it is theirs too, runs on, and says in public that he does not stand behind it."""
    if topic.filed_by is None:  # somebody who stood behind it took it over
        raise NotFoundError
    filing = assistance.answer(actor, FilingKind.TOPIC, topic.id, said)
    if filing.state is FilingState.DISOWNED and topic.state in RETRACTABLE:
        service.advance(actor, topic.id, Move(Verb.WITHDRAW, reason=DISOWNED))
    service.touch(topic, actor)
