"""What polls look like on the wire."""

from marshmallow import Schema, fields, validate

from server.ballots.models import Channel, Counted, Electorate, Mode, PollState, Weight
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
    needed = fields.Integer(
        required=True, allow_none=True, metadata={"description": "至少多少；按业主两项计票时见 result.bases"}
    )


class ParticipationOut(Schema):
    """Area in hundredths of a square metre; area and heads only where owners are counted."""

    homes = fields.Integer(required=True)
    of_homes = fields.Integer(required=True)
    area_cm = fields.Integer(required=True, allow_none=True)
    of_area_cm = fields.Integer(required=True, allow_none=True)
    heads = fields.Integer(required=True, allow_none=True)
    of_heads = fields.Integer(required=True, allow_none=True)


class ShortfallOut(Schema):
    """What is missing for the participation asked, 0 when it is there; null what the rule does not count."""

    homes = fields.Integer(required=True, allow_none=True)
    area_cm = fields.Integer(required=True, allow_none=True)
    heads = fields.Integer(required=True, allow_none=True)
    text = fields.String(required=True)


class ChannelsOut(Schema):
    phone = fields.Integer(required=True)
    paper = fields.Integer(required=True)
    proxy = fields.Integer(required=True)


class PollOut(Schema):
    """Nothing here tells how anybody voted."""

    id = Id(required=True)
    question = fields.String(required=True)
    options = fields.List(fields.Nested(PollOptionOut), required=True)
    mode = fields.String(required=True, validate=_words(Mode))
    mode_name = fields.String(required=True)
    base = fields.String(required=True, validate=_words(Counted))
    rule = fields.Dict(keys=fields.String(), required=True)
    who = fields.String(required=True, validate=_words(Electorate))
    electorate_name = fields.String(required=True)
    homes = fields.Integer(required=True)
    taken_part = fields.Integer(required=True)
    participation = fields.Nested(ParticipationOut, required=True)
    shortfall = fields.Nested(ShortfallOut, required=True)
    channels = fields.Nested(ChannelsOut, required=True, allow_none=True)
    opens_at = Stamp(required=True)
    first_closes_at = Stamp(required=True)
    closes_at = Stamp(required=True)
    extended = fields.Boolean(required=True)
    extension_reason = fields.String(required=True, allow_none=True)
    annulment = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=_words(PollState))
    quorum = fields.Nested(ShareOut, required=True)
    # `pass` is a word of Python.
    majority = fields.Nested(ShareOut, required=True, data_key="pass")
    least_voters = fields.Integer(
        required=True, metadata={"description": "无记名表决不足这么多户参加就不开票；其他表决为 0"}
    )
    roll_root = fields.String(required=True)
    terms_hash = fields.String(required=True)


class OwnBallotOut(Schema):
    """A home's ballot as its members see it; the choice only to whoever cast it."""

    option_id = Id(required=True, allow_none=True)
    cast_at = Stamp(required=True)
    by = fields.String(required=True)
    channel = fields.String(required=True, validate=_words(Channel))
    mine = fields.Boolean(required=True)


class PollHomeOut(Schema):
    home_id = Id(required=True)
    label = fields.String(required=True)
    area_cm = fields.Integer(required=True, allow_none=True)
    by_letter = fields.Boolean(required=True, metadata={"description": "凭委托书代投"})
    ballot = fields.Nested(OwnBallotOut, required=True, allow_none=True)
    may_vote = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)


class PollMineOut(Schema):
    homes = fields.List(fields.Nested(PollHomeOut), required=True)
    may_vote = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)
    may_confirm = fields.Boolean(required=True, metadata={"description": "能否核对确认计票"})
    may_see_paper = fields.Boolean(required=True, metadata={"description": "能否查看纸质票和委托"})


class PollPage(Schema):
    poll = fields.Nested(PollOut, required=True)
    mine = fields.Nested(PollMineOut, required=True)


class BallotIn(Schema):
    home_id = Id(required=True)
    option_id = Id(required=True)
    receipt = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"[0-9a-f]{64}\Z", error="应为 64 位小写的十六进制数字"),
        metadata={
            "description": "只在无记名表决里给，也必须给：投票人的手机生成 32 位十六进制的回执号自己留着，"
            '回执是 SHA-256(0x00 ‖ {"poll":表决编号,"token":"回执号"})'
        },
    )


class BallotOut(Schema):
    """Of a secret ballot no option is told, and the receipt is the one that was sent."""

    home_id = Id(required=True)
    option_id = Id(required=True, allow_none=True)
    cast_at = Stamp(required=True)
    receipt = fields.String(required=True)
    changed = fields.Integer(required=True)


class ConfirmationIn(Schema):
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
