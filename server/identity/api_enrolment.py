"""From the poster to membership: the applicant's routes and the committee's queue."""

from typing import Any

from flask import current_app

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.identity import consents, policy, views
from server.identity import queries_enrolment as queries
from server.identity.models_enrolment import Application
from server.identity.schemas_enrolment import (
    ApplicationIn,
    ApplicationOut,
    ApplicationStepIn,
    ConsentTextsOut,
    HomeMembersOut,
    MyApplications,
    ReviewArgs,
    ReviewOut,
    ReviewPage,
    SceneOut,
)
from server.identity.service import enrolment, review, scenes
from server.identity.workflow import Verb
from server.kit.errors import InvalidError
from server.kit.pagination import cut
from server.places import queries as places
from server.places.models import Home

blp = Blueprint("enrolment", __name__, url_prefix="/api/v1")


def visible_application(application_id: int) -> Application | None:
    """Somebody else's application does not exist for whoever may not follow it."""
    row = queries.get_application(application_id)
    return row if row and policy.own_or_reviewer(current_actor(), row) is None else None


@blp.get("/enrolment/scenes/<scene>")
@blp.requires(Permission.ENROL)
@blp.response(200, SceneOut)
def read_scene(scene: str) -> dict[str, Any]:
    """扫码后看到的社区和海报编号"""
    row = scenes.readable(scene)
    community = places.get_community(row.community_id)
    assert community is not None
    return {
        "scene": row.scene,
        "community": {"name": community.name, "kind": community.kind.value},
        "serial": row.serial,
        "message": "请核对海报下方的编号，不一致请不要继续，并告诉居委会",
    }


@blp.get("/enrolment/consents")
@blp.requires(Permission.ENROL)
@blp.response(200, ConsentTextsOut)
def list_consents() -> dict[str, Any]:
    """申请前要阅读并同意的文本"""
    return {"items": consents.texts(current_app.config["SETTINGS"].identity_provider)}


@blp.post("/enrolment/applications")
@blp.requires(Permission.ENROL)
@blp.arguments(ApplicationIn)
@blp.response(201, ApplicationOut)
def apply(form: dict[str, Any]) -> dict[str, Any]:
    """提交实名申请"""
    given = [(one["purpose"], one["version"]) for one in form["consents"]]
    row = enrolment.submit(current_actor(), form["scene"], form, given)
    return views.application(row, current_actor())


@blp.get("/enrolment/applications")
@blp.requires(Permission.ENROL)
@blp.response(200, MyApplications)
def list_mine() -> dict[str, Any]:
    """我的申请"""
    mine = queries.applications_of(current_actor().person_id)
    return {"items": views.applications(mine, current_actor())}


@blp.get("/enrolment/applications/<int:application_id>")
@blp.requires(
    Permission.APPLICATION_FOLLOW,
    community=queries.community_of_application,
    application=visible_application,
)
@blp.response(200, ReviewOut)
def get_application(application: Application) -> dict[str, Any]:
    """一份申请；居委会另看到名册、房屋和同住人"""
    return _view(application)


@blp.post("/enrolment/applications/<int:application_id>/steps")
@blp.requires(
    Permission.APPLICATION_FOLLOW,
    community=queries.community_of_application,
    application=visible_application,
)
@blp.arguments(ApplicationStepIn)
@blp.response(200, ReviewOut)
def take_step(form: dict[str, Any], application: Application) -> dict[str, Any]:
    """办理申请：补充、撤回；居委会通过、退回、不通过"""
    verb = form.pop("verb")
    if verb not in list(Verb):
        raise InvalidError("没有这一步", code="unknown_verb")
    return _view(review.take_step(current_actor(), application, Verb(verb), review.Change(**form)))


@blp.get("/communities/<int:community_id>/applications")
@blp.requires(Permission.APPLICATION_REVIEW)
@blp.arguments(ReviewArgs, location="query")
@blp.response(200, ReviewPage)
def list_reviews(args: dict[str, Any]) -> dict[str, Any]:
    """待审核的申请，等得最久的在前"""
    actor = current_actor()
    rows = queries.review_queue(args["state"], policy.review_ground(actor), args["after"], args["limit"])
    page, following = cut(rows, args["limit"])
    return {"items": views.reviews(page, actor), "next": following}


@blp.get("/communities/<int:community_id>/homes/<int:home_id>/members")
@blp.requires(Permission.HOME_LIST, home=places.get_home)
@blp.response(200, HomeMembersOut)
def list_home_members(home: Home) -> dict[str, Any]:
    """这户已有的成员（居委会）"""
    return {"items": views.home_members(home.id)}


def _view(row: Application) -> dict[str, Any]:
    """The committee's side of it only for the committee, and not of one's own application."""
    actor = current_actor()
    reviewer = Permission.APPLICATION_REVIEW in actor.permissions and row.person_id != actor.person_id
    return views.review(row, actor) if reviewer else views.application(row, actor)
