"""HTTP face of projects: what carries a decision out, step by step."""

from typing import Any

from server.boards import policy as posts
from server.core.access import Actor, Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import queries as topics
from server.deliberation.api import seen
from server.deliberation.policy import Matter, Sight
from server.deliberation.projects import evaluation_queries, evaluation_views, notes, queries, service, views
from server.deliberation.projects.queries import Undertaking
from server.deliberation.projects.schemas import (
    MilestoneStepIn,
    NoteModerationIn,
    ProjectIn,
    ProjectListArgs,
    ProjectListOut,
    ProjectNoteList,
    ProjectNoteOut,
    ProjectPage,
    ProjectStepIn,
)
from server.deliberation.projects.schemas_result import HeldProjectWordsOut
from server.kit.pagination import PageArgs

blp = Blueprint("projects", __name__, url_prefix="/api/v1/communities/<int:community_id>", description="项目")


def _seen(project: Undertaking) -> Undertaking:
    """The project, if the caller sees its topic; 404 otherwise."""
    seen(project.matter, Sight.WHOLE)
    return project


@blp.post("/topics/<int:topic_id>/project")
@blp.requires(Permission.PROJECT_LEAD, topic=topics.get_matter)
@blp.arguments(ProjectIn)
@blp.response(201, ProjectPage)
def form_project(form: dict[str, Any], topic: Matter) -> dict[str, Any]:
    """决议形成项目：谁负责、钱从哪来、分几步、何时完成。409：已有人登记（already_formed 附项目）。"""
    actor = current_actor()
    return views.page(actor, service.form(actor, seen(topic, Sight.WHOLE).id, form).id)


@blp.get("/projects")
@blp.requires(Permission.TOPIC_READ)
@blp.arguments(ProjectListArgs, location="query")
@blp.response(200, ProjectListOut)
def list_projects(args: dict[str, Any]) -> dict[str, Any]:
    """项目：在办、办完的，或全部。"""
    return views.listed(current_actor(), args)


@blp.get("/projects/held-words")
@blp.requires(Permission.POST_MODERATE)
@blp.response(200, HeldProjectWordsOut)
def list_held_project_words() -> dict[str, Any]:
    """等人工查看的项目留言和评价文字。"""
    actor = current_actor()
    ground = posts.ground(actor)
    return {
        "notes": [views.note(actor, one) for one in queries.held_notes(ground)],
        "evaluations": [evaluation_views.held(one) for one in evaluation_queries.held(ground)],
    }


@blp.get("/projects/<int:project_id>")
@blp.requires(Permission.TOPIC_READ, project=queries.undertaking)
@blp.response(200, ProjectPage)
def read_project(project: Undertaking) -> dict[str, Any]:
    """项目：负责人、经费、节点和凭据、记录，和我现在可以做什么。"""
    return views.page(current_actor(), _seen(project).project.id)


@blp.get("/projects/<int:project_id>/notes")
@blp.requires(Permission.TOPIC_READ, project=queries.undertaking)
@blp.arguments(PageArgs, location="query")
@blp.response(200, ProjectNoteList)
def list_project_notes(args: dict[str, Any], project: Undertaking) -> dict[str, Any]:
    """项目记录，新的在前。"""
    return views.log(current_actor(), _seen(project).project.id, args["after"], args["limit"])


@blp.post("/projects/<int:project_id>/steps")
@blp.requires(Permission.TOPIC_READ, project=queries.undertaking)
@blp.arguments(ProjectStepIn)
@blp.response(200, ProjectPage)
def step_project(form: dict[str, Any], project: Undertaking) -> dict[str, Any]:
    """开始、完成、调整日期（负责登记的工作人员），或留言（议题所涉及的人）。"""
    actor = current_actor()
    _step(actor, _seen(project), form)
    return views.page(actor, project.project.id)


def _step(actor: Actor, held: Undertaking, form: dict[str, Any]) -> None:
    project_id = held.project.id
    if form["verb"] == "start":
        service.start(actor, project_id, form["text"])
    elif form["verb"] == "finish":
        service.finish(actor, project_id, form)
    elif form["verb"] == "reschedule":
        service.reschedule(actor, project_id, form)
    else:
        notes.write(actor, held, form)


@blp.post("/projects/<int:project_id>/milestones/<int:milestone_id>/steps")
@blp.requires(Permission.PROJECT_LEAD, project=queries.undertaking)
@blp.arguments(MilestoneStepIn)
@blp.response(200, ProjectPage)
def reach_milestone(form: dict[str, Any], project: Undertaking, milestone_id: int) -> dict[str, Any]:
    """登记一个节点完成：说明、照片和花费；登记一次，不能改。"""
    actor, project_id = current_actor(), _seen(project).project.id
    service.reach(actor, project_id, milestone_id, form)
    return views.page(actor, project_id)


@blp.post("/projects/<int:project_id>/notes/<int:note_id>/steps")
@blp.requires(Permission.POST_MODERATE, project=queries.undertaking)
@blp.arguments(NoteModerationIn)
@blp.response(200, ProjectNoteOut)
def moderate_project_note(form: dict[str, Any], project: Undertaking, note_id: int) -> dict[str, Any]:
    """处理一条留言：放行、不予发布、隐藏或恢复，附理由。"""
    actor = current_actor()
    return views.note(actor, notes.moderate(actor, _seen(project), note_id, form))
