"""Routes of the switch and of the roll call."""

from typing import Any

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.emergency import policy, queries, roll, service, views
from server.emergency.models import Emergency
from server.emergency.schemas import (
    EmergencyAnswerIn,
    EmergencyHomesArgs,
    EmergencyHomesOut,
    EmergencyIn,
    EmergencyListOut,
    EmergencyPage,
    EmergencyStepIn,
)
from server.kit.pagination import PageArgs

PREFIX = "/api/v1/communities/<int:community_id>/emergencies"
blp = Blueprint("emergency", __name__, url_prefix=PREFIX, description="应急")
P = Permission


def visible(emergency_id: int) -> Emergency | None:
    """The emergency, if the caller may see it."""
    found = queries.get_emergency(emergency_id)
    return found if found and policy.sees(current_actor(), found) else None


@blp.get("")
@blp.requires(P.EMERGENCY_READ)
@blp.arguments(PageArgs, location="query")
@blp.response(200, EmergencyListOut)
def list_emergencies(args: dict[str, Any]) -> dict[str, Any]:
    """本社区的应急和演练，新的在前"""
    return views.page(current_actor(), args["after"], args["limit"])


@blp.post("")
@blp.requires(P.EMERGENCY_SWITCH)
@blp.arguments(EmergencyIn)
@blp.response(201, EmergencyPage)
def begin_emergency(form: dict[str, Any]) -> dict[str, Any]:
    """街镇启动应急或演练，到时自动结束。409：这里已有一次在进行"""
    return views.one(current_actor(), service.begin(current_actor(), form))


@blp.get("/<int:emergency_id>")
@blp.requires(P.EMERGENCY_READ, emergency=visible)
@blp.response(200, EmergencyPage)
def show_emergency(emergency: Emergency) -> dict[str, Any]:
    """一次应急：怎么做、打给谁、谁启动的、自己家报了没有、各楼合计"""
    return views.one(current_actor(), emergency)


@blp.post("/<int:emergency_id>/steps")
@blp.requires(P.EMERGENCY_SWITCH, emergency=visible)
@blp.arguments(EmergencyStepIn)
@blp.response(200, EmergencyPage)
def step_emergency(form: dict[str, Any], emergency: Emergency) -> dict[str, Any]:
    """街镇延长或提前结束。409：已经结束"""
    return views.one(current_actor(), service.step(current_actor(), emergency.id, form))


@blp.post("/<int:emergency_id>/answers")
@blp.requires(P.EMERGENCY_JOIN, emergency=visible)
@blp.arguments(EmergencyAnswerIn)
@blp.response(200, EmergencyPage)
def answer_roll(form: dict[str, Any], emergency: Emergency) -> dict[str, Any]:
    """为自己家报平安、报需要帮助或不在家，可以改"""
    roll.answer(current_actor(), emergency.id, form["home_id"], form["answer"])
    return views.one(current_actor(), emergency)


@blp.post("/<int:emergency_id>/records")
@blp.requires(P.EMERGENCY_DESK, emergency=visible)
@blp.arguments(EmergencyAnswerIn)
@blp.response(200, EmergencyPage)
def record_answer(form: dict[str, Any], emergency: Emergency) -> dict[str, Any]:
    """工作人员上门或打电话后代一户登记"""
    roll.record(current_actor(), emergency.id, form["home_id"], form["answer"])
    return views.one(current_actor(), emergency)


@blp.get("/<int:emergency_id>/homes")
@blp.requires(P.EMERGENCY_DESK, emergency=visible)
@blp.arguments(EmergencyHomesArgs, location="query")
@blp.response(200, EmergencyHomesOut)
def list_homes(args: dict[str, Any], emergency: Emergency) -> dict[str, Any]:
    """一栋楼各户的应答，供上门核实；只有本社区工作人员能看"""
    return views.homes(current_actor(), emergency, args["building_id"])
