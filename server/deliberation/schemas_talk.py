"""Papers, meetings, amendments and objections on the wire."""

from marshmallow import Schema, fields, validate

from server.core.schemas import AuthorOut, PhotoOut
from server.deliberation.discussion_models import (
    AmendmentState,
    MeetingKind,
    ObjectionState,
    PaperKind,
    Stage,
)
from server.deliberation.schemas import one_of
from server.kit.rest import Id, Line


class PaperArgs(Schema):
    kind = fields.String(required=True, validate=one_of(PaperKind))


class PaperOut(Schema):
    kind = fields.String(required=True, validate=one_of(PaperKind))
    version = fields.Integer(required=True)
    body = fields.Dict(required=True)
    hash = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.String(required=True)


class PapersOut(Schema):
    items = fields.List(fields.Nested(PaperOut), required=True)


class MeetingOut(Schema):
    id = fields.String(required=True)
    kind = fields.String(required=True, validate=one_of(MeetingKind))
    kind_name = fields.String(required=True)
    starts_at = fields.String(required=True)
    place = fields.String(required=True)
    agenda = fields.String(required=True)
    minutes = fields.String(required=True, allow_none=True)
    attendance = fields.Integer(required=True)
    named = fields.List(fields.String(), required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    held_at = fields.String(required=True, allow_none=True)
    recorded_by = fields.String(required=True, allow_none=True)


class MinutesIn(Schema):
    minutes = Line(5000, least=10, required=True)
    attendance = fields.Integer(required=True, validate=validate.Range(1, 2000))
    named = fields.List(
        Line(32),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "愿意具名的参加人"},
    )
    photos = fields.List(Id(), load_default=list, validate=validate.Length(max=9))


class AmendmentIn(Schema):
    passage = Line(1000, least=0, load_default="", metadata={"description": "正文里要改的一段；空：加在最后"})
    proposal = Line(1000, required=True)
    reason = Line(500, least=5, required=True)


class AmendmentOut(Schema):
    id = fields.String(required=True)
    passage = fields.String(required=True)
    proposal = fields.String(required=True)
    reason = fields.String(required=True)
    author = fields.Nested(AuthorOut, required=True)
    state = fields.String(required=True, validate=one_of(AmendmentState))
    state_name = fields.String(required=True)
    note = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True)
    text_version = fields.Integer(required=True, allow_none=True)
    created_at = fields.String(required=True)


class AmendmentAnswerIn(Schema):
    accept = fields.Boolean(required=True)
    reason = Line(500, least=5, required=True)


class ObjectionIn(Schema):
    home_id = Id(required=True)
    body = Line(500, least=5, required=True)


class ObjectionWithdrawalIn(Schema):
    home_id = Id(required=True)


class ObjectionKeyIn(Schema):
    stage = fields.String(required=True, validate=one_of(Stage))
    round = fields.Integer(required=True, validate=validate.Range(1, 1000))
    home_id = Id(required=True)


class ObjectionAnswerIn(ObjectionKeyIn):
    answer = Line(500, least=5, required=True)


class ObjectionOut(Schema):
    """`name` and `body` are empty where the words are not public; the home counts all the same."""

    topic_id = fields.String(required=True)
    stage = fields.String(required=True, validate=one_of(Stage))
    stage_name = fields.String(required=True)
    round = fields.Integer(required=True)
    home_id = fields.String(required=True)
    name = fields.String(required=True)
    body = fields.String(required=True)
    note = fields.String(required=True)
    state = fields.String(required=True, validate=one_of(ObjectionState))
    state_name = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_by = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True)
    at = fields.String(required=True)


class ModerationIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["release", "refuse"]))
    reason = Line(120, least=4, required=True)


class ObjectionModerationIn(ObjectionKeyIn):
    verb = fields.String(required=True, validate=validate.OneOf(["release", "refuse"]))
    reason = Line(120, least=4, required=True)


class HeldAmendmentOut(AmendmentOut):
    topic_id = fields.String(required=True)


class HeldWordsOut(Schema):
    amendments = fields.List(fields.Nested(HeldAmendmentOut), required=True)
    objections = fields.List(fields.Nested(ObjectionOut), required=True)


class SummaryVersionOut(Schema):
    version = fields.Integer(required=True)
    by = fields.String(required=True)
    at = fields.String(required=True)


class MergedTopicOut(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    seconds = fields.Integer(required=True)


class SourcePostOut(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)


class SecondingOut(Schema):
    count = fields.Integer(required=True)
    needed = fields.Integer(
        required=True, allow_none=True, metadata={"description": "还在征集附议时要多少户；过了这一步是 null"}
    )


class TopicProjectOut(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    due_on = fields.String(required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    overdue = fields.Integer(required=True)


class DiscussionParts(Schema):
    """What a topic page shows of its discussion beside comments."""

    seconding = fields.Nested(SecondingOut, required=True)
    merged_topics = fields.List(fields.Nested(MergedTopicOut), required=True)
    source_post = fields.Nested(SourcePostOut, required=True, allow_none=True)
    summary_versions = fields.List(fields.Nested(SummaryVersionOut), required=True)
    meetings = fields.List(fields.Nested(MeetingOut), required=True)
    amendments = fields.List(fields.Nested(AmendmentOut), required=True)
    objections = fields.List(fields.Nested(ObjectionOut), required=True)
    project = fields.Nested(TopicProjectOut, required=True, allow_none=True)


class HomeToSecondOut(Schema):
    id = fields.String(required=True)
    label = fields.String(required=True)
    seconded = fields.Boolean(required=True)
    by_me = fields.Boolean(required=True)


class MySecondingOut(Schema):
    homes = fields.List(fields.Nested(HomeToSecondOut), required=True)


class HomeToObjectOut(Schema):
    id = fields.String(required=True)
    label = fields.String(required=True)


class MyObjectionOut(Schema):
    stage = fields.String(required=True, validate=one_of(Stage))
    stage_name = fields.String(required=True)
    until = fields.String(required=True)
    homes = fields.List(fields.Nested(HomeToObjectOut), required=True)


class DiscussionMine(Schema):
    """What the caller may do there, and his own words that are not public yet."""

    second = fields.Nested(MySecondingOut, required=True, allow_none=True)
    objection = fields.Nested(MyObjectionOut, required=True, allow_none=True)
    may_answer_amendments = fields.Boolean(required=True)
    withdrawable = fields.List(
        fields.String(), required=True, metadata={"description": "可以撤回异议的各户（home_id）"}
    )
    may_answer_objections = fields.Boolean(required=True)
    may_record = fields.Boolean(required=True)
    pending_amendments = fields.List(fields.Nested(AmendmentOut), required=True)
    pending_objections = fields.List(fields.Nested(ObjectionOut), required=True)
