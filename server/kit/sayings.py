"""What a form says of a field that cannot be read, in Chinese; marshmallow's own sentences are English.

`use_chinese` changes the library's defaults once, so that no schema has to repeat them.
"""

from typing import Any

from marshmallow import Schema, fields, validate

#: class → its messages. Placeholders are marshmallow's.
FIELDS: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {"required": "请填写", "null": "请填写", "validator_failed": "填写得不对"},
    fields.String: {"invalid": "应为文字", "invalid_utf8": "含有无法保存的字符"},
    fields.Number: {"invalid": "应为数字", "too_large": "数字太大"},
    fields.Integer: {"invalid": "应为整数"},
    fields.Boolean: {"invalid": "应为是或否"},
    fields.List: {"invalid": "应为一组内容"},
    fields.Nested: {"type": "格式不对"},
    fields.Mapping: {"invalid": "格式不对"},
    fields.Date: {"invalid": "应为日期，例如 2026-11-22"},
    fields.Enum: {"unknown": "请从列出的选项中选一项"},
}
RULES: dict[type[validate.Validator], dict[str, str]] = {
    validate.OneOf: {"default_message": "请从列出的选项中选一项"},
    validate.Equal: {"default_message": "应为 {other}"},
    validate.Length: {
        "message_min": "至少 {min} 项",
        "message_max": "最多 {max} 项",
        "message_all": "应为 {min} 到 {max} 项",
        "message_equal": "应为 {equal} 项",
    },
    # The outer braces are filled first, the inner ones with the numbers.
    validate.Range: {
        "message_min": "{min_op}{{min}}",
        "message_max": "{max_op}{{max}}",
        "message_all": "{min_op}{{min}}，{max_op}{{max}}",
        "message_gte": "不能小于 ",
        "message_gt": "应大于 ",
        "message_lte": "不能大于 ",
        "message_lt": "应小于 ",
    },
}


def use_chinese() -> None:
    """Every schema made from now on answers in Chinese."""
    for field, messages in FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
    for rule, messages in RULES.items():
        for name, message in messages.items():
            setattr(rule, name, message)
    Schema._default_error_messages = {"type": "格式不对", "unknown": "没有这一项"}
