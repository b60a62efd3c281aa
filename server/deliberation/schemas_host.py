"""居民主持人 on the wire."""

from marshmallow import Schema, fields, validate

from server.deliberation.host_models import Ending
from server.kit.rest import Id, Line, Stamp

LEAST_REASON = 5


class HostCandidateArgs(Schema):
    q = fields.String(load_default="", validate=validate.Length(max=40))


class HostCandidateOut(Schema):
    membership_id = Id(required=True)
    name = fields.String(required=True)
    door = fields.String(required=True)


class HostCandidatesOut(Schema):
    items = fields.List(fields.Nested(HostCandidateOut), required=True)


class HostIn(Schema):
    membership_id = Id(required=True)
    tag = Line(20, least=0, load_default="", metadata={"description": "身份，例如：五老、楼组长"})
    reason = Line(200, least=0, load_default="")


class HostEndIn(Schema):
    reason = Line(200, least=LEAST_REASON, required=True)


class HostNamingOut(Schema):
    name = fields.String(required=True)
    tag = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    reason = fields.String(required=True)
    at = Stamp(required=True)
    ending = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([one.value for one in Ending])
    )
    end_reason = fields.String(required=True, allow_none=True)
    ended_at = Stamp(required=True, allow_none=True)


class HostNamingsOut(Schema):
    items = fields.List(fields.Nested(HostNamingOut), required=True)


class ResidentHostOut(Schema):
    name = fields.String(required=True)
    tag = fields.String(required=True, allow_none=True, metadata={"description": "身份，例如：五老"})
