"""What a counted poll publishes, on the wire: to be verified by a program, and to be printed."""

from marshmallow import Schema, fields, validate

from server.ballots.models import PollState
from server.ballots.publication import COURT, FORMAT, PUBLIC
from server.ballots.schemas import ChannelsOut
from server.ballots.statute import Outcome
from server.kit.rest import Id, Stamp

EXACT = {"description": "精确到微秒的 UTC 时间，与指纹所用的一致"}
_OUTCOMES = validate.OneOf([one.value for one in Outcome])
_STATES = validate.OneOf([one.value for one in PollState])


class PublishedHomeOut(Schema):
    home = fields.String(required=True)
    label = fields.String(required=True)
    area_cm = fields.Integer(required=True, metadata={"description": "专有部分面积，单位 0.01 ㎡"})
    head = fields.Integer(required=True, metadata={"description": "同一业主的各户同号"})
    took_part = fields.Boolean(
        required=True, allow_none=True, metadata={"description": "空：参与不足的无记名表决不公布"}
    )


class PublishedExtensionOut(Schema):
    closes_at = fields.String(required=True, metadata=EXACT)
    extended_at = fields.String(required=True, metadata=EXACT)
    reason = fields.String(required=True)


class PublishedCountOut(Schema):
    took_part = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    tallies = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Integer()),
        required=True,
        allow_none=True,
        metadata={"description": "选项编号 → 各项合计；参与不足时为空"},
    )
    outcome = fields.String(required=True, validate=_OUTCOMES)
    box_root = fields.String(required=True)
    channels = fields.Nested(ChannelsOut, required=True, allow_none=True)


class PublishedRecordOut(Schema):
    round = fields.Integer(required=True)
    counted_at = fields.String(required=True, metadata=EXACT)
    confirmed_by = fields.String(required=True, allow_none=True)
    confirmed_at = fields.String(required=True, allow_none=True, metadata=EXACT)
    note = fields.String(required=True, allow_none=True)


class PublicationOut(Schema):
    """All that `scripts/verify_poll` recomputes the result from, without this application."""

    format = fields.String(required=True, validate=validate.Equal(FORMAT))
    scope = fields.String(required=True, validate=validate.OneOf([PUBLIC, COURT]))
    poll = fields.String(required=True)
    state = fields.String(required=True, validate=_STATES)
    terms = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "terms_hash 所指的全部条款"}
    )
    terms_hash = fields.String(required=True)
    roll = fields.List(fields.Nested(PublishedHomeOut), required=True)
    roll_root = fields.String(required=True)
    extension = fields.Nested(PublishedExtensionOut, required=True, allow_none=True)
    closed_at = fields.String(required=True, metadata=EXACT)
    count = fields.Nested(PublishedCountOut, required=True)
    receipts = fields.List(fields.String(), required=True)
    ballots = fields.List(fields.Dict(keys=fields.String()), required=True, allow_none=True)
    record = fields.Nested(PublishedRecordOut, required=True)


class PartyOut(Schema):
    label = fields.String(required=True)
    text = fields.String(required=True)


class ResolutionRuleOut(Schema):
    """`route` and what follows it: null for a poll opened before routes were cited."""

    route = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    cite = fields.String(required=True, allow_none=True)
    version = fields.String(required=True, allow_none=True)
    asks = fields.String(required=True)


class ResolutionDateOut(Schema):
    label = fields.String(required=True)
    at = Stamp(required=True)
    note = fields.String(required=True, allow_none=True)


class ResolutionHashesOut(Schema):
    terms_hash = fields.String(required=True)
    roll_root = fields.String(required=True)
    box_root = fields.String(required=True)


class ResolutionOut(Schema):
    poll_id = Id(required=True)
    title = fields.String(required=True)
    standing = fields.String(required=True)
    decision = fields.String(required=True)
    outcome = fields.String(required=True, validate=_OUTCOMES)
    annulment = fields.String(required=True, allow_none=True)
    question = fields.String(required=True)
    parties = fields.List(fields.Nested(PartyOut), required=True)
    rule = fields.Nested(ResolutionRuleOut, required=True)
    sentences = fields.List(fields.String(), required=True)
    undelivered = fields.List(
        fields.String(), required=True, metadata={"description": "纸质票无法送达、也没有用别的方式投票的户"}
    )
    channels = fields.Nested(ChannelsOut, required=True, allow_none=True)
    dates = fields.List(fields.Nested(ResolutionDateOut), required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    hashes = fields.Nested(ResolutionHashesOut, required=True)
    publication = fields.String(required=True)
    format = fields.String(required=True)
