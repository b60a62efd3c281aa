"""In and out of the market. What goes out is made in answers.py; a test holds it to these."""

from marshmallow import Schema, fields, validate

from server.core.schemas import AuthorOut, EstateRef, PhotoOut
from server.core.uploads import MOST_PHOTOS
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line, Stamp
from server.market.models import Kind
from server.market.queries import SHOWN
from server.market.workflow import ITEMS, Party


class ItemListArgs(PageArgs):
    """`state`: open (on offer or promised), offered, reserved, done (handed over or received), or mine (the
    caller's own in whatever state but withdrawn).
    """

    kind = fields.String(load_default=None, validate=validate.OneOf([kind.value for kind in Kind]))
    state = fields.String(load_default="open", validate=validate.OneOf([*SHOWN, "mine"]))


class ItemCard(Schema):
    """An item in a list. `waiting`: how many queue behind the one it is promised to."""

    id = Id(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    wants = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    created_at = Stamp(required=True)
    waiting = fields.Integer(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class ItemThanks(Schema):
    note = fields.String(required=True)
    author = fields.Nested(AuthorOut, required=True)


class ItemOut(ItemCard):
    body = fields.String(required=True)
    thanks = fields.Nested(ItemThanks, required=True, allow_none=True)


class ItemRequestOut(Schema):
    """`place_in_queue` 0: it is kept for this neighbour; 1: next."""

    id = fields.String(required=True)
    author = fields.Nested(AuthorOut, required=True)
    note = fields.String(required=True)
    place_in_queue = fields.Integer(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    at = Stamp(required=True)


class MyItems(Schema):
    pending = fields.List(fields.Nested(ItemCard), required=True)


class ItemList(Schema):
    items = fields.List(fields.Nested(ItemCard), required=True)
    next = fields.String(required=True, allow_none=True)
    mine = fields.Nested(MyItems, required=True)


class ItemDesk(Schema):
    items = fields.List(fields.Nested(ItemCard), required=True)
    next = fields.String(required=True, allow_none=True)


class MyItem(Schema):
    verbs = fields.List(fields.String(), required=True)
    place_in_queue = fields.Integer(required=True, allow_none=True)
    giver = fields.Boolean(required=True)


class ItemPage(Schema):
    item = fields.Nested(ItemOut, required=True)
    requests = fields.List(fields.Nested(ItemRequestOut), required=True)
    mine = fields.Nested(MyItem, required=True)


class ItemIn(Schema):
    """`estate_id` null or left out: the whole community. `wants` only for a swap."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    title = Line(40, required=True)
    body = Line(1000, required=True)
    wants = Line(100, least=0, load_default="")
    estate_id = Id(load_default=None, allow_none=True)
    photos = fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_PHOTOS))


_VERBS = sorted({str(step.verb) for step in ITEMS.steps if step.who is not Party.MACHINE})


class ItemStepIn(Schema):
    """`note`: what the taker says (request, thank), or the clerk's reason (refuse)."""

    verb = fields.String(required=True, validate=validate.OneOf(_VERBS))
    note = Line(100, least=0, load_default="")
