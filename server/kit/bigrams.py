"""Pairs of neighbouring characters: what Chinese text is searched and compared by.

Words need no finding, and every database answers the same: the pairs are made here. Latin letters and
digits pair up as they stand, in lower case; pairs never reach across a space or a sign.
"""

import re
import unicodedata

_RUN = re.compile(r"[^\W_]+")
#: Pairs that stand in nearly every proposal and tell nothing about it.
_EVERYDAY = frozenset(
    (  # noqa: SIM905
        "我们 他们 大家 建议 希望 一个 这个 那个 可以 没有 什么 怎么 现在 已经 因为 所以 如果 还是 但是 "
        "而且 进行 需要 应该 问题 解决 小区 社区 居民 邻居 业主 住户 经常 一直 一下 一些 很多 非常 以及 "
        "或者 比较 有的 的人 大的 了一 是一"
    ).split()
)


def grams(text: str, most: int | None = None) -> frozenset[str]:
    """Every pair in the text, everyday ones left out; of long texts the first `most` different ones.

    Width and case are folded (NFKC). A run of one character says nothing and is left out.
    """
    found: dict[str, None] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        for at in range(len(run) - 1):
            pair = run[at : at + 2]
            if pair not in _EVERYDAY:
                found[pair] = None
            if most is not None and len(found) == most:
                return frozenset(found)
    return frozenset(found)
