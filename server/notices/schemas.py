"""The inbox on the wire."""

from marshmallow import Schema, fields

from server.kit.rest import Id, Stamp


class NoticeOut(Schema):
    id = Id(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    link = fields.String(required=True, metadata={"description": "应用内链接，例如 topic:123"})
    created_at = Stamp(required=True)
    read = fields.Function(lambda notice: notice.read_at is not None)


class NoticePage(Schema):
    items = fields.List(fields.Nested(NoticeOut), required=True)
    next = fields.String(required=True, allow_none=True)
    unread = fields.Integer(required=True)


class NoticeReadIn(Schema):
    ids = fields.List(Id(), load_default=None, metadata={"description": "省略则全部标为已读"})


class UnreadOut(Schema):
    unread = fields.Integer(required=True)
