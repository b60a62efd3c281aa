"""What places takes and answers."""

from typing import Any

from flask_smorest.fields import Upload
from marshmallow import Schema, fields

from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line
from server.places import doors


class EstateOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    address = fields.String(required=True)
    gates_delegated = fields.Boolean(required=True)


class EstatesOut(Schema):
    items = fields.List(fields.Nested(EstateOut), required=True)


class CommunityOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    district = fields.String(required=True)
    subdistrict = fields.String(required=True)
    estates = fields.List(fields.Nested(EstateOut), required=True)
    words = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class HomesArgs(PageArgs):
    building = Line(24, load_default=None, allow_none=True)
    estate_id = Id(load_default=None, allow_none=True)


class HomeRollOut(Schema):
    id = Id(required=True)
    estate_id = Id(required=True)
    building = fields.String(required=True)
    room = fields.String(required=True)
    label = fields.String(required=True)
    area = fields.String(required=True, metadata={"description": "平方米，两位小数"})
    developer = fields.String(required=True, metadata={"description": "未交付时的开发商；已交付为空"})


class HomeRollPage(Schema):
    items = fields.List(fields.Nested(HomeRollOut), required=True)
    next = fields.String(required=True, allow_none=True)


class RegisterFile(Schema):
    file = Upload(required=True)


class RegisterArgs(Schema):
    dry_run = fields.Boolean(load_default=False)


class RegisterErrorOut(Schema):
    sheet = fields.String(required=True)
    line = fields.Integer(required=True)
    column = fields.String(required=True)
    message = fields.String(required=True)


class RegisterOut(Schema):
    applied = fields.Boolean(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    errors = fields.List(fields.Nested(RegisterErrorOut), required=True)


def home_view(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "estate_id": row.estate_id,
        "building": row.building,
        "room": row.room,
        "label": doors.label(row.building, row.room),
        "area": doors.square_metres(row.area_cm),
        "developer": row.developer,
    }
