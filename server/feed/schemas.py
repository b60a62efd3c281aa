"""The home page on the wire: the contract that the ready bytes keep (tests/feed/test_home.py)."""

from marshmallow import Schema, fields, validate

from server.assistance.schemas import FiledOut
from server.core.schemas import AuthorOut, EstateRef, PhotoOut
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Stamp

BOARDS = ("notice", "nearby", "hall", "market")


class HomeArgs(PageArgs):
    board = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(BOARDS),
        metadata={"description": "只看一个版块"},
    )


class BadgeOut(Schema):
    text = fields.String(required=True)
    tone = fields.String(required=True, metadata={"enum": ["plain", "green", "clock", "party", "above"]})


class FeedCardOut(Schema):
    kind = fields.String(required=True, metadata={"enum": ["post", "topic", "item"]})
    ref_id = Id(required=True)
    board = fields.String(required=True)
    board_name = fields.String(required=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    filed = fields.Nested(FiledOut, required=True, allow_none=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    created_at = Stamp(required=True)
    badge = fields.Nested(BadgeOut, required=True, allow_none=True)


class WaitingOut(Schema):
    """One thing that waits for the caller himself."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    link = fields.String(required=True)
    due_at = Stamp(required=True, allow_none=True)


class TodoOut(Schema):
    """What waits on the desk of a staff member; what is not his is 0."""

    applications = fields.Integer(required=True)
    held = fields.Integer(required=True)
    gates = fields.Integer(required=True)
    second = fields.Integer(required=True, metadata={"description": "等我第二签"})
    orders = fields.Integer(required=True, metadata={"description": "等我办理或答复的督查"})


class HomeMineOut(Schema):
    waiting = fields.List(fields.Nested(WaitingOut), required=True)
    todo = fields.Nested(TodoOut, required=True)
    unread = fields.Integer(required=True)


class EmergencyBanner(Schema):
    """An emergency that is on where the reader lives or works."""

    id = Id(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    is_drill = fields.Boolean(required=True)
    ends_at = Stamp(required=True)


class HomePage(Schema):
    """`emergencies`: on the first page only."""

    items = fields.List(fields.Nested(FeedCardOut), required=True)
    next = fields.String(required=True, allow_none=True)
    emergencies = fields.List(fields.Nested(EmergencyBanner), required=True)
    mine = fields.Nested(HomeMineOut, required=True)
