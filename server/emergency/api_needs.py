"""Routes of needs and of those who help."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.emergency import need_queries, need_views, needs, queries, views, volunteers
from server.emergency.api import visible
from server.emergency.models import Emergency
from server.emergency.need_models import EmergencyNeed
from server.emergency.schemas import EmergencyPage
from server.emergency.schemas_needs import (
    EmergencyNeedIn,
    EmergencyNeedsOut,
    EmergencyNeedStepIn,
    EmergencyVolunteerIn,
    EmergencyVolunteersOut,
)

PREFIX = "/api/v1/communities/<int:community_id>"
blp = Blueprint("emergency_needs", __name__, url_prefix=PREFIX, description="应急需求和志愿者")
P = Permission


def visible_need(need_id: int) -> EmergencyNeed | None:
    """The need, if the caller may see the emergency it belongs to; what he may do with it is each step's."""
    need = need_queries.get_need(need_id)
    return need if need and visible(need.emergency_id) else None


def _list(emergency_id: int) -> dict[str, Any]:
    emergency = queries.get_emergency(emergency_id)
    assert emergency is not None
    return need_views.page(current_actor(), emergency)


@blp.get("/emergencies/<int:emergency_id>/needs")
@blp.requires(P.EMERGENCY_JOIN, emergency=visible)
@blp.response(200, EmergencyNeedsOut)
def list_needs(emergency: Emergency) -> dict[str, Any]:
    """需求：工作人员看全部，志愿者看等人帮忙的和自己在办的，住户看自己家的"""
    return need_views.page(current_actor(), emergency)


@blp.post("/emergencies/<int:emergency_id>/needs")
@blp.requires(P.EMERGENCY_JOIN, emergency=visible)
@blp.arguments(EmergencyNeedIn)
@blp.response(201, EmergencyNeedsOut)
def ask_for_help(form: dict[str, Any], emergency: Emergency) -> dict[str, Any]:
    """为自己家登记一条需求；工作人员可以代登记"""
    needs.ask(current_actor(), emergency.id, form)
    return need_views.page(current_actor(), emergency)


@blp.post("/emergency-needs/<int:need_id>/steps")
@blp.requires(P.EMERGENCY_JOIN, need=visible_need)
@blp.arguments(EmergencyNeedStepIn)
@blp.response(200, EmergencyNeedsOut)
def step_need(form: dict[str, Any], need: EmergencyNeed) -> dict[str, Any]:
    """认领、派人、交回、办好、取消。409：已被别人认领"""
    needs.move(current_actor(), need.id, form)
    return _list(need.emergency_id)


@blp.get("/emergencies/<int:emergency_id>/volunteers")
@blp.requires(P.EMERGENCY_DESK, emergency=visible)
@blp.response(200, EmergencyVolunteersOut)
def list_volunteers(emergency: Emergency) -> dict[str, Any]:
    """这次应急报名的志愿者"""
    return need_views.volunteers(emergency)


@blp.put("/emergencies/<int:emergency_id>/volunteer")
@blp.requires(P.EMERGENCY_JOIN, emergency=visible)
@blp.arguments(EmergencyVolunteerIn)
@blp.response(200, EmergencyPage)
def sign_on(form: dict[str, Any], emergency: Emergency) -> dict[str, Any]:
    """报名做这次应急的志愿者，或者改能做的事"""
    volunteers.sign_on(current_actor(), emergency.id, form["skills"])
    return views.one(current_actor(), emergency)


@blp.delete("/emergencies/<int:emergency_id>/volunteer")
@blp.requires(P.EMERGENCY_JOIN, emergency=visible)
@blp.response(200, EmergencyPage)
def sign_off(emergency: Emergency) -> dict[str, Any]:
    """退出志愿者。409：还有在办的需求"""
    volunteers.sign_off(current_actor(), emergency.id)
    return views.one(current_actor(), emergency)
