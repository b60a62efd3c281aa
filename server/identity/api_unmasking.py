"""HTTP face of unmasking. Looking is a PUT: the answer of a POST would be kept under its Idempotency-Key,
and what is opened here is answered once and kept nowhere."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.identity import queries_enrolment, views_unmasking
from server.identity import queries_unmasking as queries
from server.identity.models import Membership
from server.identity.models_enrolment import Application
from server.identity.schemas_unmasking import SeenPage, UnmaskedOut, UnmaskingIn
from server.identity.service import unmasking
from server.identity.service.unmasking import Look, Values
from server.kit.pagination import PageArgs, cut

blp = Blueprint("unmasking", __name__, url_prefix="/api/v1", description="查看完整信息")


@blp.put("/communities/<int:community_id>/applications/<int:application_id>/unmasking")
@blp.requires(Permission.IDENTITY_UNMASK, application=queries_enrolment.get_application)
@blp.arguments(UnmaskingIn)
@blp.response(200, UnmaskedOut)
def unmask_application(form: dict[str, Any], application: Application) -> Values:
    """写明理由，查看申请人的完整信息，本人会收到通知。

    已删除：409 nothing_kept；今天的次数已满：429 unmasking_cap
    """
    return unmasking.of_application(current_actor(), application, _look(form))


@blp.put("/communities/<int:community_id>/members/<int:membership_id>/unmasking")
@blp.requires(Permission.IDENTITY_UNMASK, membership=queries.member)
@blp.arguments(UnmaskingIn)
@blp.response(200, UnmaskedOut)
def unmask_member(form: dict[str, Any], membership: Membership) -> Values:
    """写明理由，查看住户的完整信息，本人会收到通知"""
    return unmasking.of_member(current_actor(), membership, _look(form))


@blp.get("/me/unmaskings")
@blp.requires(Permission.ME)
@blp.arguments(PageArgs, location="query")
@blp.response(200, SeenPage)
def list_seen(args: dict[str, Any]) -> dict[str, Any]:
    """谁看过我的信息：时间、单位和职务、看了哪几项、为什么，最近的在前"""
    found = queries.seen_of(current_actor().person_id, args["after"], args["limit"])
    page, following = cut(found, args["limit"])
    return {"items": views_unmasking.seen(page), "next": following}


def _look(form: dict[str, Any]) -> Look:
    return Look(frozenset(form["opens"]), form["reason_code"], form["reason"])
