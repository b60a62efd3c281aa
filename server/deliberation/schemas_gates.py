"""What stands around the gates, on the wire."""

from marshmallow import Schema, fields

from server.core.schemas import AuthorOut, PhotoOut
from server.kit.rest import Id, Line


class ConvenedOut(Schema):
    """谁同意召集这次会议。"""

    name = fields.String(required=True)
    org = fields.String(required=True)
    at = fields.String(required=True)


class CollectiveOut(Schema):
    id = fields.String(required=True)
    held_on = fields.String(required=True)
    present = fields.Integer(required=True)
    body = fields.String(required=True)
    org = fields.String(required=True)
    recorded_name = fields.String(required=True)
    at = fields.String(required=True)


class GateNoteOut(Schema):
    id = fields.String(required=True)
    seq = fields.Integer(required=True)
    gate = fields.String(required=True)
    gate_name = fields.String(required=True)
    action = fields.String(required=True)
    action_name = fields.String(required=True)
    reason_code = fields.String(required=True, allow_none=True)
    reason_name = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    acting_org = fields.String(required=True)
    acting_role = fields.String(required=True)
    by = fields.String(required=True)
    second_by = fields.String(required=True, allow_none=True, metadata={"description": "第二签的人"})
    rule = fields.String(required=True, allow_none=True, metadata={"description": "依据"})
    collective = fields.Boolean(required=True, metadata={"description": "作出决定前党组织集体研究过"})
    convened = fields.Nested(ConvenedOut, required=True, allow_none=True)
    decided_at = fields.String(required=True)
    due_at = fields.String(required=True, allow_none=True)
    overdue_minutes = fields.Integer(required=True)
    text_version = fields.Integer(required=True)
    hash = fields.String(required=True)


class GateNotesOut(Schema):
    items = fields.List(fields.Nested(GateNoteOut), required=True)


class LedgerRowOut(GateNoteOut):
    topic_id = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)


class LedgerPage(Schema):
    items = fields.List(fields.Nested(LedgerRowOut), required=True)
    next = fields.String(required=True, allow_none=True)


class LedgerCountOut(Schema):
    gate = fields.String(required=True)
    action = fields.String(required=True)
    action_name = fields.String(required=True)
    count = fields.Integer(required=True)


class LedgerReasonOut(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(required=True)


class LedgerKeyOut(Schema):
    id = fields.String(required=True)
    public_key = fields.String(required=True, metadata={"description": "Ed25519 公钥，base64"})
    fingerprint = fields.String(required=True, metadata={"description": "公钥 SHA-256 的前 16 位"})
    current = fields.Boolean(required=True, metadata={"description": "现在用来签名的是这一个"})


class LedgerSummaryOut(Schema):
    counts = fields.List(fields.Nested(LedgerCountOut), required=True)
    reasons = fields.List(fields.Nested(LedgerReasonOut), required=True)
    overdue = fields.Integer(required=True)
    late_now = fields.Integer(required=True, metadata={"description": "现在超过时限还没有把关的议题"})
    median_hours = fields.Float(required=True, allow_none=True)
    head_hash = fields.String(required=True)
    checked_at = fields.String(required=True, allow_none=True)
    checked_whole = fields.Boolean(required=True, allow_none=True)
    checked_hash = fields.String(required=True, allow_none=True)
    keys = fields.List(fields.Nested(LedgerKeyOut), required=True)


class SignedOut(Schema):
    seq = fields.Integer(required=True)
    hash = fields.String(required=True)
    key_id = fields.String(required=True)
    signature = fields.String(required=True, metadata={"description": "Ed25519，十六进制"})


class ExportedDecisionOut(SignedOut):
    previous_hash = fields.String(required=True)
    entry = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "算进指纹的原文，一字不差；依规不对您公开的是 null"},
    )


class ExportedHeadOut(SignedOut):
    day = fields.Date(required=True)
    whole = fields.Boolean(required=True)


