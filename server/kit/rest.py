"""Schema pieces of every feature: ids as strings, UTC times with Z, strict input."""

from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider
from marshmallow import Schema, ValidationError, fields, validate

from server.kit import sayings

# Fields take their sentences when they are made: before the first schema below.
sayings.use_chinese()

#: Ids are 63 bits; a larger number names nothing and fits no column.
MOST_ID = 2**63 - 1
#: Signs that show nothing or turn the direction of what follows: a title of them would be empty, a
#: name could be disguised. The joiner of emoji (U+200D) and the marks of written languages stay.
UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class Id(fields.Field[int]):
    """A 63-bit id: a string in JSON, because JavaScript counts only to 2^53."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else str(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> int:
        if (
            isinstance(value, str)
            and value.isascii()
            and value.isdigit()
            and len(value) < 20
            and int(value) <= MOST_ID
        ):
            return int(value)
        raise ValidationError("应为编号")


class Stamp(fields.Field[datetime]):
    """UTC ISO 8601 with Z, to the second."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else stamp(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise ValidationError("应为带时区的时间，例如 2026-11-22T08:00:00Z") from None
        if moment.tzinfo is None:
            raise ValidationError("时间应带时区")
        return moment


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


class Line(fields.String):
    """Text a person typed: without unseen signs, trimmed, not empty, at most `most` characters."""

    def __init__(self, most: int, *, least: int = 1, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(validate=validate.Length(min=least, max=most, error=_too(least, most)), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text or any(0xD800 <= ord(sign) <= 0xDFFF for sign in text):
            raise ValidationError("含有无法保存的字符")
        return text.translate(UNSEEN).strip()


def _too(least: int, most: int) -> str:
    return f"请填写 {least} 到 {most} 个字" if least else f"最多 {most} 个字"


class ErrorBody(Schema):
    """The one shape of every error."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    details = fields.Dict(required=True)


class OrJson(JSONProvider):
    """orjson behind Flask's JSON interface; NaN and friends are refused by orjson itself."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return orjson.dumps(obj, option=orjson.OPT_NON_STR_KEYS).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Any:
        body = orjson.dumps(self._prepare_response_obj(args, kwargs), option=orjson.OPT_NON_STR_KEYS)
        return Response(body, mimetype="application/json")


def use_orjson(app: Flask) -> None:
    app.json = OrJson(app)
