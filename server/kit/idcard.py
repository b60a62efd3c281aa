"""Resident identity numbers (公民身份号码), GB 11643-1999.

Eighteen characters: six of the place of first registration, eight of the birth date, three of
order (odd: male), one check digit (ISO 7064 MOD 11-2). Fifteen-digit numbers of the first
generation are upgraded. The place is not looked up: old numbers carry codes that no longer exist.

No error repeats what was typed in, so that an error may be logged.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
OLDEST_YEAR = 1900

_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_CHINA_OFFSET = timedelta(hours=8)


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class IdCardError(ValueError):
    """The number cannot be a real one; the message says why, in Chinese, without the number."""


@dataclass(frozen=True, slots=True)
class IdCard:
    """What a number tells. ``number`` has 18 characters and stays out of ``repr``."""

    number: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: Sex
    region6: str


def parse(number: str, *, today: date | None = None) -> IdCard:
    """Read an 18- or 15-character number; full-width characters, spaces and a small x are mended.

    ``today`` is the last birth date allowed (default: today in China). Raises ``IdCardError``.
    """
    clean = upgrade(tidy(number))
    if len(clean) != 18:
        raise IdCardError("身份证号码应为 18 位，请核对是否有漏填或多填")
    if not _EIGHTEEN.fullmatch(clean):
        raise IdCardError("身份证号码只能由数字组成，最后一位可以是 X，请核对")
    born = _birth_date(clean[6:14], today or _china_today())
    if not is_valid_check_digit(clean):
        raise IdCardError("身份证号码的校验位不符，请逐位核对后重新填写")
    sex = Sex.MALE if int(clean[16]) % 2 else Sex.FEMALE
    return IdCard(number=clean, birth_date=born, sex=sex, region6=clean[:6])


def tidy(number: str) -> str:
    """Full-width to half-width, no white space, capital X."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def upgrade(number: str) -> str:
    """Fifteen digits become eighteen (born 19yy); anything else is handed back as it is."""
    if not _FIFTEEN.fullmatch(number):
        return number
    body = f"{number[:6]}19{number[6:]}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The eighteenth character for seventeen ASCII digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def is_valid_check_digit(number: str) -> bool:
    """True for 18 ASCII characters whose last one fits the others; dates are not looked at."""
    return bool(_EIGHTEEN.fullmatch(number)) and check_digit(number[:17]) == number[17]


def age_on(birth: date, day: date) -> int:
    """Whole years (周岁) on ``day``; one born on 29 February comes of age on 1 March."""
    if day < birth:
        raise ValueError("计算年龄的日期早于出生日期")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _birth_date(digits: str, today: date) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        born = None
    # Raised outside the handler: the chained ValueError would carry parts of the date.
    if born is None or born.year < OLDEST_YEAR or born > today:
        raise IdCardError("身份证号码中的出生日期不正确，请核对第 7 至 14 位")
    return born


def _china_today() -> date:
    return (datetime.now(UTC) + _CHINA_OFFSET).date()
