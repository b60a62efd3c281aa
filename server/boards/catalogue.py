"""The boards themselves, as data: who writes on them, and which kinds of post they take."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.boards.models import Board, Kind, State
from server.boards.models import ReportReason as Why
from server.core.access import Permission


@dataclass(frozen=True)
class BoardInfo:
    """One board. `owner` answers for it; `writes` is the permission to post."""

    board: Board
    name: str
    intro: str
    owner: str
    writes: Permission
    kinds: Mapping[Kind, str]


BOARDS: Mapping[Board, BoardInfo] = {
    Board.NOTICE: BoardInfo(
        Board.NOTICE,
        "社区公告",
        "重大事项、活动通知和工作成果，由居村两委发布",
        "居村两委",
        Permission.NOTICE_PUBLISH,
        {Kind.MATTER: "重大事项", Kind.EVENT: "活动通知", Kind.RESULT: "工作成果"},
    ),
    Board.NEARBY: BoardInfo(
        Board.NEARBY,
        "身边事",
        "诉求和建议由居委会回复，也可以分享小区里的生活",
        "居委会",
        Permission.POST_WRITE,
        {Kind.ASK: "诉求", Kind.SUGGEST: "建议", Kind.SHARE: "生活分享"},
    ),
}
KIND_NAMES: Mapping[Kind, str] = {kind: name for info in BOARDS.values() for kind, name in info.kinds.items()}
#: A committee's first comment under these is the answer to it.
ANSWERABLE = (Kind.ASK, Kind.SUGGEST)
STATE_NAMES: Mapping[State, str] = {
    State.CHECKING: "审核中",
    State.PUBLISHED: "已发布",
    State.HELD: "等待人工审核",
    State.REFUSED: "未通过审核",
    State.HIDDEN: "已隐藏",
    State.WITHDRAWN: "已撤回",
}
REASON_NAMES: Mapping[Why, str] = {
    Why.SPAM: "广告或刷屏",
    Why.OFFENSIVE: "辱骂或不当言论",
    Why.PRIVATE: "泄露他人隐私",
    Why.OTHER: "其他",
}


def find(word: str) -> BoardInfo | None:
    """The board of this path word."""
    return BOARDS[Board(word)] if word in set(Board) else None
