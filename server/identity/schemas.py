"""What identity takes and answers: sessions and the caller himself."""

from marshmallow import Schema, fields

from server.identity.schemas_enrolment import ApplicationOut
from server.kit.rest import Id, Line, Stamp


class SignInIn(Schema):
    code = Line(128, required=True, metadata={"description": "wx.login 的 code；演示环境为 demo:<名字>"})


class MePersonOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True, metadata={"description": "邻居看到的称呼；未实名时为空"})
    verified = fields.Boolean(required=True)
    adult = fields.Boolean(required=True)


class EstateBriefOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True)


class MembershipOut(Schema):
    id = Id(required=True)
    estate = fields.Nested(EstateBriefOut, required=True)
    building = fields.String(required=True)
    room = fields.String(required=True)
    relation = fields.String(required=True)
    relation_name = fields.String(required=True)
    home_id = Id(required=True)


class DutyOut(Schema):
    role = fields.String(required=True)
    role_name = fields.String(required=True)
    organisation = fields.String(required=True)
    estate_id = Id(required=True, allow_none=True)
    ends_at = Stamp(required=True, allow_none=True)


class MyCommunityOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    region = fields.String(required=True)
    words = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    memberships = fields.List(fields.Nested(MembershipOut), required=True)
    duties = fields.List(fields.Nested(DutyOut), required=True)
    permissions = fields.List(fields.String(), required=True)
    estates = fields.List(fields.Nested(EstateBriefOut), required=True)


class MeOut(Schema):
    person = fields.Nested(MePersonOut, required=True)
    communities = fields.List(fields.Nested(MyCommunityOut), required=True)
    applications = fields.List(fields.Nested(ApplicationOut), required=True)
    sandbox = fields.Boolean(required=True)


class SessionOut(Schema):
    token = fields.String(required=True)
    expires_at = Stamp(required=True)
    me = fields.Nested(MeOut, required=True)


class DemoPersonOut(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    community = fields.String(required=True)
    role = fields.String(required=True)
    note = fields.String(required=True)


class DemoPeopleOut(Schema):
    items = fields.List(fields.Nested(DemoPersonOut), required=True)
