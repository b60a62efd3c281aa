"""In and out of emergency: needs and those who help."""

from marshmallow import Schema, fields, validate

from server.emergency.models import Skill
from server.emergency.need_models import NeedKind
from server.emergency.workflow import NEEDS
from server.kit.rest import Id, Line, Stamp

_VERBS = sorted({str(step.verb) for step in NEEDS.steps})


class EmergencyNeedIn(Schema):
    home_id = Id(required=True)
    kind = fields.Enum(NeedKind, by_value=True, required=True)
    text = Line(200, least=0, load_default="")


class EmergencyNeedStepIn(Schema):
    """`note`: what was done (finish, settle). `volunteer_id`: who is sent (dispatch)."""

    verb = fields.String(required=True, validate=validate.OneOf(_VERBS))
    note = Line(200, least=0, load_default="")
    volunteer_id = Id(load_default=None, allow_none=True)


class EmergencyVolunteerIn(Schema):
    skills = fields.List(
        fields.String(validate=validate.OneOf([skill.value for skill in Skill])),
        required=True,
        validate=validate.Length(min=1, max=len(Skill), error="请至少选一样您能做的"),
    )


class EmergencyNeedOut(Schema):
    """`room`, `text`, `note`, `name` are null for who may not read them; `own`: the caller's own home's."""

    id = Id(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    building = fields.String(required=True)
    room = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    org = fields.String(required=True)
    taker = fields.String(required=True, allow_none=True)
    own = fields.Boolean(required=True)
    created_at = Stamp(required=True)
    verbs = fields.List(fields.String(), required=True)


class EmergencyNeedsOut(Schema):
    items = fields.List(fields.Nested(EmergencyNeedOut), required=True)


class EmergencyVolunteerOut(Schema):
    """`busy`: how many needs he is seeing to."""

    id = Id(required=True)
    name = fields.String(required=True)
    place = fields.String(required=True)
    skills = fields.List(fields.String(), required=True)
    skill_names = fields.List(fields.String(), required=True)
    busy = fields.Integer(required=True)
    signed_at = Stamp(required=True)


class EmergencyVolunteersOut(Schema):
    items = fields.List(fields.Nested(EmergencyVolunteerOut), required=True)
