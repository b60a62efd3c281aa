"""The district's copies on the wire."""

from marshmallow import Schema, fields

from server.kit.rest import Id, Stamp


class LedgerCopyOut(Schema):
    community_id = Id(required=True)
    community = fields.String(required=True)
    state = fields.String(required=True, metadata={"description": "same、differs 或 none"})
    state_name = fields.String(required=True)
    note = fields.String(required=True, allow_none=True, metadata={"description": "哪里不一致，最早的一处"})
    day = fields.Date(required=True, allow_none=True, metadata={"description": "最近一次存证的日期"})
    seq = fields.Integer(required=True, allow_none=True)
    hash = fields.String(required=True, allow_none=True)
    received_at = Stamp(required=True, allow_none=True)


class LedgerCopyPage(Schema):
    items = fields.List(fields.Nested(LedgerCopyOut), required=True)
    next = fields.String(required=True, allow_none=True)
