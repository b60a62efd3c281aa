"""In and out of the boards. What goes out is made in answers.py; a test holds it to these."""

from marshmallow import Schema, fields, validate

from server.assistance.schemas import FiledOut, OnBehalfIn
from server.boards.models import Kind, ReportReason
from server.boards.workflow import POSTS, Machine
from server.core.schemas import AuthorOut, EstateRef, PhotoOut
from server.core.uploads import MOST_PHOTOS
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line, Stamp


class KindOut(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)


class BoardOut(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)
    intro = fields.String(required=True)
    owner = fields.String(required=True)
    verbs = fields.List(fields.String(), required=True)
    kinds = fields.List(fields.Nested(KindOut), required=True)


class BoardList(Schema):
    items = fields.List(fields.Nested(BoardOut), required=True)


class AnsweredOut(Schema):
    by = fields.String(required=True)
    at = Stamp(required=True)
    after_minutes = fields.Integer(required=True)


class PostCard(Schema):
    """A post in a list."""

    id = Id(required=True)
    board = fields.String(required=True)
    board_name = fields.String(required=True)
    kind = fields.String(required=True)
    kind_name = fields.String(required=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    filed = fields.Nested(FiledOut, required=True, allow_none=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    created_at = Stamp(required=True)
    comments = fields.Integer(required=True)
    thanks = fields.Integer(required=True)
    pinned = fields.Boolean(required=True)
    answered = fields.Nested(AnsweredOut, required=True, allow_none=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class PostOut(PostCard):
    body = fields.String(required=True)


class CommentOut(Schema):
    id = Id(required=True)
    body = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    created_at = Stamp(required=True)
    reply_to = Id(required=True, allow_none=True)
    reply_to_name = fields.String(required=True)
    answer = fields.Boolean(required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class CommentPage(Schema):
    items = fields.List(fields.Nested(CommentOut), required=True)
    next = fields.String(required=True, allow_none=True)


class MyPosts(Schema):
    thanked = fields.List(Id(), required=True)
    pending = fields.List(fields.Nested(PostCard), required=True)


class PostListArgs(PageArgs):
    """`state`: published, or mine (the caller's own in whatever state but withdrawn)."""

    state = fields.String(load_default="published", validate=validate.OneOf(["published", "mine"]))


class PostList(Schema):
    items = fields.List(fields.Nested(PostCard), required=True)
    next = fields.String(required=True, allow_none=True)
    mine = fields.Nested(MyPosts, required=True)


class MyPost(Schema):
    """`comment_verbs`: comment id → what the caller may do with that comment."""

    thanked = fields.Boolean(required=True)
    reported = fields.Boolean(required=True)
    verbs = fields.List(fields.String(), required=True)
    pending_comments = fields.List(fields.Nested(CommentOut), required=True)
    comment_verbs = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


class PostPage(Schema):
    post = fields.Nested(PostOut, required=True)
    comments = fields.Nested(CommentPage, required=True)
    mine = fields.Nested(MyPost, required=True)


def _photos() -> fields.List[int]:
    return fields.List(Id(), load_default=list, validate=validate.Length(max=MOST_PHOTOS))


class PostIn(Schema):
    """`estate_id` null or left out: the whole community."""

    kind = fields.Enum(Kind, by_value=True, required=True)
    title = Line(40, required=True)
    body = Line(2000, required=True)
    estate_id = Id(load_default=None, allow_none=True)
    photos = _photos()


class AssistedPostIn(PostIn):
    on_behalf_of = fields.Nested(OnBehalfIn, required=True)


class CommentIn(Schema):
    body = Line(500, required=True)
    photos = _photos()
    reply_to = Id(load_default=None, allow_none=True)


class ReactionIn(Schema):
    kind = fields.String(required=True, validate=validate.Equal("thanks"))
    on = fields.Boolean(required=True)


class ReactionOut(Schema):
    thanks = fields.Integer(required=True)
    thanked = fields.Boolean(required=True)


class ReportIn(Schema):
    """`comment_id`: the comment under this post that is meant; left out: the post itself."""

    reason_code = fields.Enum(ReportReason, by_value=True, required=True)
    note = Line(200, least=0, load_default="")
    comment_id = Id(load_default=None, allow_none=True)


class ReportOut(Schema):
    reported = fields.Boolean(required=True)


_VERBS = sorted({str(step.verb) for step in POSTS.steps if not isinstance(step.who, Machine)})


class PostStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(_VERBS))
    reason = Line(300, least=0, load_default=None, allow_none=True)


class DeskReport(Schema):
    reason_name = fields.String(required=True)
    note = fields.String(required=True)
    at = Stamp(required=True)


class DeskArgs(PageArgs):
    """`state`: waiting (held or reported), or hidden (by a clerk; may be shown again)."""

    state = fields.String(load_default="waiting", validate=validate.OneOf(["waiting", "hidden"]))


class DeskItem(Schema):
    """A held, reported or hidden text. `type`: post or comment; `text`: title and body."""

    id = Id(required=True)
    type = fields.String(required=True)
    post_id = Id(required=True)
    text = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    created_at = Stamp(required=True)
    reports = fields.List(fields.Nested(DeskReport), required=True)
    verbs = fields.List(fields.String(), required=True)
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class DeskPage(Schema):
    items = fields.List(fields.Nested(DeskItem), required=True)
    next = fields.String(required=True, allow_none=True)
