"""Projects as JSON."""

from datetime import date
from typing import Any

from server.core import authors, database, uploads
from server.core.access import Actor, Permission, denial
from server.deliberation import policy, reads
from server.deliberation import words as topic_words
from server.deliberation.policy import Matter
from server.deliberation.projects import fund_queries, notes, words
from server.deliberation.projects import queries as projects
from server.deliberation.projects.models import Milestone, NoteKind, Project, ProjectNote
from server.deliberation.projects.queries import Page, Undertaking
from server.deliberation.states import TopicState
from server.deliberation.workflow import Verb
from server.kit.pagination import cut
from server.kit.rest import stamp
from server.kit.worktime import today

NOTES = 20
_STEPS = {Verb.START_PROJECT: "start", Verb.FINISH_PROJECT: "finish"}
_TABS = {"open": True, "done": False, "all": None}


def listed(actor: Actor, args: dict[str, Any]) -> dict[str, Any]:
    """The projects of the estates the caller sees, newest first."""
    which = Page(_TABS[args["state"]], actor.visible_estates, args["after"], args["limit"])
    found = [card(row) for row in projects.page(which, today(database.now()))]
    kept, following = cut(found, args["limit"], key="id")
    return {"items": kept, "next": following}


def card(row: Any) -> dict[str, Any]:
    """`row`: of projects.card."""
    project: Project = row.Project
    return {
        "id": str(project.id),
        "topic_id": str(project.topic_id),
        "topic_title": row.topic_title,
        "name": project.name,
        "state": row.state.value,
        "state_name": topic_words.STATE_NAMES[row.state],
        "estate": {"id": str(row.estate_id), "name": row.estate_name} if row.estate_id else None,
        "owner_kind": project.owner_kind.value,
        "owner_kind_name": words.OWNER_NAMES[project.owner_kind],
        "owner_name": project.owner_name,
        "budget_cents": project.budget_cents,
        "spent_cents": int(row.spent),
        "source": project.source.value,
        "source_name": words.SOURCE_NAMES[project.source],
        "due_on": project.due_on.isoformat(),
        "progress": {"done": row.done, "total": row.total, "overdue": row.overdue},
    }


def page(actor: Actor, project_id: int) -> dict[str, Any]:
    """The project whole, and what the caller may do with it."""
    held = projects.undertaking(project_id)
    assert held is not None
    project, day = held.project, today(database.now())
    running = held.matter.topic.state in projects.UNDER_WAY
    stones = [milestone(one, day, running=running) for one in projects.milestones(project_id)]
    return {
        "project": {
            **card(projects.card(project_id, day)),
            "summary": project.summary,
            "department": project.department,
            "first_due_on": project.first_due_on.isoformat(),
            "reschedules": projects.reschedules(project_id),
            "formed_by": project.formed_name,
            "formed_at": stamp(project.formed_at),
            "started_at": stamp(project.started_at) if project.started_at else None,
            "finished_at": stamp(project.finished_at) if project.finished_at else None,
            "fund_spent_cents": fund_queries.spent_on(project_id),
            "next_sentence": _next(project, held.matter, stones),
            "milestones": stones,
        },
        "notes": log(actor, project_id, None, NOTES),
        "mine": _mine(actor, held),
    }


def _next(project: Project, matter: Matter, stones: list[dict[str, Any]]) -> str:
    """Who has to do what by when, in one sentence."""
    state = matter.topic.state
    left = next((one for one in stones if one["done_at"] is None), None)
    if state is TopicState.IMPLEMENTING and left is not None:
        if left["days_late"]:
            late = f"“{left['title']}”已超过计划日期 {left['days_late']} 天"
            return f"{late}，由{project.owner_name}说明情况并推进"
        return f"{project.owner_name}在 {_day(left['due_on'])} 前完成“{left['title']}”"
    if state is TopicState.IMPLEMENTING:
        return "节点都已完成，等负责人登记完成实施"
    if state is TopicState.PROJECT:
        return f"等{project.owner_name}开始实施"
    if state is TopicState.EVALUATING and matter.topic.public_until is not None:
        return f"请住户评价效果，到 {_day(matter.topic.public_until.isoformat())} 为止"
    return topic_words.STATE_NAMES[state]


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.month}月{day.day}日"


def milestone(row: Milestone, day: date, *, running: bool) -> dict[str, Any]:
    """`day`: today by the database's clock. days_late: when it was done, or by today while it is not."""
    reached = today(row.done_at) if row.done_at else day if running else row.due_on
    return {
        "id": str(row.id),
        "place": row.place,
        "title": row.title,
        "due_on": row.due_on.isoformat(),
        "first_due_on": row.first_due_on.isoformat(),
        "days_late": max(0, (reached - row.due_on).days),
        "overdue": running and row.done_at is None and row.due_on < day,
        "done_at": stamp(row.done_at) if row.done_at else None,
        "done_by": row.done_name,
        "evidence": row.evidence,
        "photos": uploads.view(row.community_id, row.photos),
        "spent_cents": row.spent_cents,
    }


def log(actor: Actor, project_id: int, after: int | None, limit: int) -> dict[str, Any]:
    """The project's log, newest first."""
    kept, following = cut(projects.notes(project_id, actor, after, limit), limit)
    return {"items": [note(actor, one) for one in kept], "next": following}


def note(actor: Actor, row: ProjectNote) -> dict[str, Any]:
    verbs = policy.comment_verbs(actor, row.state) if row.kind is NoteKind.NOTE else []
    return {
        "id": str(row.id),
        "project_id": str(row.project_id),
        "kind": row.kind.value,
        "kind_name": words.NOTE_NAMES[row.kind],
        "text": row.body,
        "photos": uploads.view(row.community_id, row.photos),
        "moved": row.moved,
        "author": authors.view(row),
        "created_at": stamp(row.created_at),
        "state": row.state.value,
        "state_name": topic_words.COMMENT_STATE_NAMES[row.state],
        "reason": row.reason,
        "mine": row.author_id == actor.person_id,
        "verbs": verbs,
    }


def _mine(actor: Actor, held: Undertaking) -> dict[str, Any]:
    leads = denial(actor, Permission.PROJECT_LEAD, held) is None
    state = held.matter.topic.state
    return {
        "verbs": _verbs(actor, held.matter, leads=leads),
        "may_reach": leads and state is TopicState.IMPLEMENTING,
    }


def _verbs(actor: Actor, matter: Matter, *, leads: bool) -> list[dict[str, Any]]:
    """A shut guard is shown with its reason, as on the topic's page."""
    offered = [
        _button(_STEPS[Verb(one["verb"])], one["shut"])
        for one in reads.verbs_for(actor, matter)
        if leads and one["verb"] in _STEPS
    ]
    if leads and matter.topic.state in projects.UNDER_WAY:
        offered.append(_button("reschedule", None))
    if matter.topic.state in notes.OPEN and denial(actor, Permission.TOPIC_COMMENT, matter) is None:
        offered.append(_button("note", None))
    return offered


def _button(verb: str, shut: str | None) -> dict[str, Any]:
    name, consequence, needs = words.STEP_CARDS[verb]
    return {"verb": verb, "name": name, "consequence": consequence, "needs": list(needs), "shut": shut}
