"""Orders on the wire."""

from marshmallow import Schema, fields, validate

from server.core.schemas import EstateRef
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line, Stamp

STEPS = ("answer", "close")


class OrderListArgs(PageArgs):
    state = fields.String(load_default="open", validate=validate.OneOf(["open", "closed", "all"]))


class OrderIn(Schema):
    text = Line(500, required=True)
    days = fields.Integer(
        load_default=3,
        validate=validate.Range(min=1, max=15),
        metadata={"description": "几个工作日内答复"},
    )
    topic_id = Id(load_default=None, allow_none=True)


class OrderStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(STEPS))
    text = Line(500, required=True)


class OrderStepOut(Schema):
    verb = fields.String(required=True)
    verb_name = fields.String(required=True)
    text = fields.String(required=True)
    name = fields.String(required=True)
    org = fields.String(required=True)
    at = Stamp(required=True)


class OrderTopicOut(Schema):
    id = Id(required=True)
    title = fields.String(required=True)
    state_name = fields.String(required=True)


class OrderVerbOut(Schema):
    verb = fields.String(required=True)
    name = fields.String(required=True)
    consequence = fields.String(required=True)


class OrderOut(Schema):
    id = Id(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    addressed_to = fields.String(required=True)
    addressed_name = fields.String(required=True)
    text = fields.String(required=True)
    issued_name = fields.String(required=True)
    issued_org = fields.String(required=True)
    issued_at = Stamp(required=True)
    due_at = Stamp(required=True)
    overdue_minutes = fields.Integer(required=True)
    topic = fields.Nested(OrderTopicOut, required=True, allow_none=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    steps = fields.List(fields.Nested(OrderStepOut), required=True)
    verbs = fields.List(fields.Nested(OrderVerbOut), required=True)


class OrderPage(Schema):
    items = fields.List(fields.Nested(OrderOut), required=True)
    next = fields.String(required=True, allow_none=True)
    may_issue = fields.Boolean(required=True)
