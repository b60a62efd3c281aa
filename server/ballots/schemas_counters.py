"""点票 on the wire."""

from marshmallow import Schema, fields, validate

from server.ballots.counter_models import LEAST_REASON, Ground
from server.ballots.models import Channel
from server.kit.rest import Id, Line, Stamp

_GROUNDS = validate.OneOf([one.value for one in Ground])


class OpeningIn(Schema):
    ground = fields.String(required=True, validate=_GROUNDS)
    reason = Line(300, least=LEAST_REASON, required=True, metadata={"description": "为什么点票，例如案号"})


class LookIn(Schema):
    after = Id(load_default=0, metadata={"description": "上一页给的 next"})


class CounterOut(Schema):
    name = fields.String(required=True)
    org = fields.String(required=True)


class OpeningMadeOut(Schema):
    """公开的：谁、何时、为什么点过票。不含票面。"""

    ground_name = fields.String(required=True)
    asked = fields.Nested(CounterOut, required=True)
    confirmed = fields.Nested(CounterOut, required=True)
    at = Stamp(required=True)
    ends_at = Stamp(required=True)


class GroundOut(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)


class OwnOpeningOut(Schema):
    id = Id(required=True)
    ground = fields.String(required=True, validate=_GROUNDS)
    ground_name = fields.String(required=True)
    reason = fields.String(required=True)
    asked = fields.Nested(CounterOut, required=True)
    asked_at = Stamp(required=True)
    ends_at = Stamp(required=True)
    may_confirm = fields.Boolean(required=True)
    may_look = fields.Boolean(required=True)
    may_export = fields.Boolean(required=True)


class OwnOpeningsOut(Schema):
    """点票人看到的：能否申请，等确认的和对他打开的。"""

    may_ask = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)
    grounds = fields.List(fields.Nested(GroundOut), required=True)
    items = fields.List(fields.Nested(OwnOpeningOut), required=True)


class OpeningsOut(Schema):
    made = fields.List(fields.Nested(OpeningMadeOut), required=True)
    mine = fields.Nested(
        OwnOpeningsOut, required=True, allow_none=True, metadata={"description": "不是点票人则为空"}
    )


class BallotRowOut(Schema):
    """`by`：投票时留的称呼；纸质票没有。"""

    home_id = Id(required=True)
    label = fields.String(required=True)
    area_cm = fields.Integer(required=True)
    head = fields.Integer(required=True, metadata={"description": "同一业主的几户是同一个号"})
    by = fields.String(required=True)
    option = fields.String(required=True)
    channel = fields.String(required=True, validate=validate.OneOf([one.value for one in Channel]))


class BallotRowsOut(Schema):
    items = fields.List(fields.Nested(BallotRowOut), required=True)
    next = fields.String(required=True, allow_none=True)
    ends_at = Stamp(required=True)
