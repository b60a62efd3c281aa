"""What the 议事规则 take and answer."""

from typing import Any

from marshmallow import Schema, fields

from server.core.access import Actor, denial
from server.core.setting_models import MOST_TEXT
from server.core.settings import LEAST_REASON, Kind, Setting
from server.kit.rest import Id, Line, Stamp

VALUE = {"description": "整数、是否、文字，或比例 {num, den, over}；null 是没有填写（恢复默认值）"}


class SettingOut(Schema):
    key = fields.String(required=True)
    title = fields.String(required=True)
    group = fields.String(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    value = fields.Raw(required=True, allow_none=True, metadata=VALUE)
    default = fields.Raw(required=True, allow_none=True, metadata=VALUE)
    unit = fields.String(required=True)
    least = fields.Integer(required=True, allow_none=True)
    most = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True)
    law = fields.Boolean(required=True, metadata={"description": "法定数字：只由区社建办填写，须写明条文"})
    filled = fields.Boolean(required=True)
    cite = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    changed_by = fields.String(required=True, allow_none=True, metadata={"description": "改动人的称呼"})
    changed_at = Stamp(required=True, allow_none=True)
    may_change = fields.Boolean(required=True)


class SettingsOut(Schema):
    items = fields.List(fields.Nested(SettingOut), required=True)


class SettingIn(Schema):
    value = fields.Raw(required=True, allow_none=True, metadata=VALUE)
    reason = Line(MOST_TEXT, least=LEAST_REASON, required=True)


class LawIn(SettingIn):
    cite = Line(MOST_TEXT, required=True, metadata={"description": "出自哪部法律的哪一条"})


class SettingChangeOut(Schema):
    id = Id(required=True)
    value = fields.Raw(required=True, allow_none=True, metadata=VALUE)
    cite = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    changed_by = fields.String(required=True, attribute="changed_name")
    changed_at = Stamp(required=True)


class SettingChangesOut(Schema):
    items = fields.List(fields.Nested(SettingChangeOut), required=True)
    next = fields.String(required=True, allow_none=True)


def setting_view(setting: Setting, row: Any, actor: Actor) -> dict[str, Any]:
    """One rule with what is in force. `row`: what the community stored, None when it never changed it."""
    stored = row.value if row else None
    value = setting.default if stored is None else stored
    bounded = setting.kind not in (Kind.SHARE, Kind.SWITCH)
    return {
        "key": setting.key,
        "title": setting.title,
        "group": setting.group,
        "kind": setting.kind,
        "value": value,
        "default": setting.default,
        "unit": setting.unit,
        "least": setting.least if bounded else None,
        "most": setting.most if bounded else None,
        "basis": setting.basis,
        "law": setting.law,
        "filled": value is not None,
        "cite": row and row.cite,
        "reason": row and row.reason,
        "changed_by": row and row.changed_name,
        "changed_at": row and row.changed_at,
        "may_change": denial(actor, setting.permission, setting) is None,
    }
