"""What a topic page shows of its discussion beside the text and the comments, as JSON."""

from typing import Any

from server.boards import policy as posts
from server.core import authors, settings, uploads
from server.core.access import Actor
from server.deliberation import (
    agenda_queries,
    held_queries,
    parts_queries,
)
from server.deliberation.discussion_models import AmendmentState, MeetingKind, ObjectionState, Stage
from server.deliberation.parts_queries import AMENDMENTS_SEEN, OBJECTIONS_SEEN
from server.deliberation.projects import parts as project_parts
from server.deliberation.states import TopicState
from server.kit.rest import stamp

MEETING_NAMES = {MeetingKind.OFFLINE: "线下会议", MeetingKind.ONLINE: "线上会议"}
AMENDMENT_NAMES = {
    AmendmentState.CHECKING: "审核中",
    AmendmentState.OPEN: "等提出人答复",
    AmendmentState.HELD: "待人工查看",
    AmendmentState.REFUSED_BY_CHECK: "未通过审核",
    AmendmentState.ACCEPTED: "已采纳",
    AmendmentState.REJECTED: "没有采纳",
    AmendmentState.OVERTAKEN: "原文已改，对不上了",
}
STAGE_NAMES = {
    Stage.SUMMARY: "对协商纪要",
    Stage.ROUTE: "对协商一致",
    Stage.TALLY: "对计票结果",
}
OBJECTION_NAMES = {
    ObjectionState.CHECKING: "审核中",
    ObjectionState.OPEN: "等主持人答复",
    ObjectionState.HELD: "待人工查看",
    ObjectionState.REFUSED: "未通过审核",
    ObjectionState.ANSWERED: "已答复",
    ObjectionState.WITHDRAWN: "已撤回",
}
#: A discussion that never began has none of its parts.
_BEGUN, _SUMMED, _FORMED = TopicState.DISCUSSING, TopicState.SUMMARISED, TopicState.PROJECT
_LISTS = ("merged_topics", "summary_versions", "meetings", "amendments", "objections")


def shared(row: Any) -> dict[str, Any]:
    """The parts that everybody sees; `row`: of page_queries.whole. What cannot be there is not asked for."""
    begun, summed = _BEGUN in row.milestones, _SUMMED in row.milestones
    met = begun and row.plan.get("meetings")
    return {
        "seconding": _seconding(row),
        "merged_topics": _merged_into(row.id) if row.has_merged else [],
        "source_post": _source(row.source_post_id),
        "summary_versions": [_summary(one) for one in parts_queries.summaries(row.id)] if summed else [],
        "meetings": [_meeting(one) for one in parts_queries.meetings(row.id)] if met else [],
        "amendments": [amendment(one) for one in parts_queries.amendments(row.id)] if begun else [],
        "objections": [_counted(one) for one in parts_queries.objections(row.id)] if summed else [],
        "project": project_parts.shown(row.id) if _FORMED in row.milestones else None,
    }


def _seconding(row: Any) -> dict[str, Any]:
    calling = row.state is TopicState.SECONDING
    return {"count": row.seconds, "needed": settings.value("seconding.households") if calling else None}


def nothing(row: Any) -> dict[str, Any]:
    """The same for who sees title and clock only."""
    return {
        "seconding": _seconding(row),
        "source_post": None,
        "project": None,
        **{name: [] for name in _LISTS},
    }


def _merged_into(topic_id: int) -> list[dict[str, Any]]:
    return [_merged(one) for one in agenda_queries.merged_into(topic_id)]


def _merged(row: Any) -> dict[str, Any]:
    return {"id": str(row.id), "title": row.title, "seconds": row.seconds}


def _source(post_id: int | None) -> dict[str, Any] | None:
    post = parts_queries.source(post_id) if post_id else None
    return {"id": str(post.id), "title": post.title} if post else None


def _summary(row: Any) -> dict[str, Any]:
    return {"version": row.version, "by": row.name, "at": stamp(row.at)}


def _meeting(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind.value,
        "kind_name": MEETING_NAMES[row.kind],
        "starts_at": stamp(row.starts_at),
        "place": row.place,
        "agenda": row.agenda,
        "minutes": row.minutes,
        "attendance": row.attendance,
        "named": row.named,
        "photos": uploads.view(row.community_id, row.photos),
        "held_at": stamp(row.held_at) if row.held_at else None,
        "recorded_by": row.recorded_by,
    }


def amendment(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "passage": row.passage,
        "proposal": row.proposal,
        "reason": row.reason,
        "author": authors.view(row),
        "state": row.state.value,
        "state_name": AMENDMENT_NAMES[row.state],
        "note": "" if row.state in AMENDMENTS_SEEN else row.note,
        "answer": row.answer,
        "answered_at": stamp(row.answered_at) if row.answered_at else None,
        "text_version": row.text_version,
        "created_at": stamp(row.created_at),
    }


def objection(row: Any) -> dict[str, Any]:
    return {
        "topic_id": str(row.topic_id),
        "stage": row.stage.value,
        "stage_name": STAGE_NAMES[row.stage],
        "round": row.round,
        "home_id": str(row.home_id),
        "name": row.name,
        "body": row.body,
        "note": "" if row.state in OBJECTIONS_SEEN else row.note,
        "state": row.state.value,
        "state_name": OBJECTION_NAMES[row.state],
        "answer": row.answer,
        "answered_by": row.answered_by,
        "answered_at": stamp(row.answered_at) if row.answered_at else None,
        "at": stamp(row.at),
    }


def _counted(row: Any) -> dict[str, Any]:
    """An objection as everybody sees it: of words that are not public only that a home objects."""
    shown = objection(row)
    return shown if row.state in OBJECTIONS_SEEN else {**shown, "name": "", "body": "", "note": ""}


def paper(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "version": row.version,
        "body": row.body,
        "hash": row.sha256.hex(),
        "by": row.name,
        "at": stamp(row.at),
    }


def held(actor: Actor) -> dict[str, Any]:
    """What waits for this moderator."""
    ground = posts.ground(actor)
    found = held_queries.amendments(ground)
    return {
        "amendments": [{**amendment(one), "topic_id": str(one.topic_id)} for one in found],
        "objections": [objection(one) for one in held_queries.objections(ground)],
    }
