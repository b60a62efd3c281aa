"""区划 codes: which part of a code names a subtree of the country."""

#: 省, 市, 区县 by GB/T 2260, 街镇 by GB/T 10114, 居委 or 村委: how many digits each level has of the twelve.
_GROUPS = (2, 2, 2, 3, 3)


def subtree(code: str) -> str:
    """The digits with which every 区划 code below `code` (twelve digits) begins.

    Levels not reached are groups of nothing but zeros: a 街镇 numbered 100 keeps its own zeros, which
    stripping them one by one would make the beginning of its neighbour 103. A code of zeros alone
    names no place, and nothing lies below it.
    """
    end = sum(_GROUPS)
    for width in reversed(_GROUPS):
        if code[end - width : end].strip("0"):
            return code[:end]
        end -= width
    return code or "-"
