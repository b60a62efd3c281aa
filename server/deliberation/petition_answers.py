"""The committee's written answer to a petition: when its days begin, and the answer itself."""

from typing import Any

from server.core import audit, database, outbox, settings
from server.core.access import Actor, Role
from server.core.calendar import add_working_days
from server.deliberation import queries, service
from server.deliberation.events import PetitionAnswered
from server.deliberation.models import Topic
from server.kit.errors import ConflictError, ForbiddenError
from server.kit.rest import stamp


def open_answer(payload: dict[str, Any]) -> None:
    """A petition is there: from now the committee's days run. Said twice, it begins once."""
    topic = queries.lock_matter(payload["topic_id"]).topic
    if topic.petition is not None:
        return
    moment = database.now()
    topic.petition = {
        "reached_at": stamp(moment),
        "seconds": topic.seconds,
        "due_at": stamp(add_working_days(moment, settings.value("petition.answer_days"))),
    }
    service.touch(topic)


def answer(actor: Actor, topic_id: int, text: str) -> Topic:
    """The committee's written answer, once, for everybody to read."""
    topic = queries.lock_matter(topic_id).topic
    duty = next((one for one in actor.duties if one.role is Role.COMMITTEE), None)
    if duty is None:
        raise ForbiddenError("联名由居委会书面答复")
    if topic.petition is None:
        raise ConflictError("联名住户还没有达到法定比例", code="no_petition")
    if "text" in topic.petition:
        raise ConflictError("居委会已经答复过了", code="already_answered")
    said = {"text": text, "by": actor.name, "org": duty.organisation, "at": stamp(database.now())}
    topic.petition = {**topic.petition, **said}
    audit.record(actor, "topic.petition_answer", topic.id)
    outbox.emit(PetitionAnswered(topic.id))
    service.touch(topic, actor)
    return topic
