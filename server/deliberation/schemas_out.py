"""Answers about topics. Hot reads answer ready bytes: tests hold these schemas to the same shape."""

from marshmallow import Schema, fields, validate

from server.assistance.schemas import FiledOut
from server.ballots.models import Weight
from server.core.schemas import AuthorOut, EstateRef, PhotoOut
from server.deliberation.discussion_models import MeetingKind
from server.deliberation.host_models import HostVerb
from server.deliberation.matters import Matter, Route
from server.deliberation.models import CommentState, Stake, TopicState
from server.deliberation.schemas import StancesOut, one_of
from server.deliberation.schemas_gates import ChallengeOut, GateNoteOut, PetitionOut
from server.deliberation.schemas_host import ResidentHostOut
from server.deliberation.schemas_talk import DiscussionMine, DiscussionParts
from server.deliberation.ways import Convener


class TopicPollOut(Schema):
    id = fields.String(required=True)
    closes_at = fields.String(required=True)
    homes = fields.Integer(required=True)
    taken_part = fields.Integer(required=True)
    state = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)


class TopicCard(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    author = fields.Nested(AuthorOut, required=True)
    filed = fields.Nested(FiledOut, required=True, allow_none=True)
    estate = fields.Nested(EstateRef, required=True, allow_none=True)
    state = fields.String(required=True, validate=one_of(TopicState))
    state_name = fields.String(required=True)
    step = fields.Integer(required=True, validate=validate.Range(1, 7))
    next_sentence = fields.String(required=True)
    due_at = fields.String(required=True, allow_none=True)
    at_gate = fields.Boolean(required=True, metadata={"description": "现在等党组织把关"})
    created_at = fields.String(required=True)
    stances = fields.Nested(StancesOut, required=True)
    comments = fields.Integer(required=True)
    poll = fields.Nested(TopicPollOut, required=True, allow_none=True)


class TopicListMine(Schema):
    drafts = fields.List(fields.Nested(TopicCard), required=True)


class TopicListPage(Schema):
    items = fields.List(fields.Nested(TopicCard), required=True)
    next = fields.String(required=True, allow_none=True)
    mine = fields.Nested(TopicListMine, required=True)


class ChainStepOut(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["done", "now", "todo"]))
    at = fields.String(required=True, allow_none=True)


class PlannedMeetingOut(Schema):
    kind = fields.String(required=True, validate=one_of(MeetingKind))
    starts_at = fields.String(required=True)
    place = fields.String(required=True)
    agenda = fields.String(required=True)


class TopicPlanOut(Schema):
    starts_on = fields.String(required=True)
    ends_on = fields.String(required=True)
    scope = fields.String(required=True)
    parties = fields.String(required=True)
    format = fields.String(required=True)
    materials = fields.String(required=True)
    meetings = fields.List(fields.Nested(PlannedMeetingOut), required=True)
    host = fields.Nested(AuthorOut, required=True)


class TopicSummaryOut(Schema):
    agreed = fields.String(required=True)
    disputed = fields.String(required=True)
    minority = fields.String(required=True)
    open = fields.String(required=True)


class ProposedShareOut(Schema):
    num = fields.Integer(required=True)
    den = fields.Integer(required=True)
    over = fields.Boolean(required=True)
    text = fields.String(required=True)


class ProposedOptionOut(Schema):
    label = fields.String(required=True)
    weight = fields.String(required=True, validate=one_of(Weight))


class CitedRuleOut(Schema):
    route = fields.String(required=True)
    title = fields.String(required=True)
    cite = fields.String(required=True)
    version = fields.String(required=True)
    matter = fields.String()
    text = fields.String()


class ConvenerOut(Schema):
    """由谁召集作决定的会议；instead：小区没有在任的业委会，由居委会代为召集。"""

    body = fields.String(required=True, validate=one_of(Convener))
    name = fields.String(required=True)
    instead = fields.Boolean(required=True)


