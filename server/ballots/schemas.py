"""What polls look like on the wire."""

from marshmallow import Schema, fields, validate

from server.ballots.models import Electorate, PollState, Weight
from server.kit.rest import Id, Stamp


def _words(enum: type) -> validate.OneOf:
    return validate.OneOf([member.value for member in enum])  # type: ignore[attr-defined]


class PollOptionOut(Schema):
    id = Id(required=True)
    label = fields.String(required=True)
    weight = fields.String(required=True, validate=_words(Weight))


class ShareOut(Schema):
    num = fields.Integer(required=True)
    den = fields.Integer(required=True)
    over = fields.Boolean(required=True, metadata={"description": "真：超过；假：达到即可"})
    text = fields.String(required=True)
    needed = fields.Integer(required=True, allow_none=True, metadata={"description": "至少多少户"})


class PollOut(Schema):
    """Nothing here tells how anybody voted."""

    id = Id(required=True)
    question = fields.String(required=True)
    options = fields.List(fields.Nested(PollOptionOut), required=True)
    mode_name = fields.String(required=True)
    who = fields.String(required=True, validate=_words(Electorate))
    electorate_name = fields.String(required=True)
    homes = fields.Integer(required=True)
    taken_part = fields.Integer(required=True)
    opens_at = Stamp(required=True)
    closes_at = Stamp(required=True)
    state = fields.String(required=True, validate=_words(PollState))
    quorum = fields.Nested(ShareOut, required=True)
    # `pass` is a word of Python.
    majority = fields.Nested(ShareOut, required=True, data_key="pass")
    roll_root = fields.String(required=True)
    terms_hash = fields.String(required=True)


class OwnBallotOut(Schema):
    """A home's ballot as its members see it; the choice only to whoever cast it."""

    option_id = Id(required=True, allow_none=True)
    cast_at = Stamp(required=True)
    by = fields.String(required=True)
    mine = fields.Boolean(required=True)


class PollHomeOut(Schema):
    home_id = Id(required=True)
    label = fields.String(required=True)
    ballot = fields.Nested(OwnBallotOut, required=True, allow_none=True)
    may_vote = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)


class PollMineOut(Schema):
    homes = fields.List(fields.Nested(PollHomeOut), required=True)
    may_vote = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)


class PollPage(Schema):
    poll = fields.Nested(PollOut, required=True)
    mine = fields.Nested(PollMineOut, required=True)


class BallotIn(Schema):
    home_id = Id(required=True)
    option_id = Id(required=True)


class BallotOut(Schema):
    home_id = Id(required=True)
    option_id = Id(required=True)
    cast_at = Stamp(required=True)
    receipt = fields.String(required=True)
    changed = fields.Integer(required=True)


class CountedOptionOut(PollOptionOut):
    votes = fields.Integer(required=True)
    percent = fields.String(required=True)


class ReceiptOut(Schema):
    """What a voter needs to find his own ballot in the published box."""

    home_id = Id(required=True)
    label = fields.String(required=True)
    option_id = Id(required=True)
    receipt = fields.String(required=True)
    salt = fields.String(required=True)


class PollResultOut(Schema):
    poll = fields.Nested(PollOut, required=True)
    options = fields.List(fields.Nested(CountedOptionOut), required=True)
    quorum_reached = fields.Boolean(required=True)
    passed = fields.Boolean(required=True)
    outcome = fields.String(required=True)
    outcome_name = fields.String(required=True)
    sentences = fields.List(fields.String(), required=True)
    certified = fields.Boolean(required=True)
    box_root = fields.String(required=True)
    receipts = fields.List(fields.String(), required=True)
    mine = fields.List(fields.Nested(ReceiptOut), required=True)
