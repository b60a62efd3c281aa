"""What is answered about closing one's account."""

from marshmallow import Schema, fields

from server.kit.rest import Stamp


class ObstacleOut(Schema):
    text = fields.String(required=True)
    link = fields.String(required=True, metadata={"description": "到哪里去办；空：不在这里办"})


class StaysOut(Schema):
    what = fields.String(required=True)
    why = fields.String(required=True)


class ClosingOut(Schema):
    """`due_at` None: he did not ask."""

    asked_at = Stamp(required=True, allow_none=True)
    due_at = Stamp(required=True, allow_none=True)
    cooling_off_days = fields.Integer(required=True)
    obstacles = fields.List(fields.Nested(ObstacleOut), required=True)
    goes = fields.List(fields.String(), required=True)
    stays = fields.List(fields.Nested(StaysOut), required=True)
    verbs = fields.List(fields.String(), required=True, metadata={"enum": ["ask", "take_back"]})
