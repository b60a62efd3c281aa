"""What the result of a poll looks like on the wire, and what its voters check it with."""

from marshmallow import Schema, fields, validate

from server.ballots.models import Channel
from server.ballots.quantities import Base
from server.ballots.schemas import PollOptionOut, PollOut
from server.ballots.schemas_counters import OpeningsOut
from server.kit.rest import Id, Stamp


class CountedOptionOut(PollOptionOut):
    """Null where too few took part: then no choice is told."""

    votes = fields.Integer(required=True, allow_none=True)
    percent = fields.String(required=True, allow_none=True)
    area_cm = fields.Integer(required=True, allow_none=True)
    heads = fields.Integer(required=True, allow_none=True)


class BaseOut(Schema):
    """One of the sums of the rule; `approve`: of the leading option."""

    base = fields.String(required=True, validate=validate.OneOf([one.value for one in Base]))
    total = fields.Integer(required=True)
    took_part = fields.Integer(required=True)
    quorum_needed = fields.Integer(required=True)
    quorum_ok = fields.Boolean(required=True)
    approve = fields.Integer(required=True, allow_none=True)
    approve_needed = fields.Integer(required=True, allow_none=True)
    approve_ok = fields.Boolean(required=True)


class CountRecordOut(Schema):
    round = fields.Integer(required=True, metadata={"description": "第几次计票；延长过的表决有两次"})
    counted_at = Stamp(required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    confirmed_at = Stamp(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)


class ReceiptOut(Schema):
    """What a voter needs to find his own ballot in the published box."""

    home_id = Id(required=True)
    label = fields.String(required=True)
    option_id = Id(required=True)
    receipt = fields.String(required=True)
    salt = fields.String(required=True)


class SecretBallotOut(Schema):
    """A ballot of a secret poll as published: SHA-256 of the voter's token, and the option."""

    receipt = fields.String(required=True)
    option_id = Id(required=True)


class PollResultOut(Schema):
    poll = fields.Nested(PollOut, required=True)
    options = fields.List(fields.Nested(CountedOptionOut), required=True)
    bases = fields.List(fields.Nested(BaseOut), required=True)
    quorum_reached = fields.Boolean(required=True)
    passed = fields.Boolean(required=True)
    outcome = fields.String(required=True)
    outcome_name = fields.String(required=True)
    sentences = fields.List(fields.String(), required=True)
    record = fields.Nested(CountRecordOut, required=True)
    may_confirm = fields.Boolean(required=True, metadata={"description": "能否核对确认计票"})
    openings = fields.Nested(
        OpeningsOut, required=True, allow_none=True, metadata={"description": "点票；只有记名表决有"}
    )
    certified = fields.Boolean(required=True)
    box_root = fields.String(required=True)
    receipts = fields.List(fields.String(), required=True)
    ballots = fields.List(fields.Nested(SecretBallotOut), required=True)
    mine = fields.List(fields.Nested(ReceiptOut), required=True)


class ParticipantOut(Schema):
    """`by` and `option`: only in an open poll that had enough."""

    home_id = Id(required=True)
    label = fields.String(required=True)
    channel = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([one.value for one in Channel])
    )
    by = fields.String(required=True, allow_none=True)
    option = fields.String(required=True, allow_none=True)


class ParticipantPage(Schema):
    items = fields.List(fields.Nested(ParticipantOut), required=True)
    next = fields.String(required=True, allow_none=True)
