"""What of a topic's discussion is the caller's own, as JSON: what he may do, and what of his words waits."""

from typing import Any

from server.core.access import Actor, Permission, denial
from server.deliberation import kept_rules, meetings, objections, parts_queries, plans, policy
from server.deliberation.discussion_models import ObjectionState
from server.deliberation.parts import STAGE_NAMES, amendment, objection
from server.deliberation.parts_queries import OBJECTIONS_SEEN
from server.deliberation.policy import Matter
from server.deliberation.states import SECONDABLE
from server.kit.db import utc_now
from server.kit.worktime import today


def mine(actor: Actor, matter: Matter) -> dict[str, Any]:
    """What the caller may do there now, and his own words that are not public."""
    # A row of page_queries.standing stands for the topic.
    topic: Any = matter.topic
    day = today(utc_now())
    running = plans.not_running(topic, day) is None
    open_ = topic.state in objections.LYING_OPEN
    lying = _lying(matter, day) if open_ else None
    own = parts_queries.own_objections(topic.id, actor) if open_ else ()
    waiting = parts_queries.own_amendments(topic.id, actor) if topic.amends else ()
    return {
        "second": _second(actor, matter),
        "objection": _objection(actor, matter, own, lying),
        "withdrawable": _withdrawable(actor, matter, own, lying),
        "may_answer_amendments": running and topic.author_id == actor.person_id,
        "may_answer_objections": open_ and _may(actor, Permission.TOPIC_HOST, matter),
        "may_record": topic.state in meetings.RECORDING and _may(actor, Permission.TOPIC_LEAD, matter),
        "pending_amendments": [amendment(one) for one in waiting],
        "pending_objections": [objection(one) for one in own if one.state not in OBJECTIONS_SEEN],
    }


def _may(actor: Actor, permission: Permission, matter: Matter) -> bool:
    return denial(actor, permission, matter) is None


def _homes(actor: Actor, matter: Matter) -> list[tuple[int, str]]:
    """The homes for which the caller speaks here, with what is on their doors."""
    homes = (one for one in actor.members if policy.speaks_for(actor, matter.topic, one.home_id))
    return [(one.home_id, f"{one.building}{one.room}") for one in homes]


def _second(actor: Actor, matter: Matter) -> dict[str, Any] | None:
    topic = matter.topic
    if topic.state not in SECONDABLE or not _may(actor, Permission.TOPIC_SECOND, matter):
        return None
    held = parts_queries.seconded(topic.id, actor)
    homes = [
        {"id": str(ident), "label": door, "seconded": ident in held,
         "by_me": held.get(ident) == actor.person_id}
        for ident, door in _homes(actor, matter)
    ]  # fmt: skip
    return {"homes": homes}


def _lying(matter: Matter, day: Any) -> objections.Notice | None:
    lying = objections.notice(matter.topic, kept_rules.of(matter.topic))
    return None if lying is None or day > lying.until else lying


def _of_notice(own: Any, matter: Matter, lying: objections.Notice) -> list[Any]:
    """Every notice begins with a visit of its state: what was said before was said to another paper."""
    return [one for one in own if one.stage is lying.stage and one.at >= matter.topic.state_at]


def _withdrawable(actor: Actor, matter: Matter, own: Any, lying: objections.Notice | None) -> list[str]:
    """Homes whose objection in the running notice the caller filed and may take back."""
    if lying is None:
        return []
    his = [one for one in _of_notice(own, matter, lying) if one.person_id == actor.person_id]
    return [str(one.home_id) for one in his if one.state is not ObjectionState.WITHDRAWN]


def _objection(
    actor: Actor, matter: Matter, own: Any, lying: objections.Notice | None
) -> dict[str, Any] | None:
    """Which notice lies open for which of the caller's homes; None when for none."""
    if lying is None or not _may(actor, Permission.TOPIC_DISCUSS, matter):
        return None
    said = {one.home_id for one in _of_notice(own, matter, lying)}
    homes = [{"id": str(ident), "label": door} for ident, door in _homes(actor, matter) if ident not in said]
    if not homes:
        return None
    name = STAGE_NAMES[lying.stage]
    return {"stage": lying.stage.value, "stage_name": name, "until": lying.until.isoformat(), "homes": homes}
