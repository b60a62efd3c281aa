"""What an estate's code takes and answers."""

from marshmallow import Schema, fields, validate

from server.kit.rest import Line, Stamp


class QrPastOut(Schema):
    serial = fields.String(required=True)
    state = fields.String(required=True)
    issued_at = Stamp(required=True)
    ended_at = Stamp(required=True, allow_none=True)


class QrOut(Schema):
    scene = fields.String(required=True, allow_none=True)
    serial = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"description": "active、rotated、revoked 或 none"})
    issued_at = Stamp(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    history = fields.List(fields.Nested(QrPastOut), required=True)
    verbs = fields.List(fields.String(), required=True)


class QrStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["rotate", "revoke"]))
    reason = Line(200, least=0, load_default="")
    serial = Line(
        16, load_default=None, allow_none=True, metadata={"description": "要换发或作废的那一张的编号"}
    )
