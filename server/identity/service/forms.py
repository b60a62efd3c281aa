"""What an applicant typed, read strictly. No error repeats what was typed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from server.identity.models import Relation
from server.identity.vault import Claim
from server.kit import idcard
from server.kit.db import utc_now
from server.kit.errors import InvalidError
from server.places import doors

CHINA = timezone(timedelta(hours=8))
LEAST_AGE = 14
ADULT_AGE = 18
_NAME = re.compile(r"[㐀-鿿\U00020000-\U0003ffffA-Za-z]+(?:[ ·'.-][㐀-鿿\U00020000-\U0003ffffA-Za-z]+)*")
_PHONE = re.compile(r"1[3-9][0-9]{9}")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that could be true."""

    claim: Claim
    card: idcard.IdCard
    building: str
    room: str
    relation: Relation


def read_form(data: Mapping[str, str]) -> Form:
    """InvalidError names the field in `code`: name, id_number, phone, under_14, building, room."""
    card = _card(data["id_number"])
    claim = Claim(name=_name(data["name"]), number=card.number, phone=_phone(data["phone"]))
    return Form(claim, card, _door("building", data), _door("room", data), Relation(data["relation"]))


def _card(number: str) -> idcard.IdCard:
    today = utc_now().astimezone(CHINA).date()
    # A number of the first generation has no check digit, and no valid card has carried one since 2013.
    if len(idcard.tidy(number)) != len(idcard.WEIGHTS) + 1:
        raise InvalidError("身份证号码应为 18 位，请核对是否有漏填或多填", code="id_number")
    try:
        card = idcard.parse(number, today=today)
    except idcard.IdCardError as error:
        raise InvalidError(str(error), code="id_number") from None
    if idcard.age_on(card.birth_date, today) < LEAST_AGE:
        raise InvalidError("未满 14 周岁的孩子不能在线申请，请监护人带证件到居委会办理", code="under_14")
    return card


def _name(text: str) -> str:
    name = " ".join(unicodedata.normalize("NFKC", text).replace("•", "·").replace("・", "·").split())
    if not 2 <= len(name) <= 40 or not _NAME.fullmatch(name):
        raise InvalidError("请填写身份证上的姓名，不带称呼和符号", code="name")
    return name


def _phone(text: str) -> str:
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if not _PHONE.fullmatch(plain):
        raise InvalidError("手机号应为 11 位数字，请核对", code="phone")
    return plain


def _door(field: str, data: Mapping[str, str]) -> str:
    text = doors.tidy(data[field])
    if not text or not text.isprintable():
        raise InvalidError("请填写楼栋和房号，例如 3号楼 502", code=field)
    return text


def adult_on(born: date) -> datetime:
    """The moment a person comes of age in China, as UTC; one born on 29 February does on 1 March."""
    year = born.year + ADULT_AGE
    leap = (born.month, born.day) == (2, 29) and not _is_leap(year)
    day = date(year, 3, 1) if leap else born.replace(year=year)
    return datetime(day.year, day.month, day.day, tzinfo=CHINA).astimezone(UTC)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
