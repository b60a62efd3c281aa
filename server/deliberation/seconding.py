"""附议: households put themselves behind a topic, each once."""

from typing import Any

from sqlalchemy import delete, update

from server.core import database, outbox, settings
from server.core.access import Actor, Permission, enforce
from server.core.database import insert_into
from server.core.tenancy import bound_community
from server.deliberation import agenda_queries, keepers, petitions, policy, queries, service
from server.deliberation.agenda_models import Second
from server.deliberation.events import PetitionReached
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.deliberation.states import SECONDABLE, TopicState
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError

S = TopicState


def second(actor: Actor, topic_id: int, home_id: int) -> Topic:
    """The home stands behind the topic. Again by the same person changes nothing; ConflictError when
    another of the home was first, or it is too late."""
    matter = _secondable(actor, topic_id, home_id)
    topic = matter.topic
    new = insert_into(Second).values(
        community_id=bound_community(), topic_id=topic_id, home_id=home_id, person_id=actor.person_id,
        at=database.now(),
    )  # fmt: skip
    # Returned, not counted: PostgreSQL's driver does not say how many rows an INSERT wrote.
    put = db.session.execute(new.on_conflict_do_nothing().returning(Second.home_id)).first()
    if put is None:
        held = agenda_queries.second_of(topic_id, home_id)
        if held is not None and held.person_id != actor.person_id:
            raise ConflictError("这户已由家里另一位附议过了", code="home_seconded")
        return topic
    _count(topic, 1)
    keepers.tell_if_missing(matter)  # who keeps its gate and lives in this home is party to it now
    _mind_the_numbers(topic)
    return topic


def take_back(actor: Actor, topic_id: int, home_id: int) -> Topic:
    """Who seconded may take it back, until a petition counts on it."""
    topic = _secondable(actor, topic_id, home_id).topic
    if topic.petition is not None or petitions.reached(topic):
        raise ConflictError("联名住户已达到法定比例，居委会正在答复，不能再撤回", code="petition_reached")
    gone = delete(Second).where(
        Second.topic_id == topic_id, Second.home_id == home_id, Second.person_id == actor.person_id
    )
    done: Any = db.session.execute(gone, execution_options={"synchronize_session": False})
    if done.rowcount == 0:
        raise ConflictError("您没有为这户附议过", code="not_seconded")
    _count(topic, -1)
    return topic


def _secondable(actor: Actor, topic_id: int, home_id: int) -> Matter:
    """The matter, locked, if this home may stand behind it now."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.TOPIC_SECOND, matter)
    if not actor.adult:
        raise ForbiddenError("附议需年满十八周岁")
    if not policy.speaks_for(actor, matter.topic, home_id):
        raise ForbiddenError("只能为自己居住的、议题所涉及的这一户附议")
    if matter.topic.state not in SECONDABLE:
        raise ConflictError("协商已经开始或议题已经办结，不再征集附议", code="not_secondable")
    return matter


def _count(topic: Topic, by: int) -> None:
    """The counter moves in the row, so that two households at once are two."""
    db.session.execute(
        update(Topic).where(Topic.id == topic.id).values(seconds=Topic.seconds + by),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(topic)
    service.touch(topic)


def _mind_the_numbers(topic: Topic) -> None:
    """Enough for the gate: it goes there at once. Enough for a petition: the committee is told."""
    needed = settings.value("seconding.households")
    if topic.petition is None and petitions.reached(topic):
        outbox.emit(PetitionReached(topic.id))
    if topic.state is S.SECONDING and topic.seconds >= needed:
        service.advance_by_clock(topic.id, Verb.SECONDED)
