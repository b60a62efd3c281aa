"""What an unmasking takes and answers, and what its person reads of it."""

from marshmallow import Schema, fields, validate

from server.identity.models_unmasking import Field, Ground
from server.kit.rest import Id, Line, Stamp


class UnmaskingIn(Schema):
    # Not named as on the wire: a schema's own `fields` are something else.
    opens = fields.List(
        fields.Enum(Field, by_value=True),
        required=True,
        data_key="fields",
        validate=validate.Length(min=1, max=len(Field), error="请选择要查看的项目"),
    )
    reason_code = fields.Enum(Ground, by_value=True, required=True)
    reason = Line(200, least=5, required=True, metadata={"description": "为什么要看，本人会看到"})


class UnmaskedOut(Schema):
    """Only what was asked for; null where it is not kept."""

    name = fields.String()
    phone = fields.String()
    id_number = fields.String(allow_none=True)


class SeenOut(Schema):
    """One look, as the person reads it: the unit and the office, never the employee's name."""

    id = Id(required=True)
    at = Stamp(required=True)
    community = fields.String(required=True)
    unit = fields.String(required=True)
    role_name = fields.String(required=True)
    subject_name = fields.String(required=True)
    opened = fields.List(fields.String(), required=True, metadata={"description": "看了哪几项"})
    ground_name = fields.String(required=True)
    reason = fields.String(required=True)


class SeenPage(Schema):
    items = fields.List(fields.Nested(SeenOut), required=True)
    next = fields.String(required=True, allow_none=True)
