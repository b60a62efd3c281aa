"""In and out of emergency: the switch and the roll call."""

from marshmallow import Schema, fields, validate

from server.core.schemas import EstateRef
from server.emergency.models import Answer, Kind
from server.emergency.workflow import EMERGENCIES, Party
from server.kit.rest import Id, Line, Stamp

_VERBS = sorted(str(step.verb) for step in EMERGENCIES.steps if step.who is Party.STREET)
_NUMBER = validate.Regexp(r"^[0-9][0-9 \-]{2,19}$", error="应为电话号码")


class PhoneSchema(Schema):
    name = Line(20, required=True)
    number = fields.String(required=True, validate=_NUMBER)


class EmergencyIn(Schema):
    """`estate_id` null: the whole community. `hours` null: as long as it may last at once."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    text = Line(500, least=5, required=True)
    is_drill = fields.Boolean(required=True)
    hours = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=336))
    estate_id = Id(load_default=None, allow_none=True)
    phones = fields.List(fields.Nested(PhoneSchema), load_default=list, validate=validate.Length(max=5))


class EmergencyStepIn(Schema):
    """`hours`: of extend, from now on."""

    verb = fields.String(required=True, validate=validate.OneOf(_VERBS))
    reason = Line(500, required=True)
    hours = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=336))


class EmergencyAnswerIn(Schema):
    home_id = Id(required=True)
    answer = fields.Enum(Answer, by_value=True, required=True)


class EmergencyHomesArgs(Schema):
    building_id = fields.Integer(required=True, validate=validate.Range(min=1))


class EmergencyCard(Schema):
    """`state`: running or ended, by the database's clock."""

    id = Id(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    is_drill = fields.Boolean(required=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    begun_at = Stamp(required=True)
    ends_at = Stamp(required=True)
    ended_at = Stamp(required=True, allow_none=True)


class EmergencyListOut(Schema):
    """`most_hours`: so long one may last at once."""

    items = fields.List(fields.Nested(EmergencyCard), required=True)
    next = fields.String(required=True, allow_none=True)
    may_begin = fields.Boolean(required=True)
    most_hours = fields.Integer(required=True)


class EmergencyStepOut(Schema):
    verb = fields.String(required=True)
    verb_name = fields.String(required=True)
    reason = fields.String(required=True)
    name = fields.String(required=True)
    org = fields.String(required=True)
    at = Stamp(required=True)
    ends_at = Stamp(required=True)


class EmergencySaid(Schema):
    """One answer. `org` is not empty: written down for the home by this office (代登记)."""

    answer = fields.String(required=True)
    answer_name = fields.String(required=True)
    name = fields.String(required=True)
    org = fields.String(required=True)
    at = Stamp(required=True)


class EmergencyOwnHome(Schema):
    home_id = Id(required=True)
    door = fields.String(required=True)
    said = fields.Nested(EmergencySaid, required=True, allow_none=True)
    history = fields.List(fields.Nested(EmergencySaid), required=True)


class EmergencyBuilding(Schema):
    """Figures of one building. `id` null: several small ones together."""

    id = Id(required=True, allow_none=True)
    name = fields.String(required=True)
    homes = fields.Integer(required=True)
    safe = fields.Integer(required=True)
    help = fields.Integer(required=True)
    away = fields.Integer(required=True)
    silent = fields.Integer(required=True)


class EmergencyNeedCounts(Schema):
    open = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    done = fields.Integer(required=True)


class EmergencyMine(Schema):
    """`verbs`: of the 街镇. `volunteer`: skills of the caller who is signed on, else null."""

    verbs = fields.List(fields.String(), required=True)
    desk = fields.Boolean(required=True)
    may_help = fields.Boolean(required=True)
    volunteer = fields.List(fields.String(), required=True, allow_none=True)
    homes = fields.List(fields.Nested(EmergencyOwnHome), required=True)


class EmergencyPage(Schema):
    emergency = fields.Nested(EmergencyCard, required=True)
    guide = fields.List(fields.String(), required=True)
    phones = fields.List(fields.Nested(PhoneSchema), required=True)
    steps = fields.List(fields.Nested(EmergencyStepOut), required=True)
    buildings = fields.List(fields.Nested(EmergencyBuilding), required=True)
    needs = fields.Nested(EmergencyNeedCounts, required=True)
    most_hours = fields.Integer(required=True)
    mine = fields.Nested(EmergencyMine, required=True)


class EmergencyHome(Schema):
    id = Id(required=True)
    room = fields.String(required=True)
    stairwell = fields.String(required=True)
    said = fields.Nested(EmergencySaid, required=True, allow_none=True)


class EmergencyHomesOut(Schema):
    title = fields.String(required=True)
    building = fields.String(required=True)
    items = fields.List(fields.Nested(EmergencyHome), required=True)
