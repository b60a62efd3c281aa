"""What is kept around a topic's gates beside the decisions: recusals, stand-ins, second hands, the appeal."""

from typing import Any

from server.core import authors, uploads
from server.core.access import Actor, Permission
from server.deliberation import grounds, inbox_queries, keeper_queries, keepers, words
from server.deliberation.discussion_models import PaperKind
from server.deliberation.discussion_queries import latest_version
from server.deliberation.keeper_models import Appeal, AppealState, Countersign, CountersignState
from server.deliberation.models import Topic
from server.deliberation.policy import Matter, oversees
from server.deliberation.reasons import name_of
from server.kit.rest import stamp

APPEALS = {
    AppealState.OPEN: "等街镇答复",
    AppealState.REVIEW_ORDERED: "街镇责成复议",
    AppealState.UPHELD: "街镇维持原决定",
}
COUNTERSIGNS = {
    CountersignState.OPEN: "等第二人签字",
    CountersignState.SIGNED: "第二人已签字",
    CountersignState.REFUSED: "第二人退签",
    CountersignState.WITHDRAWN: "第一签已收回",
}


def of_topic(actor: Actor, matter: Matter) -> dict[str, Any]:
    """For who sees the topic whole; appeal and signatures for its author and those who answer for it."""
    topic = matter.topic
    inside = topic.author_id == actor.person_id or oversees(actor, topic)
    signs = inside or Permission.TOPIC_COUNTERSIGN in actor.permissions
    refusals = keeper_queries.countersigns(topic.id) if signs else ()
    appeal = keeper_queries.appeal_of(topic.id) if inside else None
    return {
        "recusals": [
            {"name": one.name, "reason": one.reason, "at": stamp(one.at)}
            for one in keeper_queries.recusals(topic.id)
        ],
        "namings": [
            {"name": one.name, "by": one.named_by_name, "reason": one.reason, "at": stamp(one.at)}
            for one in keeper_queries.namings(topic.id)
        ],
        "countersigns": [countersign(one) for one in refusals],
        "appeal": _appeal(appeal) if appeal else None,
        "challenge": topic.challenge,
        "petition": topic.petition,
        "collective": [grounds.shown(one) for one in keeper_queries.minutes(topic.id)],
        "convened": convened(topic),
    }


def convened(topic: Topic) -> dict[str, Any] | None:
    """Who agreed to call the meeting that the proposal of now asks for."""
    row = keeper_queries.convening(topic.id, latest_version(topic.id, PaperKind.PROPOSAL))
    return {"name": row.name, "org": row.org, "at": stamp(row.at)} if row else None


def countersign(row: Countersign) -> dict[str, Any]:
    return {
        "state": row.state.value,
        "state_name": COUNTERSIGNS[row.state],
        "reason_code": row.reason_code,
        "reason_name": name_of(row.reason_code),
        "reason": row.reason,
        "first_name": row.first_name,
        "first_role": words.ROLES[row.first_role],
        "first_org": row.first_org,
        "at": stamp(row.at),
        "answered_name": row.answered_name,
        "answer": row.answer,
        "answered_at": stamp(row.answered_at) if row.answered_at else None,
    }


def _appeal(row: Appeal) -> dict[str, Any]:
    return {
        "state": row.state.value,
        "state_name": APPEALS[row.state],
        "reason": row.reason,
        "at": stamp(row.at),
        "due_at": stamp(row.due_at),
        "overdue": row.overdue_told_at is not None,
        "answer": row.answer,
        "decided_name": row.decided_name,
        "decided_org": row.decided_org,
        "decided_at": stamp(row.decided_at) if row.decided_at else None,
    }


def unsigned(actor: Actor) -> dict[str, Any]:
    """Refusals that wait for this hand, with the whole text: nobody signs what he may not read."""
    return {"items": [_unsigned(*row) for row in inbox_queries.unsigned(actor)]}


def _unsigned(row: Countersign, topic: Topic) -> dict[str, Any]:
    return {
        **countersign(row),
        "topic_id": str(topic.id),
        "title": topic.title,
        "body": topic.body,
        "author": authors.view(topic),
        "photos": uploads.view(topic.community_id, topic.photos),
        "seconds": topic.seconds,
        "due_at": stamp(topic.due_at) if topic.due_at else None,
        "version": topic.version,
    }


def candidates(actor: Actor, matter: Matter) -> dict[str, Any]:
    """Whom the 街镇 may name, and who is left of the unit itself."""
    return {
        "left": len(keepers.left(matter)),
        "items": [
            {
                "id": str(one.id),
                "name": one.display_name,
                "role": words.ROLES[one.role.value],
                "org": one.organisation,
            }
            for one in keepers.candidates(actor, matter)
        ],
    }
