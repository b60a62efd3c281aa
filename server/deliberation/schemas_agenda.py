"""Support, look-alikes and routes on the wire."""

from marshmallow import Schema, fields, validate

from server.ballots.models import Electorate
from server.deliberation.matters import Matter, Route
from server.deliberation.schemas import one_of
from server.deliberation.schemas_out import ProposedShareOut, ReasonCodeOut
from server.kit.rest import Id


class SimilarArgs(Schema):
    text = fields.String(
        required=True, validate=validate.Length(1, 500), metadata={"description": "标题和正文的开头"}
    )


class SimilarTopicOut(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    seconds = fields.Integer(required=True, metadata={"description": "附议户数"})
    shared = fields.Integer(required=True, metadata={"description": "相同的字对"})


class SimilarOut(Schema):
    items = fields.List(fields.Nested(SimilarTopicOut), required=True)


class MergeTargetOut(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    state_name = fields.String(required=True)


class MergeTargetsOut(Schema):
    items = fields.List(fields.Nested(MergeTargetOut), required=True)


class SecondIn(Schema):
    home_id = Id(required=True)


class RoutesArgs(Schema):
    matter = fields.String(load_default=Matter.DAILY.value, validate=one_of(Matter))


class MissingSettingOut(Schema):
    key = fields.String(required=True)
    title = fields.String(required=True)


class VotersOut(Schema):
    who = fields.String(required=True, validate=one_of(Electorate))
    participation = fields.Nested(ProposedShareOut, required=True, allow_none=True)
    approval = fields.Nested(ProposedShareOut, required=True, allow_none=True)
    shut = fields.String(required=True, allow_none=True, metadata={"description": "还不能由他们投的原因"})


class RouteOut(Schema):
    route = fields.String(required=True, validate=one_of(Route))
    title = fields.String(required=True)
    decided_by = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)
    shut = fields.String(required=True, allow_none=True)
    missing = fields.List(fields.Nested(MissingSettingOut), required=True)
    ballot = fields.Boolean(required=True, metadata={"description": "要不要表决"})
    base = fields.String(required=True, allow_none=True)
    voters = fields.List(fields.Nested(VotersOut), required=True)
    modes = fields.List(fields.String(), required=True)
    fixed = fields.Boolean(required=True, metadata={"description": "比例由法律定，不能改"})
    basis = fields.String(required=True)
    version = fields.String(required=True)
    building = fields.Boolean(required=True, metadata={"description": "要选楼栋"})


class BuildingOut(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    estate = fields.String(required=True)


class RoutesOut(Schema):
    matter = fields.String(required=True)
    matters = fields.List(fields.Nested(ReasonCodeOut), required=True)
    least_days = fields.Integer(required=True)
    consensus_days = fields.Integer(required=True)
    consensus_percent = fields.Integer(required=True)
    buildings = fields.List(fields.Nested(BuildingOut), required=True)
    items = fields.List(fields.Nested(RouteOut), required=True)
