"""What projects are called on the screen, and money in words."""

from collections.abc import Mapping

from server.deliberation.projects.evaluation_models import Rating
from server.deliberation.projects.fund_models import EntryKind
from server.deliberation.projects.models import FundSource, NoteKind, OwnerKind

OWNER_NAMES: Mapping[OwnerKind, str] = {
    OwnerKind.COMMITTEE: "居委会（村委会）",
    OwnerKind.OWNERS: "业主委员会",
    OwnerKind.NGO: "社会组织",
    OwnerKind.RESIDENTS: "居民小组",
}
SOURCE_NAMES: Mapping[FundSource, str] = {
    FundSource.MICRO: "微基金",
    FundSource.EARMARKED: "专项经费",
    FundSource.MAINTENANCE: "维修资金",
    FundSource.OTHER: "其他",
    FundSource.NONE: "不花钱",
}
NOTE_NAMES: Mapping[NoteKind, str] = {
    NoteKind.NOTE: "留言",
    NoteKind.START: "开始实施",
    NoteKind.RESCHEDULE: "调整日期",
    NoteKind.FINISH: "完成实施",
}
RATING_NAMES: Mapping[Rating, str] = {
    Rating.UNSATISFIED: "不满意",
    Rating.FAIR: "基本满意",
    Rating.SATISFIED: "满意",
}
ENTRY_NAMES: Mapping[EntryKind, str] = {EntryKind.INCOME: "收入", EntryKind.EXPENSE: "支出"}
#: verb → its name, what follows from pressing it, what it must be given.
STEP_CARDS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "start": ("开始实施", "进度向全体居民公开，逾期会标出来", ()),
    "finish": ("完成实施", "请住户评价效果，节点不能再改", ("text",)),
    "reschedule": ("调整日期", "原定日期和理由留在记录里，居民都看得到", ("days", "reason")),
    "note": ("留言", "通过内容检查后大家可见", ("text",)),
}


def yuan(cents: int) -> str:
    """12,340.50 元."""
    return f"{cents // 100:,}.{cents % 100:02d} 元"
