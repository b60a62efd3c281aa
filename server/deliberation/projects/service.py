"""Forming a project, and carrying it out. Its state is its topic's, which moves in service.advance alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from server.core import audit, authors, database, outbox, settings, uploads
from server.core.access import Actor, Permission, enforce
from server.deliberation import clocks, queries
from server.deliberation import service as topics
from server.deliberation.clocks import Ends
from server.deliberation.forms import Move
from server.deliberation.guards import day_words
from server.deliberation.models import CommentState
from server.deliberation.projects import forms, policy
from server.deliberation.projects import queries as projects
from server.deliberation.projects.events import MilestoneDone, ProjectRescheduled
from server.deliberation.projects.models import (
    FundSource,
    Milestone,
    NoteKind,
    OwnerKind,
    Project,
    ProjectNote,
)
from server.deliberation.projects.queries import Undertaking
from server.deliberation.states import TopicState
from server.deliberation.workflow import Verb
from server.extensions import db
from server.kit.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from server.kit.ids import new_id
from server.kit.worktime import today

S = TopicState


def form(actor: Actor, topic_id: int, paper: dict[str, Any]) -> Project:
    """The decided topic gets its project; `paper`: as ProjectIn. ConflictError `already_formed` with the
    project of whoever was first; InvalidError for days or money that do not fit."""
    matter = queries.lock_matter(topic_id)
    enforce(actor, Permission.PROJECT_LEAD, matter)
    if problem := policy.not_this_body(actor, matter.topic, OwnerKind(paper["owner_kind"])):
        raise ForbiddenError(problem)
    if (won := projects.project_of(topic_id)) is not None:
        first = {"id": str(won.id), "name": won.name, "by": won.formed_name}
        words = f"{won.formed_name}已经登记了项目“{won.name}”"
        raise ConflictError(words, code="already_formed", project=first)
    stones = paper["milestones"]
    forms.check_money(paper["budget_cents"], paper["source"])
    forms.check_days([one["due_on"] for one in stones], paper["due_on"], today(database.now()))
    topics.advance(actor, topic_id, Move(Verb.FORM_PROJECT))
    project = _project(actor, topic_id, paper)
    db.session.add(project)
    db.session.flush()
    for place, one in enumerate(stones, start=1):
        day = one["due_on"]
        db.session.add(
            Milestone(project_id=project.id, place=place, title=one["title"], due_on=day, first_due_on=day)
        )
    db.session.flush()
    audit.record(actor, "project.form", project.id, topic=topic_id, budget_cents=project.budget_cents)
    return project


def _project(actor: Actor, topic_id: int, paper: Mapping[str, Any]) -> Project:
    said = {key: paper[key] for key in ("name", "summary", "owner_name", "department", "budget_cents")}
    return Project(
        id=new_id(),
        topic_id=topic_id,
        owner_kind=OwnerKind(paper["owner_kind"]),
        source=FundSource(paper["source"]),
        due_on=paper["due_on"],
        first_due_on=paper["due_on"],
        formed_by=actor.person_id,
        formed_name=actor.name,
        formed_at=database.now(),
        **said,
    )


def start(actor: Actor, project_id: int, words: str) -> Undertaking:
    """From today it is carried out, until the day it promised. ConflictError when that day is over."""
    held = _led(actor, project_id)
    moment = database.now()
    if held.matter.topic.state is S.PROJECT and held.project.due_on < today(moment):
        last = day_words(held.project.due_on)
        raise ConflictError(f"完成日期（{last}）已经过了，请先调整日期", code="due_past")
    topics.advance(actor, held.project.topic_id, Move(Verb.START_PROJECT, until=held.project.due_on))
    held.project.started_at = moment
    _log(actor, held.project, NoteKind.START, {"body": words or "今天开始实施。"})
    return held


def finish(actor: Actor, project_id: int, form: dict[str, Any]) -> Undertaking:
    """All milestones are done: the households are asked. `form`: text, upload_ids. GateClosedError before."""
    held = _led(actor, project_id)
    topics.advance(actor, held.project.topic_id, Move(Verb.FINISH_PROJECT))
    held.project.finished_at = database.now()
    _log(actor, held.project, NoteKind.FINISH, {"body": form["text"], "photos": form["upload_ids"]})
    return held


def reach(actor: Actor, project_id: int, milestone_id: int, form: dict[str, Any]) -> Milestone:
    """The milestone is done; `form`: text, upload_ids (one at least), spent_cents. Once, for good."""
    held = _led(actor, project_id)
    stone = next((one for one in projects.milestones(project_id) if one.id == milestone_id), None)
    if stone is None:
        raise NotFoundError
    if stone.done_at is not None:
        raise ConflictError(
            f"这个节点{stone.done_name}已经登记完成了", code="already_done", by=stone.done_name
        )
    if held.matter.topic.state is not S.IMPLEMENTING:
        raise ConflictError("项目没有在实施，不能登记节点", code="not_implementing")
    photos, moment = uploads.claim(actor, form["upload_ids"], milestone_id), database.now()
    # All at once: a milestone done without its evidence is one the database refuses.
    stone.photos, stone.evidence, stone.spent_cents = photos, form["text"], form["spent_cents"]
    stone.done_at, stone.done_by, stone.done_name = moment, actor.person_id, actor.name
    db.session.flush()
    audit.record(actor, "project.milestone", project_id, milestone=milestone_id, spent=stone.spent_cents)
    outbox.emit(MilestoneDone(project_id, milestone_id))
    topics.touch(held.matter.topic, actor)
    return stone


def reschedule(actor: Actor, project_id: int, form: dict[str, Any]) -> Undertaking:
    """Move days, with a reason that everybody reads; `form`: reason, due_on, milestones [{id, due_on}].

    The days promised first stay beside the new ones. Days of what is done do not move.
    """
    held = _led(actor, project_id)
    if held.matter.topic.state not in projects.UNDER_WAY:
        raise ConflictError("项目已经完成，日期不能再改", code="project_over")
    moment, project = database.now(), held.project
    left = [one for one in projects.milestones(project_id) if one.done_at is None]
    wanted = {one["id"]: one["due_on"] for one in form["milestones"]}
    if wanted.keys() - {one.id for one in left}:
        raise InvalidError("只能调整本项目还没有完成的节点", code="no_such_milestone")
    due_on = form["due_on"] or project.due_on
    # What is late already and not moved now may wait: it is no reason to leave the others as they are.
    day = today(moment)
    forms.check_days([wanted.get(one.id, max(one.due_on, day)) for one in left], due_on, day)
    changes = _move_days(project, left, wanted, due_on)
    if not changes:
        raise InvalidError("日期没有改动", code="nothing_moved")
    if held.matter.topic.state is S.IMPLEMENTING:
        rules = settings.values()
        held.matter.topic.due_at = clocks.due(S.IMPLEMENTING, moment, rules, Ends(until=due_on))
    note = _log(actor, project, NoteKind.RESCHEDULE, {"body": form["reason"], "moved": changes})
    audit.record(actor, "project.reschedule", project_id, note=note.id)
    outbox.emit(ProjectRescheduled(project_id, note.id))
    topics.touch(held.matter.topic, actor)
    return held


def _move_days(
    project: Project, left: list[Milestone], wanted: dict[int, date], due_on: date
) -> list[dict[str, Any]]:
    """Each moved milestone may be overdue anew, so it may be told of anew."""
    changes = []
    for one in left:
        day = wanted.get(one.id, one.due_on)
        if day != one.due_on:
            changes.append(forms.moved(one.title, one.due_on, day))
            one.due_on, one.overdue_told_at = day, None
    if due_on != project.due_on:
        changes.append(forms.moved("全部完成", project.due_on, due_on))
        project.due_on = due_on
    return changes


def _led(actor: Actor, project_id: int) -> Undertaking:
    held = projects.lock_undertaking(project_id)
    enforce(actor, Permission.PROJECT_LEAD, held)
    return held


def _log(actor: Actor, project: Project, kind: NoteKind, said: dict[str, Any]) -> ProjectNote:
    """A line of the log by who carries it out: in office, so it is public at once."""
    note_id = new_id()
    row = ProjectNote(
        id=note_id,
        project_id=project.id,
        kind=kind,
        body=said["body"],
        photos=uploads.claim(actor, said.get("photos", ()), note_id),
        moved=said.get("moved", []),
        state=CommentState.PUBLISHED,
        created_at=database.now(),
        **authors.stamp(actor),
    )
    db.session.add(row)
    db.session.flush()
    return row
