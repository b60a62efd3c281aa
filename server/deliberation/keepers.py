"""Who is left to hold a topic's gate, and whom the 街镇 may name when nobody is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from server.core import outbox
from server.core.access import Actor, Duty, Permission, Role
from server.core.regions import subtree
from server.deliberation import keeper_queries as queries
from server.deliberation import policy
from server.deliberation.discussion_models import PaperKind
from server.deliberation.discussion_queries import latest_version
from server.deliberation.events import KeeperMissing
from server.deliberation.models import Topic
from server.deliberation.policy import Matter
from server.deliberation.states import TopicState, waits
from server.deliberation.verbs import Verb
from server.identity.models import DutyRecord
from server.identity.service.duties import Scope, grant_duty
from server.kit.errors import InvalidError
from server.places import queries as places

#: A stand-in's office ends by itself; the topic that needs him longer needs him named again.
STANDS_IN = timedelta(days=60)


def order_duty(actor: Actor, matter: Matter) -> Duty | None:
    """The office in which the actor pauses and resumes this discussion: of the party organisation only where
    he need not stand back, else of the committee; or none."""
    topic = matter.topic
    barred = {topic.author_id, *topic.recused} | queries.parties(topic, [actor.person_id])
    if actor.person_id in barred:
        return policy.hosts_order(actor, topic)
    return policy.gate_duty(actor, matter) or actor.office_for(Permission.TOPIC_HOST, topic.estate_id)


#: What lies at a gate, by the step that put it there.
PUT_BY = {
    TopicState.GATE2_PENDING: Verb.PLAN,
    TopicState.GATE3_PENDING: Verb.ROUTE,
    TopicState.COVENANT_DRAFT: Verb.SUBMIT_COVENANT,
}


def writers(topic: Topic) -> set[int]:
    """Who handed in what lies at this gate, and who agreed to call the meeting that it asks for."""
    if topic.state not in PUT_BY or not waits(topic):
        return set()
    wrote = {queries.last_taken_by(topic.id, PUT_BY[topic.state])}
    if topic.state is not TopicState.GATE2_PENDING:
        agreed = queries.convening(topic.id, latest_version(topic.id, PaperKind.PROPOSAL))
        wrote.add(agreed.person_id if agreed else None)
    return {one for one in wrote if one is not None}


def left(matter: Matter) -> set[int]:
    """Persons who may hold this topic's gates now."""
    topic = matter.topic
    barred = {topic.author_id, *topic.recused, *writers(topic)}
    held = set(queries.keepers(topic, matter.gate_estate)) - barred
    return held - queries.parties(topic, held) if held else held


def second_hands(matter: Matter) -> set[int]:
    """Persons who may sign second under a refusal of this topic now."""
    topic = matter.topic
    held = set(queries.second_hands(topic)) - {topic.author_id, *topic.recused}
    return held - queries.parties(topic, held) if held else held


def may_retract(actor: Actor, matter: Matter, first_by: int) -> bool:
    """Who signed first, and whoever holds the gate when that person holds it no more."""
    return first_by == actor.person_id or first_by not in left(matter)


def tell_if_missing(matter: Matter) -> None:
    """Nobody of the unit can hold the gate that the topic waits at: the 街镇 has to name somebody."""
    if waits(matter.topic) and not left(matter):
        outbox.emit(KeeperMissing(matter.topic.id))


def candidates(actor: Actor, matter: Matter) -> Sequence[Any]:
    """Party offices of other units in the regions that this supervisor answers for."""
    topic = matter.topic
    reach = [subtree(duty.region) for duty in actor.duties if duty.role is Role.SUPERVISOR]
    barred = {topic.author_id, actor.person_id, *topic.recused, *left(matter)}
    return [one for one in queries.offices_below(reach) if one.person_id not in barred] if reach else []


def appoint(actor: Actor, matter: Matter, office_id: int, moment: datetime) -> tuple[DutyRecord, Any]:
    """Give the holder of this office the gates of this one topic. InvalidError when he is no candidate."""
    chosen = next((one for one in candidates(actor, matter) if one.id == office_id), None)
    if chosen is None:
        raise InvalidError("请从名单中选择一位没有回避的党组织负责人", code="bad_keeper")
    topic = matter.topic
    duty = grant_duty(
        chosen.person_id,
        Role.ACTING,
        Scope(topic.community_id, matter.gate_estate),
        organisation=_organisation(topic, matter.gate_estate),
        ends_at=moment + STANDS_IN,
    )
    return duty, chosen


def _organisation(topic: Topic, gate_estate: int | None) -> str:
    """He acts for the party organisation of this unit, not for his own."""
    if known := queries.party_organisation(topic.community_id, gate_estate):
        return known
    community = places.get_community(topic.community_id)
    assert community is not None
    return f"{community.name}党组织"
