"""What topics look like on the wire."""

from marshmallow import Schema, fields, validate

from server.assistance.schemas import OnBehalfIn
from server.ballots.models import Electorate, Mode, Weight
from server.deliberation.discussion_models import MeetingKind
from server.deliberation.matters import Matter, Route
from server.deliberation.models import Stake, StanceKind
from server.deliberation.workflow import BUTTON, HANDED_IN, Nobody, Verb, permission_of
from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line, Stamp

#: What a person may send here: no row that the facts choose, no step that is a paper handed in.
VERBS = [
    verb.value
    for verb in Verb
    if not isinstance(permission_of(verb), Nobody) and verb not in BUTTON and verb not in HANDED_IN
]


def one_of(enum: type) -> validate.OneOf:
    return validate.OneOf([member.value for member in enum])  # type: ignore[attr-defined]


class TopicListArgs(PageArgs):
    state = fields.String(load_default="open", validate=validate.OneOf(["open", "decided", "mine", "all"]))


class TopicIn(Schema):
    title = Line(60, least=4, required=True)
    body = Line(5000, least=10, required=True)
    estate_id = Id(load_default=None, allow_none=True, metadata={"description": "空：整个社区的议题"})
    stake = fields.String(load_default="normal", validate=one_of(Stake))
    photos = fields.List(Id(), load_default=list, validate=validate.Length(max=9))
    source_post_id = Id(load_default=None, allow_none=True, metadata={"description": "由哪条帖子而来"})
    submit = fields.Boolean(load_default=False, metadata={"description": "直接提交把关"})


class AssistedTopicIn(TopicIn):
    """代邻居提议题：不存草稿，直接提交。"""

    class Meta:
        exclude = ("submit",)

    on_behalf_of = fields.Nested(OnBehalfIn, required=True)


class MeetingIn(Schema):
    kind = fields.String(required=True, validate=one_of(MeetingKind))
    starts_at = Stamp(required=True)
    place = Line(120, required=True, metadata={"description": "地点，或线上会议的进入方法"})
    agenda = Line(500, least=0, load_default="")


class PlanIn(Schema):
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    scope = Line(200, required=True)
    parties = Line(300, required=True, metadata={"description": "利益相关方"})
    format = Line(200, required=True, metadata={"description": "线上、线下怎样协商"})
    materials = Line(1000, least=0, load_default="")
    meetings = fields.List(fields.Nested(MeetingIn), load_default=list, validate=validate.Length(max=10))


class SummaryIn(Schema):
    """协商纪要：四项都要写，没有就写「无」。"""

    agreed = Line(2000, required=True)
    disputed = Line(2000, required=True)
    minority = Line(2000, required=True)
    open = Line(2000, required=True)


class ShareIn(Schema):
    num = fields.Integer(required=True, validate=validate.Range(1, 100))
    den = fields.Integer(required=True, validate=validate.Range(1, 100))
    over = fields.Boolean(
        load_default=None, allow_none=True, metadata={"description": "不写：一半为过半数，其余为以上"}
    )


class BallotOptionIn(Schema):
    label = Line(40, required=True)
    weight = fields.String(required=True, validate=one_of(Weight))


class BallotProposalIn(Schema):
    matter = fields.String(required=True, validate=one_of(Matter), metadata={"description": "事项类型"})
    route = fields.String(required=True, validate=one_of(Route), metadata={"description": "决定方式 A–H"})
    question = Line(200, least=6, required=True)
    options = fields.List(
        fields.Nested(BallotOptionIn),
        load_default=None,
        allow_none=True,
        validate=validate.Length(2, 6),
        metadata={"description": "不写：赞成、反对、弃权"},
    )
    days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 30))
    quorum = fields.Nested(ShareIn, load_default=None, allow_none=True)
    majority = fields.Nested(ShareIn, load_default=None, allow_none=True, data_key="pass", attribute="pass")
    who = fields.String(load_default=None, allow_none=True, validate=one_of(Electorate))
    mode = fields.String(load_default=None, allow_none=True, validate=one_of(Mode))
    building_id = Id(load_default=None, allow_none=True, metadata={"description": "楼栋表决：哪一幢楼"})


class CollectiveIn(Schema):
    """集体研究记录：党组织什么时候、几个人研究的，意见是什么。"""

    held_on = fields.Date(required=True)
    present = fields.Integer(required=True, validate=validate.Range(2, 99))
    body = Line(1000, least=10, required=True)


class ScopeIn(Schema):
    estate_id = Id(required=True, allow_none=True, metadata={"description": "空：整个社区的议题"})


class TopicStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(VERBS))
    reason_code = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=32))
    reason = Line(500, least=0, load_default=None, allow_none=True)
    version = fields.Integer(load_default=None, allow_none=True)
    title = Line(60, least=4, load_default=None, allow_none=True)
    body = Line(5000, least=10, load_default=None, allow_none=True)
    photos = fields.List(
        Id(), load_default=None, allow_none=True, validate=validate.Length(max=9),
        metadata={"description": "修改议题：留下的和新加的照片；不写则不变"},
    )  # fmt: skip
    scope = fields.Nested(ScopeIn, load_default=None, allow_none=True)
    stake = fields.String(load_default=None, allow_none=True, validate=one_of(Stake))
    target_id = Id(load_default=None, allow_none=True)
    until = fields.Date(load_default=None, allow_none=True)
    keeper_id = Id(load_default=None, allow_none=True)
    rule = Line(
        200, least=4, load_default=None, allow_none=True,
        metadata={"description": "把关决定的依据；不写则为通常的依据"},
    )  # fmt: skip
    collective = fields.Nested(CollectiveIn, load_default=None, allow_none=True)
    plan = fields.Nested(PlanIn, load_default=None, allow_none=True)
    summary = fields.Nested(SummaryIn, load_default=None, allow_none=True)
    ballot = fields.Nested(BallotProposalIn, load_default=None, allow_none=True)


class StanceIn(Schema):
    stance = fields.String(required=True, validate=one_of(StanceKind))


class StancesOut(Schema):
    support = fields.Integer(required=True, data_key="for", attribute="for")
    against = fields.Integer(required=True)
    neutral = fields.Integer(required=True)


class StanceOut(Schema):
    stance = fields.String(required=True)
    stances = fields.Nested(StancesOut, required=True)


class TopicCommentIn(Schema):
    body = Line(1000, required=True)
    photos = fields.List(Id(), load_default=list, validate=validate.Length(max=9))
    reply_to = Id(load_default=None, allow_none=True)


class CommentVerbIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["release", "refuse", "hide", "restore"]))
    reason = Line(120, least=4, required=True)
