"""Who calls the meeting that decides a topic, or its covenant: 居委会, 村委会 or 业委会. Pure."""

from typing import Any

from server.core.access import Actor, Duty, Role
from server.deliberation.states import COVENANT_GATE


def convener_of(topic: Any) -> dict[str, Any] | None:
    """Who calls the meeting that decides the topic, or now its covenant: body, name; None where none does."""
    asked = topic.covenant_proposal if topic.state in COVENANT_GATE else topic.proposal
    found: dict[str, Any] | None = (asked or {}).get("convener")
    return found


def convening_office(actor: Actor, topic: Any) -> Duty | None:
    """The office in which the actor may call that meeting, or none."""
    if (convener := convener_of(topic)) is None:
        return None
    of_owners = convener["body"] == Role.OWNERS_COMMITTEE
    reach = (topic.estate_id,) if of_owners else (None, topic.estate_id)
    for duty in actor.offices:
        if (
            duty.role == convener["body"]
            and duty.community_id == actor.community_id
            and duty.estate_id in reach
        ):
            return duty
    return None


def of_the_convener(actor: Actor, matter: Any) -> str | None:
    if convening_office(actor, matter.topic):
        return None
    convener = convener_of(matter.topic)
    return f"这次会议由{convener['name']}召集" if convener else "这个议题不需要召集会议"
