"""What is shown of personal data to those who may not see all of it.

Masks never fail: a page that lists people must not break on one odd record. What has no known
shape is hidden whole rather than shown in part.
"""

import re

from server.kit.idcard import Sex

# Surnames of two characters. A name of two characters is never read as surname alone.
_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良
漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五
叶赫 完颜 耶律 纳兰 贺兰 即墨 达奚 褚师 公祖 库狄
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())

_HIDDEN = "**"
_SEPARATORS = re.compile(r"[\s·•・.]+")
_MOBILE = re.compile(r"1[0-9]{10}")
_FORMS: dict[str, str] = {Sex.MALE: "先生", Sex.FEMALE: "女士"}


def mask_name(name: str) -> str:
    """``李**``, ``欧阳**``: the surname and always two stars, so that the length tells nothing."""
    return _surname(name) + _HIDDEN


def mask_id_number(number: str) -> str:
    """``310***********1234``: place to the province and city digit, and the last four."""
    if len(number) not in (15, 18):
        return "*" * len(number)
    return _keep(number, 3, 4)


def mask_phone(phone: str) -> str:
    """``138****1111``; other telephones keep their last four digits only."""
    if _MOBILE.fullmatch(phone):
        return _keep(phone, 3, 4)
    return _keep(phone, 0, 4) if len(phone) >= 8 else "*" * len(phone)


def courtesy(name: str, sex: Sex | str | None) -> str:
    """``李女士``, ``欧阳先生``; the masked name when the sex is not known.

    Names of several parts (买买提·艾力, John Smith) are addressed by their first part.
    """
    form = _FORMS.get(sex or "")
    if form is None:
        return mask_name(name)
    parts = _parts(name)
    return (parts[0] if len(parts) > 1 else _surname(name)) + form


def _surname(name: str) -> str:
    parts = _parts(name)
    if not parts:
        return ""
    if len(parts) == 1 and len(parts[0]) > 2 and parts[0][:2] in COMPOUND_SURNAMES:
        return parts[0][:2]
    return parts[0][0]


def _parts(name: str) -> list[str]:
    return [part for part in _SEPARATORS.split(name.strip()) if part]


def _keep(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
