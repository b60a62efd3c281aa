"""What WeChat lets into a subscription message: one character too many loses the whole message (47003)."""

import re
from collections.abc import Mapping

#: Characters per kind of field; the kind is the field's name without its number (`thing2`).
LIMITS: Mapping[str, int] = {
    "thing": 20,
    "number": 32,
    "letter": 32,
    "character_string": 32,
    "symbol": 5,
    "phrase": 5,
    "name": 10,
    "phone_number": 17,
    "car_number": 8,
}

_BLANKS = re.compile(r"\s+")


def limit_of(field: str) -> int | None:
    """How many characters the field takes; None for dates, times and amounts, which have a form instead."""
    return LIMITS.get(field.rstrip("0123456789"))


def fitted(data: Mapping[str, str]) -> dict[str, str]:
    """The same values on one line, each cut to its field's limit, with … where something is missing."""
    return {field: _cut(_BLANKS.sub(" ", value).strip(), limit_of(field)) for field, value in data.items()}


def _cut(value: str, limit: int | None) -> str:
    if limit is None or len(value) <= limit:
        return value
    return value[: limit - 1] + "…"
