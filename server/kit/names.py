"""Names and titles that people choose: cleaned for display, and checked for posing as an office.

A neighbour who calls himself 居委会, the same with hidden characters between, or Juweihui, speaks with
an authority he does not have. The role tag beside a name comes from the server alone; this check keeps
the name itself honest. It compares a skeleton of the text (width, script, hidden characters, separators
and marks folded away) with the words for offices, allowing for characters that look or sound alike. It
errs to the safe side: who is stopped picks another name, who holds the office has the tag.
"""

import re
import unicodedata

# Not visible, yet neither control nor format characters by their category.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_OVERRIDES = re.compile("[\u202d\u202e]")
_MOST_MARKS = 4  # Tibetan stacks that many; more is a tower over the line above

# What stands for each syllable of an office: look-alikes, sound-alikes, the traditional form, pinyin.
_SYLLABLES = {
    "居": ("居侷局鞠锯據据㞐凥", "ju"),
    "村": ("村邨", "cun"),
    "民": ("民氓珉", "min"),
    "委": ("委萎诿矮逶倭", "wei"),
    "员": ("员員贠", "yuan"),
    "会": ("会會汇绘荟烩惠", "hui"),
    "党": ("党黨挡", "dang"),
    "支": ("支枝吱", "zhi"),
    "总": ("总總", "zong"),
    "部": ("部步咘", "bu"),
    "书": ("书書抒舒㕽", "shu"),
    "记": ("记記计纪己", "ji"),
    "主": ("主住炷", "zhu"),
    "任": ("任妊仼", "ren"),
    "社": ("社杜衦", "she"),
    "区": ("区區驱", "qu"),
    "警": ("警驚憼擎璥", "jing"),
    "察": ("察查檫", "cha"),
    "物": ("物粅勿", "wu"),
    "业": ("业業亚", "ye"),
    "派": ("派哌", "pai"),
    "出": ("出岀", "chu"),
    "所": ("所锁", "suo"),
    "公": ("公㒶", "gong"),
    "安": ("安桉", "an"),
    "街": ("街衔", "jie"),
    "道": ("道導衟", "dao"),
    "办": ("办辦", "ban"),
    "政": ("政怔", "zheng"),
    "府": ("府俯", "fu"),
    "网": ("网網罔", "wang"),
    "格": ("格恪", "ge"),
    "长": ("长長", "zhang"),
    "楼": ("楼樓", "lou"),
    "组": ("组組", "zu"),
    "管": ("管菅", "guan"),
    "理": ("理里", "li"),
    "官": ("官宫", "guan"),
    "方": ("方仿", "fang"),
    "客": ("客", "ke"),
    "服": ("服伏", "fu"),
    "系": ("系係", "xi"),
    "统": ("统統", "tong"),
    "通": ("通", "tong"),
    "知": ("知", "zhi"),
    "督": ("督", "du"),
    "监": ("监監", "jian"),
    "工": ("工", "gong"),
    "作": ("作做", "zuo"),
}
_WORDS = """
居委 居民委员会 村委 村民委员会 业委 业主委员会 委员会 党支部 党总支 党委 党组 书记 支书 主任
社区民警 民警 警察 警务 派出所 公安 物业 街道办 办事处 政府 网格员 网格长 楼组长 管理员 管理处
官方 客服 系统通知 社区通 社区工作 社工 监督员 督查
"""
_OFFICES = _WORDS.split()
_PINYIN_ENDS = ("shuji", "zhuren", "minjing", "jingcha", "wuye", "guanfang", "kefu", "gongan", "zhengfu")
_ENGLISH_ENDS = ("admin", "administrator", "official", "police", "committee", "secretary", "12345")

# Letters of other scripts that look like Latin ones, and digits that stand for letters.
_LETTER_LOOKS = str.maketrans(
    "аеорсухіјѕһԁӏıαεινορυκτωɡɑᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", "aeopcyxijshdliaeivopyktwgaabcdeghijklmnoprtuvwyz"
)
# "1" is an l or an i, so these three are one.
_DIGIT_LOOKS = str.maketrans("0134578l@$", "oieastbias")
# Radicals that NFKC leaves alone although they look like the character.
_RADICAL_LOOKS = str.maketrans("⺠⻓⻋", "民长车")


def display(text: str) -> str:
    """One clean line for a name or title: what is not seen is taken out, widths are evened.

    Letters and digits are folded by NFKC; punctuation keeps its Chinese form.
    """
    folded = "".join(map(_fold, unicodedata.normalize("NFC", text)))
    line = " ".join(_seen(unicodedata.normalize("NFC", folded)).split())
    return _without_towers(line)


def looks_like_office(text: str) -> bool:
    """True if a reader could take a name for an office: committee, party, police, property…

    For names of people and groups only: a title may well speak *about* 物业.
    """
    if _OVERRIDES.search(text) and _is_office(text[::-1]):
        return True
    return _is_office(text)


def _is_office(text: str) -> bool:
    plain = _skeleton(text)
    if _OFFICE_PATTERN.search(plain):
        return True
    latin = "".join(re.findall(r"[a-z0-9@$]+", plain))
    lettered = latin.translate(_DIGIT_LOOKS)
    return any(_ends(latin, word) or _ends(lettered, word.translate(_DIGIT_LOOKS)) for word in _LATIN_WORDS)


def _ends(latin: str, word: str) -> bool:
    # Only at an end: "badminton" holds "admin".
    return latin.startswith(word) or latin.endswith(word)


def _skeleton(text: str) -> str:
    """Letters and digits only: compatible forms, accents, hidden signs and separators folded away."""
    apart = unicodedata.normalize("NFKD", text.translate(_RADICAL_LOOKS)).casefold()
    kept = "".join(
        char for char in _BLANK.sub("", apart) if unicodedata.category(char)[0] in "LN" or char in "@$"
    )
    return unicodedata.normalize("NFC", kept).translate(_LETTER_LOOKS)


def _fold(char: str) -> str:
    if unicodedata.category(char)[0] in "LN":
        return unicodedata.normalize("NFKC", char)
    return " " if char.isspace() else char


def _seen(text: str) -> str:
    plain = _BLANK.sub("", text)
    return "".join(char for char in plain if unicodedata.category(char) not in _HIDDEN)


def _without_towers(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _pattern(word: str) -> str:
    """A word as a pattern; pinyin may stand for a syllable, in short words for one of them at most."""
    looks = [f"[{_SYLLABLES.get(char, (char, ''))[0]}]" for char in word]
    sounds = [_SYLLABLES.get(char, ("", char))[1] for char in word]
    if len(word) > 2:
        return "".join(f"(?:{look}|{sound})" for look, sound in zip(looks, sounds, strict=True))
    first, second = looks
    return f"{first}(?:{second}|{sounds[1]})|{sounds[0]}{second}"


_LATIN_WORDS = (*_PINYIN_ENDS, *_ENGLISH_ENDS, "juweihui", "cunweihui", "yeweihui")
_OFFICE_PATTERN = re.compile("|".join(_pattern(word) for word in _OFFICES))