class BallotProposalOut(Schema):
    matter = fields.String(required=True, validate=one_of(Matter))
    matter_name = fields.String(required=True)
    route = fields.String(required=True, validate=one_of(Route))
    route_title = fields.String(required=True)
    question = fields.String(required=True)
    options = fields.List(fields.Nested(ProposedOptionOut), required=True)
    days = fields.Integer(required=True, allow_none=True)
    who = fields.String(required=True, allow_none=True)
    mode = fields.String(required=True, allow_none=True)
    base = fields.String(required=True, allow_none=True)
    quorum = fields.Nested(ProposedShareOut, required=True, allow_none=True)
    majority = fields.Nested(
        ProposedShareOut, required=True, allow_none=True, data_key="pass", attribute="pass"
    )
    building_id = fields.String(required=True, allow_none=True)
    building = fields.String(required=True, allow_none=True)
    building_estate_id = fields.String(required=True, allow_none=True)
    rule = fields.Nested(CitedRuleOut, required=True)
    convener = fields.Nested(ConvenerOut, required=True, allow_none=True)


class TopicOut(TopicCard, DiscussionParts):
    body = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    stake = fields.String(required=True, validate=one_of(Stake))
    stake_name = fields.String(required=True)
    version = fields.Integer(required=True)
    text_version = fields.Integer(required=True)
    text_hash = fields.String(required=True)
    checking = fields.Boolean(required=True)
    chain = fields.List(fields.Nested(ChainStepOut), required=True)
    plan = fields.Nested(TopicPlanOut, required=True, allow_none=True)
    summary = fields.Nested(TopicSummaryOut, required=True, allow_none=True)
    public_until = fields.String(required=True, allow_none=True, metadata={"description": "公示到哪一天"})
    extended_on = fields.String(required=True, allow_none=True, metadata={"description": "协商哪天延长过"})
    gate_decisions = fields.List(fields.Nested(GateNoteOut), required=True)
    ballot_proposal = fields.Nested(BallotProposalOut, required=True, allow_none=True)
    merged_into = fields.String(required=True, allow_none=True)
    challenge = fields.Nested(ChallengeOut, required=True, allow_none=True)
    petition = fields.Nested(PetitionOut, required=True, allow_none=True)
    recusals = fields.Integer(required=True, metadata={"description": "几位把关人已回避"})
    host = fields.Nested(
        ResidentHostOut, required=True, allow_none=True, metadata={"description": "党组织指定的居民主持人"}
    )


class TopicCommentOut(Schema):
    id = fields.String(required=True)
    topic_id = fields.String(required=True)
    body = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    author = fields.Nested(AuthorOut, required=True)
    created_at = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(CommentState))
    state_name = fields.String(required=True)
    note = fields.String(required=True)
    reply_to = fields.String(required=True, allow_none=True)


class TopicCommentPage(Schema):
    items = fields.List(fields.Nested(TopicCommentOut), required=True)
    next = fields.String(required=True, allow_none=True)


class CommentVerbsOut(Schema):
    comment_verbs = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "发言编号 → 我现在可以怎样处理它"},
    )


class TopicCommentList(TopicCommentPage):
    mine = fields.Nested(CommentVerbsOut, required=True)


class ReasonCodeOut(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)


class TopicVerbOut(Schema):
    verb = fields.String(required=True)
    name = fields.String(required=True)
    consequence = fields.String(required=True)
    grounds = fields.Boolean(required=True, metadata={"description": "可以附依据和集体研究记录"})
    needs = fields.List(fields.String(), required=True)
    codes = fields.List(fields.Nested(ReasonCodeOut), required=True)
    shut = fields.String(required=True, allow_none=True, metadata={"description": "暂时不能办的原因"})


class TopicMineOut(CommentVerbsOut, DiscussionMine):
    verbs = fields.List(fields.Nested(TopicVerbOut), required=True)
    stance = fields.String(required=True, allow_none=True)
    may_speak = fields.Boolean(required=True)
    may_take_stance = fields.Boolean(required=True)
    is_author = fields.Boolean(required=True)
    host_verbs = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in HostVerb])), required=True
    )
    may_vote = fields.Boolean(required=True)
    pending_comments = fields.List(fields.Nested(TopicCommentOut), required=True)


class TopicPage(Schema):
    topic = fields.Nested(TopicOut, required=True)
    comments = fields.Nested(TopicCommentPage, required=True)
    mine = fields.Nested(TopicMineOut, required=True)


class GateInboxItem(TopicCard):
    gate = fields.String(required=True)
    gate_name = fields.String(required=True)
    overdue_minutes = fields.Integer(required=True)


class GateInboxPage(Schema):
    items = fields.List(fields.Nested(GateInboxItem), required=True)
    next = fields.String(required=True, allow_none=True)
