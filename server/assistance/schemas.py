"""In and out of assistance. The forms of a post and of a topic are their owners', and nest OnBehalfIn."""

from marshmallow import Schema, fields, validate

from server.assistance.models import ConsentKind, FilingKind, FilingState
from server.assistance.policy import VERBS
from server.core.schemas import AuthorOut, PhotoOut
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line, Stamp


class OnBehalfIn(Schema):
    """代谁提交，以及他是怎样同意的；书面同意可附一张字条的照片。"""

    membership_id = Id(required=True)
    consent = fields.Enum(ConsentKind, by_value=True, required=True)
    words = Line(200, least=5, required=True, metadata={"description": "什么时候、怎样同意的"})
    photos = fields.List(Id(), load_default=list, validate=validate.Length(max=1))


class FiledOut(Schema):
    """由谁代为提交：大家看到的一句话。"""

    id = Id(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(FilingState)))
    line = fields.String(required=True)


class MembersArgs(PageArgs):
    building = Line(24, load_default=None, allow_none=True)
    name = Line(20, load_default=None, allow_none=True, metadata={"description": "姓名，只按姓氏找"})


class MemberOut(Schema):
    """一位可以代他提交的邻居；姓名打码。"""

    id = Id(required=True)
    name = fields.String(required=True)
    estate = fields.String(required=True)
    estate_id = Id(required=True)
    building = fields.String(required=True)
    room = fields.String(required=True)
    relation_name = fields.String(required=True)


class MembersPage(Schema):
    items = fields.List(fields.Nested(MemberOut), required=True)
    next = fields.String(required=True, allow_none=True)


class FilingsArgs(PageArgs):
    """`side`: by_me, what the caller filed; for_me, what was filed for him."""

    side = fields.String(load_default="for_me", validate=validate.OneOf(["by_me", "for_me"]))


class FilingAnswerIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(VERBS))
    reason = Line(200, least=0, load_default="")


class FilingOut(Schema):
    """代为提交的全部情况：只给本人、代办人和本社区工作人员看。"""

    id = Id(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(list(FilingKind)))
    kind_name = fields.String(required=True)
    subject_id = Id(required=True)
    title = fields.String(required=True)
    person_name = fields.String(required=True)
    helper = fields.Nested(AuthorOut, required=True)
    consent_name = fields.String(required=True)
    words = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(FilingState)))
    state_name = fields.String(required=True)
    filed_at = Stamp(required=True)
    answered_at = Stamp(required=True, allow_none=True)
    reason = fields.String(required=True)
    verbs = fields.List(fields.String(), required=True)


class FilingList(Schema):
    items = fields.List(fields.Nested(FilingOut), required=True)
    next = fields.String(required=True, allow_none=True)
