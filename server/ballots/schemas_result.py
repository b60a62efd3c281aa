"""What the result of a poll looks like on the wire, and what anybody verifies it with."""

from marshmallow import Schema, fields, validate

from server.ballots.models import Channel
from server.ballots.quantities import Base
from server.ballots.schemas import ChannelsOut, PollOptionOut, PollOut
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


class RollPlaceOut(Schema):
    home_id = fields.String(required=True)
    label = fields.String(required=True)
    area_cm = fields.Integer(required=True)
    head = fields.Integer(required=True)


class PublishedBallotOut(Schema):
    """As much as the poll's mode shows; a receipt always."""

    receipt = fields.String(required=True)
    home_id = fields.String()
    option_id = fields.String()
    salt = fields.String()
    channel = fields.String()


class PublicationOut(Schema):
    """All that `scripts/verify_poll` recomputes the result from; README of that script says how."""

    kind = fields.String(required=True)
    poll_id = fields.String(required=True)
    mode = fields.String(required=True)
    base = fields.String(required=True)
    who = fields.String(required=True)
    state = fields.String(required=True)
    terms = fields.String(
        required=True, metadata={"description": "表决条款的规范 JSON 原文，terms_hash 是它的 SHA-256"}
    )
    terms_hash = fields.String(required=True)
    roll_root = fields.String(required=True)
    roll = fields.List(fields.Nested(RollPlaceOut), required=True)
    options = fields.List(fields.Nested(PollOptionOut), required=True)
    took_part = fields.List(fields.String(), required=True, allow_none=True)
    participation = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    ballots = fields.List(fields.Nested(PublishedBallotOut), required=True)
    box_root = fields.String(required=True)
    tallies = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    channels = fields.Nested(ChannelsOut, required=True)
    outcome = fields.String(required=True)
    round = fields.Integer(required=True)
    sentences = fields.List(fields.String(), required=True)
    record = fields.Nested(CountRecordOut, required=True)
    rule = fields.Dict(keys=fields.String(), required=True)
