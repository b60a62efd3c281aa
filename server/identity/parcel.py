"""A person's copy as one ZIP: a file of JSON for each of its parts, and 说明.txt. Pure.

Times are written as people here read them, with their zone; names of fields and states are Chinese.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from server.core.feature import Copy
from server.kit.worktime import SHANGHAI

README = "说明.txt"
_ABSENT = """这里没有的，和为什么没有：
- 无记名表决的选择：选票和您之间没有联系，系统自己也查不到，只写明您家参加过。
- 记名表决的选择：只写您今天在表决页上还能看到的，其余的加密封存。
- 审计日志：每一条都和前一条首尾相扣，用来证明记录没有被改过，不能单独取出。
- 担任职务时的把关、审核、登记和签字，以及上级职务收到的工作通知：是社区的公务记录，不是您个人的信息。
- 别人的姓名、帖子、议题、回复和通知里的原话：是别人的信息，只写编号、类别和时间。
- 照片本身：文件里只有数量、大小和时间，请在您发布的内容里保存原图。
- 应急求助的内容：到清除期以后，系统里已经没有了。

信息有错，请在社区通里联系居委会更正（个人信息保护法第四十六条）。
这些文件写有您的真实姓名和号码，请妥善保管，不要转发给别人。
"""


def pack(
    parts: Mapping[Copy, Sequence[Mapping[str, Any]]], made_at: datetime, communities: Sequence[str]
) -> bytes:
    """The ZIP's bytes. `communities`: the names of all that were looked through."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(README, _readme(parts, made_at, communities))
        for copy, rows in parts.items():
            archive.writestr(f"{copy.name}.json", as_json(rows))
    return file.getvalue()


def as_json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_said)


def _said(value: object) -> str:
    """A moment or a day; anything else has no place in a copy, and json says so."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _readme(parts: Mapping[Copy, Sequence[Any]], made_at: datetime, communities: Sequence[str]) -> str:
    where = "、".join(communities) or "您还没有加入社区"
    files = "\n".join(f"- {copy.name}.json：{copy.title}，{len(rows)} 条" for copy, rows in parts.items())
    return (
        "社区通：您的个人信息副本（个人信息保护法第四十五条）\n"
        f"制作时间：{_said(made_at)}\n"
        f"社区：{where}\n\n"
        f"文件是 UTF-8 编码的 JSON，用记事本就能打开：\n{files}\n\n{_ABSENT}"
    )
