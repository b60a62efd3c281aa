"""Paper ballots and letters of authority on the wire."""

import re
import unicodedata
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates, validates_schema

from server.ballots.paper_views import CONFIRMATIONS, STANDINGS
from server.ballots.proxy_views import STANDINGS as LETTER_STANDINGS
from server.ballots.schemas import PollOptionOut
from server.core.schemas import PhotoOut
from server.kit.rest import MOST_ID, Id, Line, Stamp

_STANDING = validate.OneOf(list(STANDINGS))
MOST_HOMES = 500
#: Seven digits in a row, however they are set apart.
A_NUMBER = re.compile(r"(?:\d[\s\-–—.]*){7}")


def _number() -> fields.Integer:
    return fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, MOST_ID))


class DeskArgs(Schema):
    building_id = _number()
    standing = fields.String(load_default=None, allow_none=True, validate=_STANDING)
    after = _number()


class SheetArgs(Schema):
    building_id = _number()
    serial = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=24))
    after = _number()


class CodeArgs(Schema):
    token = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class PaperIssueIn(Schema):
    """Exactly one of the first three. `reason` replaces sheets in hand, of named homes only."""

    home_ids = fields.List(Id(), load_default=None, allow_none=True, validate=validate.Length(1, MOST_HOMES))
    building_id = Id(load_default=None, allow_none=True)
    all_without_phone = fields.Boolean(load_default=False)
    reason = Line(200, least=4, load_default=None, allow_none=True)

    @validates_schema
    def one_way(self, data: dict[str, Any], **_: Any) -> None:
        ways = [data["home_ids"] is not None, data["building_id"] is not None, data["all_without_phone"]]
        if sum(ways) != 1:
            raise ValidationError("请选择发给哪些户：指定的户、一栋楼，或所有没有手机用户的户")
        if data["reason"] and data["home_ids"] is None:
            raise ValidationError("补发要逐户选择", "reason")


class PaperSkippedOut(Schema):
    home_id = Id(required=True)
    label = fields.String(required=True)
    why = fields.String(required=True)


class PaperIssuedOut(Schema):
    issued = fields.Integer(required=True)
    home_ids = fields.List(Id(), required=True)
    skipped = fields.List(fields.Nested(PaperSkippedOut), required=True)


class PaperHomeOut(Schema):
    home_id = Id(required=True)
    label = fields.String(required=True)
    standing = fields.String(required=True, validate=_STANDING)
    standing_name = fields.String(required=True)
    serial = fields.String(required=True, allow_none=True)
    issued_at = Stamp(required=True, allow_none=True)
    verbs = fields.List(fields.String(), required=True)
    first_is_mine = fields.Boolean(required=True, metadata={"description": "第一遍是本人录入的"})
    confirmation = fields.String(
        required=True, allow_none=True, metadata={"description": "住户怎样得知票已录入；空：还没有录入"}
    )
    calls = fields.Integer(required=True, metadata={"description": "为这张票打过几次电话"})


class PaperConfirmationOut(Schema):
    """How many of the sheets that were entered are known to their homes in this way."""

    kind = fields.String(required=True, validate=validate.OneOf(list(CONFIRMATIONS)))
    name = fields.String(required=True)
    sheets = fields.Integer(required=True)