class LedgerEndOut(Schema):
    seq = fields.Integer(required=True)
    hash = fields.String(required=True)


class LedgerExportOut(Schema):
    format = fields.String(required=True)
    community = Id(required=True)
    keys = fields.List(fields.Nested(LedgerKeyOut), required=True)
    head = fields.Nested(LedgerEndOut, required=True)
    decisions = fields.List(fields.Nested(ExportedDecisionOut), required=True)
    heads = fields.List(fields.Nested(ExportedHeadOut), required=True)


class PetitionAnswerIn(Schema):
    text = Line(500, least=20, required=True)


class RecusalOut(Schema):
    name = fields.String(required=True)
    reason = fields.String(required=True)
    at = fields.String(required=True)


class NamingOut(RecusalOut):
    by = fields.String(required=True)


class CountersignOut(Schema):
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    reason_code = fields.String(required=True)
    reason_name = fields.String(required=True)
    reason = fields.String(required=True)
    first_name = fields.String(required=True)
    first_role = fields.String(required=True)
    first_org = fields.String(required=True)
    at = fields.String(required=True)
    answered_name = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.String(required=True, allow_none=True)


class UnsignedOut(CountersignOut):
    topic_id = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    author = fields.Nested(AuthorOut, required=True)
    photos = fields.List(fields.Nested(PhotoOut), required=True)
    seconds = fields.Integer(required=True)
    due_at = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class UnsignedList(Schema):
    items = fields.List(fields.Nested(UnsignedOut), required=True)


class AppealOut(Schema):
    state = fields.String(required=True)
    state_name = fields.String(required=True)
    reason = fields.String(required=True)
    at = fields.String(required=True)
    due_at = fields.String(required=True)
    overdue = fields.Boolean(required=True)
    answer = fields.String(required=True, allow_none=True)
    decided_name = fields.String(required=True, allow_none=True)
    decided_org = fields.String(required=True, allow_none=True)
    decided_at = fields.String(required=True, allow_none=True)


class ChallengeOut(Schema):
    code = fields.String(required=True)
    name = fields.String(required=True)
    text = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.String(required=True)


class PetitionOut(Schema):
    reached_at = fields.String(required=True)
    seconds = fields.Integer(required=True)
    due_at = fields.String(required=True)
    overdue = fields.Boolean(metadata={"description": "居委会超过期限没有答复"})
    text = fields.String()
    by = fields.String()
    org = fields.String()
    at = fields.String()


class GateRecordOut(Schema):
    recusals = fields.List(fields.Nested(RecusalOut), required=True)
    namings = fields.List(fields.Nested(NamingOut), required=True)
    countersigns = fields.List(fields.Nested(CountersignOut), required=True)
    appeal = fields.Nested(AppealOut, required=True, allow_none=True)
    challenge = fields.Nested(ChallengeOut, required=True, allow_none=True)
    petition = fields.Nested(PetitionOut, required=True, allow_none=True)
    collective = fields.List(fields.Nested(CollectiveOut), required=True)
    convened = fields.Nested(ConvenedOut, required=True, allow_none=True)


class KeeperOut(Schema):
    id = fields.String(required=True, metadata={"description": "职务编号"})
    name = fields.String(required=True)
    role = fields.String(required=True)
    org = fields.String(required=True)


class KeepersOut(Schema):
    left = fields.Integer(required=True, metadata={"description": "本社区还有几位可以把关"})
    items = fields.List(fields.Nested(KeeperOut), required=True)


class RuleSectionOut(Schema):
    title = fields.String(required=True)
    lines = fields.List(fields.String(), required=True)


class RuleNumberOut(Schema):
    key = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    basis = fields.String(required=True)


class GateRulesOut(Schema):
    sections = fields.List(fields.Nested(RuleSectionOut), required=True)
    settings = fields.List(fields.Nested(RuleNumberOut), required=True)
    figures = fields.Nested(LedgerSummaryOut, required=True)
