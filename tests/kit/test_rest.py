"""Forms: what may be typed, and what is said when it may not."""

import pytest
from marshmallow import Schema, ValidationError, fields, validate

from server.kit.pagination import PageArgs
from server.kit.rest import Id, Line


class FormIn(Schema):
    title = Line(10, required=True)
    kind = fields.String(validate=validate.OneOf(["ask", "share"]))
    days = fields.Integer(validate=validate.Range(1, 30))
    on = fields.Boolean()
    day = fields.Date()
    photos = fields.List(Id(), validate=validate.Length(max=2))
    inner = fields.Nested(PageArgs)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, {"title": ["请填写"]}),
        ({"title": None}, {"title": ["请填写"]}),
        ({"title": 5}, {"title": ["应为文字"]}),
        ({"title": "好", "foo": 1}, {"foo": ["没有这一项"]}),
        ({"title": "好", "kind": "x"}, {"kind": ["请从列出的选项中选一项"]}),
        ({"title": "好", "days": 31}, {"days": ["不能小于 1，不能大于 30"]}),
        ({"title": "好", "days": "x"}, {"days": ["应为整数"]}),
        ({"title": "好", "on": "x"}, {"on": ["应为是或否"]}),
        ({"title": "好", "day": "x"}, {"day": ["应为日期，例如 2026-11-22"]}),
        ({"title": "好", "photos": "x"}, {"photos": ["应为一组内容"]}),
        ({"title": "好", "photos": ["1", "2", "3"]}, {"photos": ["最多 2 项"]}),
        ({"title": "好", "inner": 1}, {"inner": {"_schema": ["格式不对"]}}),
        ([], {"_schema": ["格式不对"]}),
    ],
)
def test_every_field_says_in_chinese_what_is_wrong(wrong, said):
    with pytest.raises(ValidationError) as refused:
        FormIn().load(wrong)

    assert refused.value.messages == said


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\ufeff", "\u202e", "\u2066", "\u00ad"])
def test_a_title_of_unseen_signs_is_empty(sign):
    with pytest.raises(ValidationError) as refused:
        FormIn().load({"title": sign * 3})

    assert refused.value.messages == {"title": ["请填写 1 到 10 个字"]}


def test_unseen_signs_are_left_out_and_languages_and_emoji_stay():
    assert FormIn().load({"title": "代\u200b开\u202e票"})["title"] == "代开票"
    assert FormIn().load({"title": " 👨‍👩‍👧 שלום "})["title"] == "👨‍👩‍👧 שלום"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_what_no_database_stores_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        FormIn().load({"title": text})

    assert refused.value.messages == {"title": ["含有无法保存的字符"]}