class PaperBuildingOut(Schema):
    id = Id(required=True)
    name = fields.String(required=True)
    homes = fields.Integer(required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PaperStandingOut(Schema):
    standing = fields.String(required=True)
    name = fields.String(required=True)


class PaperPage(Schema):
    question = fields.String(required=True)
    closes_at = Stamp(required=True)
    may_issue = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    standings = fields.List(fields.Nested(PaperStandingOut), required=True)
    buildings = fields.List(fields.Nested(PaperBuildingOut), required=True)
    confirmations = fields.List(fields.Nested(PaperConfirmationOut), required=True)
    items = fields.List(fields.Nested(PaperHomeOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PaperCallOut(Schema):
    by = fields.String(required=True, attribute="called_name")
    at = Stamp(required=True, attribute="called_at")
    reached = fields.Boolean(required=True)
    remark = fields.String(required=True)


class PaperSheetPage(Schema):
    """Nothing here tells what the first clerk read."""

    serial = fields.String(required=True)
    home_id = Id(required=True)
    label = fields.String(required=True)
    covers = fields.List(fields.String(), required=True, metadata={"description": "这张票代表的各户"})
    question = fields.String(required=True)
    options = fields.List(fields.Nested(PollOptionOut), required=True)
    standing = fields.String(required=True, validate=_STANDING)
    standing_name = fields.String(required=True)
    reading = fields.Integer(required=True, metadata={"description": "接下来是第几遍录入"})
    may_enter = fields.Boolean(required=True)
    why_not = fields.String(required=True, allow_none=True)
    needs_photo = fields.Boolean(required=True)
    photo = fields.Nested(PhotoOut, required=True, allow_none=True)
    first_by = fields.String(required=True, allow_none=True)
    first_at = Stamp(required=True, allow_none=True)
    second_by = fields.String(required=True, allow_none=True)
    second_at = Stamp(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    calls = fields.List(fields.Nested(PaperCallOut), required=True)


class PaperEntryIn(Schema):
    option_id = Id(required=True)
    upload_id = Id(load_default=None, allow_none=True, metadata={"description": "票的照片；第一遍必需"})
    token = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class PaperStepIn(Schema):
    """`undelivered`: void because it could not be handed over."""

    verb = fields.String(required=True, validate=validate.OneOf(["void", "undelivered"]))
    reason = Line(200, least=4, required=True)


class PaperCallIn(Schema):
    reached = fields.Boolean(required=True, metadata={"description": "打通并告知了住户"})
    remark = Line(200, least=0, load_default="", metadata={"description": "例如：子女接的；不写电话号码"})

    @validates("remark")
    def no_number(self, remark: str, **_: Any) -> None:
        if A_NUMBER.search(unicodedata.normalize("NFKC", remark)):
            raise ValidationError("备注里请不要写电话号码")


class PrintedSheetOut(Schema):
    serial = fields.String(required=True)
    home_id = Id(required=True)
    label = fields.String(required=True)
    covers = fields.List(fields.String(), required=True)
    code = fields.String(required=True, allow_none=True, metadata={"description": "SVG；空：请补发一张"})


class PaperSheetsOut(Schema):
    community = fields.String(required=True)
    question = fields.String(required=True)
    options = fields.List(fields.Nested(PollOptionOut), required=True)
    who_signs = fields.String(required=True)
    hand_in = fields.String(required=True)
    closes_at = Stamp(required=True)
    rule = fields.Dict(keys=fields.String(), required=True)
    items = fields.List(fields.Nested(PrintedSheetOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ProxyLetterIn(Schema):
    """The agent by membership or by telephone, exactly one of them."""

    home_id = Id(required=True)
    membership_id = Id(load_default=None, allow_none=True)
    phone = fields.String(
        load_default=None, allow_none=True, validate=validate.Regexp(r"^1\d{10}$", error="请填十一位手机号")
    )
    upload_id = Id(required=True)
    reason = Line(200, least=4, required=True)

    @validates_schema
    def one_agent(self, data: dict[str, Any], **_: Any) -> None:
        if (data["membership_id"] is None) == (data["phone"] is None):
            raise ValidationError("请填受委托人的手机号，或从住户中选择一位", "phone")


class ProxyStepIn(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["confirm", "revoke"]))
    reason = Line(200, least=0, load_default="")

    @validates_schema
    def why(self, data: dict[str, Any], **_: Any) -> None:
        if data["verb"] == "revoke" and len(data["reason"]) < 4:
            raise ValidationError("请写明撤销的原因，至少 4 个字", "reason")


class ProxyLetterOut(Schema):
    id = Id(required=True)
    home_id = Id(required=True)
    label = fields.String(required=True)
    agent = fields.String(required=True)
    reason = fields.String(required=True)
    standing = fields.String(required=True, validate=validate.OneOf(list(LETTER_STANDINGS)))
    standing_name = fields.String(required=True)
    registered_by = fields.String(required=True)
    registered_at = Stamp(required=True)
    confirmed_by = fields.String(required=True, allow_none=True)
    confirmed_at = Stamp(required=True, allow_none=True)
    revocation = fields.String(required=True, allow_none=True)
    photo = fields.Nested(PhotoOut, required=True)
    verbs = fields.List(fields.String(), required=True)


class ProxyLettersOut(Schema):
    may_register = fields.Boolean(required=True)
    items = fields.List(fields.Nested(ProxyLetterOut), required=True)
