"""What enrolment takes and answers."""

from marshmallow import Schema, fields, validate

from server.identity.models import Relation
from server.identity.models_enrolment import ApplicationState
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line, Stamp


class PlaceNameOut(Schema):
    name = fields.String(required=True)
    kind = fields.String(required=True)


class SceneOut(Schema):
    scene = fields.String(required=True)
    community = fields.Nested(PlaceNameOut, required=True)
    serial = fields.String(required=True)
    message = fields.String(required=True)


class ConsentTextOut(Schema):
    purpose = fields.String(required=True)
    version = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    required = fields.Boolean(required=True)


class ConsentTextsOut(Schema):
    items = fields.List(fields.Nested(ConsentTextOut), required=True)


class ConsentIn(Schema):
    purpose = Line(32, required=True)
    version = Line(16, required=True)


class EnrolmentForm(Schema):
    """What an applicant says of himself; again when the committee asked for a correction."""

    name = Line(40, required=True)
    id_number = Line(24, required=True)
    phone = Line(20, required=True)
    building = Line(24, required=True)
    room = Line(24, required=True)
    relation = fields.String(required=True, validate=validate.OneOf([one.value for one in Relation]))


class ApplicationIn(EnrolmentForm):
    scene = Line(32, required=True)
    consents = fields.List(fields.Nested(ConsentIn), required=True, validate=validate.Length(max=10))


class ApplicationStepIn(Schema):
    verb = Line(16, required=True)
    reason = Line(300, load_default=None, allow_none=True)
    home_id = Id(load_default=None, allow_none=True)
    form = fields.Nested(EnrolmentForm, load_default=None, allow_none=True)
    version = fields.Integer(load_default=None, allow_none=True)


class CommunityNameOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True)


class ApplicationStepOut(Schema):
    verb = fields.String(required=True)
    by = fields.String(required=True)
    at = Stamp(required=True)
    reason = fields.String(required=True, allow_none=True)
    to_name = fields.String(required=True)


class ApplicationOut(Schema):
    id = Id(required=True)
    community = fields.Nested(CommunityNameOut, required=True)
    estate = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    relation_name = fields.String(required=True)
    building = fields.String(required=True)
    room = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "遮盖后的姓名，如 李**"})
    phone = fields.String(required=True, metadata={"description": "遮盖后的手机号"})
    reason = fields.String(required=True, allow_none=True)
    created_at = Stamp(required=True)
    steps = fields.List(fields.Nested(ApplicationStepOut), required=True)
    verbs = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)


class ReviewHomeOut(Schema):
    id = Id(required=True)
    label = fields.String(required=True)
    area = fields.String(required=True)


class HomeMemberOut(Schema):
    name = fields.String(required=True)
    relation_name = fields.String(required=True)


class HomeMembersOut(Schema):
    items = fields.List(fields.Nested(HomeMemberOut), required=True)


class ReviewOut(ApplicationOut):
    """What follows is for the committee alone; the applicant's own answer leaves it out."""

    roll = fields.String()
    roll_name = fields.String()
    assurance_name = fields.String()
    duplicate = fields.Boolean()
    may_unmask = fields.Boolean(metadata={"description": "可以写明理由查看完整信息"})
    home = fields.Nested(ReviewHomeOut, allow_none=True)
    home_members = fields.List(fields.Nested(HomeMemberOut))


class MyApplications(Schema):
    items = fields.List(fields.Nested(ApplicationOut), required=True)


class ReviewPage(Schema):
    items = fields.List(fields.Nested(ReviewOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ReviewArgs(PageArgs):
    state = fields.Enum(ApplicationState, by_value=True, load_default=ApplicationState.VERIFIED)
