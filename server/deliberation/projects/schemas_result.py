"""Evaluations and the fund on the wire."""

from marshmallow import Schema, fields, validate

from server.core.schemas import PhotoOut
from server.deliberation.projects.evaluation_models import Rating
from server.deliberation.projects.fund_models import EntryKind
from server.deliberation.projects.schemas import ProjectNoteOut, cents, photo_ids
from server.deliberation.schemas import one_of
from server.kit.rest import Id, Line


class EvaluationIn(Schema):
    home_id = Id(required=True)
    rating = fields.Integer(
        strict=True,
        required=True,
        validate=validate.OneOf([one.value for one in Rating]),
        metadata={"description": "1 不满意，2 基本满意，3 满意"},
    )
    text = Line(500, least=0, load_default="", metadata={"description": "不满意必须写明原因"})


class RemarkIn(Schema):
    text = Line(1000, least=10, required=True)


class RatedHomeOut(Schema):
    home_id = fields.String(required=True)
    label = fields.String(required=True)
    by_me = fields.Boolean(required=True)
    rating = fields.Integer(required=True, allow_none=True)
    text = fields.String(required=True)
    text_state = fields.String(required=True)
    reason = fields.String(required=True)
    at = fields.String(required=True, allow_none=True)


class EvaluationMine(Schema):
    homes = fields.List(fields.Nested(RatedHomeOut), required=True)
    may_rate = fields.Boolean(required=True)
    may_remark = fields.Boolean(required=True)


class RatingCountOut(Schema):
    rating = fields.Integer(required=True)
    name = fields.String(required=True)
    homes = fields.Integer(required=True)
    percent = fields.Integer(required=True)


class RatingTextOut(Schema):
    rating = fields.Integer(required=True)
    name = fields.String(required=True)
    text = fields.String(required=True)


class RemarkOut(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    text = fields.String(required=True)
    at = fields.String(required=True)


class EvaluationOut(Schema):
    topic_id = fields.String(required=True)
    title = fields.String(required=True)
    phase = fields.String(required=True, validate=validate.OneOf(["none", "open", "closed"]))
    until = fields.String(required=True, allow_none=True)
    households = fields.Integer(required=True)
    rated = fields.Integer(required=True)
    least = fields.Integer(required=True)
    enough = fields.Boolean(required=True, allow_none=True)
    sentence = fields.String(required=True)
    counts = fields.List(fields.Nested(RatingCountOut), required=True, allow_none=True)
    texts = fields.List(fields.Nested(RatingTextOut), required=True, allow_none=True)
    texts_unseen = fields.Integer(required=True, metadata={"description": "没有公开的文字有几条"})
    remarks = fields.List(fields.Nested(RemarkOut), required=True)
    mine = fields.Nested(EvaluationMine, required=True)


class HeldEvaluationOut(Schema):
    topic_id = fields.String(required=True)
    home_id = fields.String(required=True)
    rating = fields.Integer(required=True)
    text = fields.String(required=True)
    state = fields.String(required=True)
    reason = fields.String(required=True)


class HeldProjectWordsOut(Schema):
    notes = fields.List(fields.Nested(ProjectNoteOut), required=True)
    evaluations = fields.List(fields.Nested(HeldEvaluationOut), required=True)


class FundEntryIn(Schema):
    kind = fields.String(required=True, validate=one_of(EntryKind))
    amount_cents = cents(1, required=True)
    memo = Line(200, least=4, required=True, metadata={"description": "做什么用，或从哪里来"})
    party = Line(
        60, least=2, required=True, metadata={"description": "付款人或收款人；捐款人不愿具名就写“一位居民”"}
    )
    project_id = Id(load_default=None, allow_none=True)
    upload_ids = photo_ids()


class ReversalIn(Schema):
    memo = Line(200, least=4, required=True, metadata={"description": "为什么冲销"})


class FundProjectOut(Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)


class FundEntryOut(Schema):
    id = fields.String(required=True)
    seq = fields.Integer(required=True)
    kind = fields.String(required=True, validate=one_of(EntryKind))
    kind_name = fields.String(required=True)
    amount_cents = fields.Integer(required=True)
    balance_cents = fields.Integer(required=True)
    memo = fields.String(required=True)
    party = fields.String(required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    by = fields.String(required=True)
    at = fields.String(required=True)
    hash = fields.String(required=True)
    project = fields.Nested(FundProjectOut, required=True, allow_none=True)
    reverses_seq = fields.Integer(required=True, allow_none=True)
    reversed_by_seq = fields.Integer(required=True, allow_none=True)


class FundMine(Schema):
    may_keep = fields.Boolean(required=True)


class FundOut(Schema):
    balance_cents = fields.Integer(required=True)
    income_cents = fields.Integer(required=True)
    expense_cents = fields.Integer(required=True)
    head_hash = fields.String(required=True)
    items = fields.List(fields.Nested(FundEntryOut), required=True)
    next = fields.String(required=True, allow_none=True)
    mine = fields.Nested(FundMine, required=True)
