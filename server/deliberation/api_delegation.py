"""HTTP face of handing an estate's gates to its own party branch."""

from typing import Any

from marshmallow import Schema, fields

from server.core.access import Permission, current_actor
from server.core.blueprint import Blueprint
from server.deliberation import delegation
from server.deliberation.delegation import LEAST_REASON, Verb
from server.kit.rest import Id, Line
from server.places import queries as places
from server.places.models import Estate

PREFIX = "/api/v1/communities/<int:community_id>/estates"
blp = Blueprint("delegation", __name__, url_prefix=PREFIX, description="把关下放")


class GateUnitOut(Schema):
    estate_id = Id(required=True)
    estate = fields.String(required=True)
    delegated = fields.Boolean(required=True, metadata={"description": "由小区党支部把关"})
    verbs = fields.List(fields.String(), required=True)
    shut = fields.String(
        required=True, allow_none=True, metadata={"description": "现在为什么不能改；只给能改的人"}
    )


class GateUnitsOut(Schema):
    items = fields.List(fields.Nested(GateUnitOut), required=True)


class DelegationStepIn(Schema):
    verb = fields.Enum(Verb, by_value=True, required=True)
    reason = Line(300, least=LEAST_REASON, required=True)


@blp.get("/gates")
@blp.requires(Permission.COMMUNITY_READ)
@blp.response(200, GateUnitsOut)
def list_gate_units() -> dict[str, Any]:
    """各小区的议题由谁把关"""
    return {"items": delegation.overview(current_actor())}


@blp.post("/<int:estate_id>/gates/steps")
@blp.requires(Permission.SETTING_CHANGE, estate=places.get_estate)
@blp.arguments(DelegationStepIn)
@blp.response(200, GateUnitOut)
def take_delegation_step(form: dict[str, Any], estate: Estate) -> dict[str, Any]:
    """社区党组织书记把一个小区的把关下放给小区党支部，或者收回"""
    return delegation.take_step(current_actor(), estate, form["verb"], form["reason"])
