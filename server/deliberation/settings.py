"""The 议事规则 that deliberation reads: every clock, threshold and share a community may set for itself.

Statutory routes of owners (民法典第二百七十八条) are no settings: ballots/statute holds them. Numbers
of the laws on residents' and villagers' committees, both revised in force since 2026-01-01, stay empty
until the district office has compared them with the text.
"""

from typing import Any

from server.core.settings import Kind, Setting

GATES, SECONDING, TALKS, VOTES, AFTER, LAWS = (
    "把关与申诉",
    "附议与接手",
    "协商",
    "表决",
    "项目与公约",
    "法定数字",
)
WORKDAYS, DAYS, HOMES = "个工作日", "天", "户"

_RESIDENTS = "《居民委员会组织法》（2025 年修订，2026 年 1 月 1 日起施行）"
_VILLAGERS = "《村民委员会组织法》（2025 年修订，2026 年 1 月 1 日起施行）"
_OLD_FIFTH = "《城市居民委员会组织法》（2018 年修正）第十条；该法已修订，请区社建办按现行条文核对"


def _clock(group: str, key: str, title: str, default: int, bounds: tuple[int, int]) -> Setting:
    """A deadline in working days."""
    return Setting(key, title, Kind.DAYS, default, group, WORKDAYS, *bounds)


def _span(group: str, key: str, title: str, default: int, bounds: tuple[int, int]) -> Setting:
    """A period in calendar days."""
    return Setting(key, title, Kind.DAYS, default, group, DAYS, *bounds)


def _share(key: str, title: str, num: int, den: int, *, over: bool) -> Setting:
    return Setting(key, title, Kind.SHARE, {"num": num, "den": den, "over": over}, VOTES)


def _law(key: str, title: str, basis: str, default: dict[str, Any] | None = None) -> Setting:
    return Setting(key, title, Kind.SHARE, default, LAWS, basis=basis, law=True)


_AT_THE_GATES = (
    _clock(GATES, "gate.days", "每道把关的办理期限", 3, (1, 5)),
    _clock(GATES, "gate.reminder_days", "送到几个工作日后提醒把关人", 2, (1, 4)),
    _clock(GATES, "pause.days", "暂停协商最长时间", 10, (1, 10)),
    Setting(
        "second_signature.households",
        "多少户附议的议题，不予立题须有第二签",
        Kind.COUNT, 10, GATES, HOMES, 1, 500,
    ),
    _span(GATES, "appeal.days", "不予立题后可以申诉的时间", 7, (3, 30)),
    _clock(GATES, "appeal.answer_days", "街镇答复申诉的期限", 5, (1, 10)),
    _clock(GATES, "petition.answer_days", "联名达到法定比例后居委会书面答复的期限", 10, (3, 20)),
)  # fmt: skip

_SECONDED = (
    Setting(
        "seconding.households",
        "提交把关前需要多少户附议（0 为不需要）",
        Kind.COUNT,
        0,
        SECONDING,
        HOMES,
        0,
        200,
    ),
    _clock(SECONDING, "seconding.days", "征集附议的时间", 10, (1, 30)),
    _span(SECONDING, "adoption.days", "撤回的议题可由附议人接手的时间", 7, (1, 30)),
)

_DISCUSSED = (
    _clock(TALKS, "plan.days", "立题后拟订协商方案的期限", 5, (1, 10)),
    _span(TALKS, "notice.days", "协商开始前至少提前通知", 2, (1, 15)),
    _span(TALKS, "discussion.days.light", "微议题至少协商", 3, (1, 15)),
    _span(TALKS, "discussion.days.normal", "一般议题至少协商", 7, (3, 30)),
    _span(TALKS, "discussion.days.major", "重大议题至少协商", 15, (15, 60)),
    _span(TALKS, "discussion.extension_days", "协商延长一次，最多", 15, (1, 15)),
    _clock(TALKS, "summary.days", "协商结束后写出纪要的期限", 3, (1, 10)),
    _clock(TALKS, "publicity.days", "协商结果公示的时间", 3, (3, 15)),
    _clock(TALKS, "route.days", "公示期满后提出决定方式的期限", 3, (1, 10)),
)

_VOTED = (
    _span(VOTES, "consensus.days", "协商一致：征求异议的时间", 7, (3, 30)),
    Setting(
        "consensus.percent", "协商一致：有异议的住户应少于", Kind.PERCENT, 10, VOTES, "%", 1, 30
    ),
    _share("route.B.participation", "意见表决：参与的要求", 1, 3, over=False),
    _share("route.H.participation", "楼栋表决：参与的要求", 1, 2, over=True),
    _share("route.H.approval", "楼栋表决：赞成的要求", 1, 2, over=True),
    _span(VOTES, "voting.notice_days", "表决方案公开后，至少几天才能开始表决", 1, (0, 30)),
    _span(VOTES, "voting.days.light", "微议题至少表决", 5, (5, 15)),
    _span(VOTES, "voting.days.normal", "一般议题至少表决", 5, (5, 30)),
    _span(VOTES, "voting.days.major", "重大议题至少表决", 7, (5, 30)),
    _clock(VOTES, "tally.objection_days", "计票结果公示和提出异议的时间", 5, (3, 15)),
)  # fmt: skip

_CARRIED_OUT = (
    _clock(AFTER, "project.days", "决议后形成项目的期限", 10, (3, 60)),
    _span(AFTER, "evaluation.days", "效果评估的时间", 14, (7, 60)),
    Setting("evaluation.least", "效果评估至少要有多少户参加", Kind.COUNT, 5, AFTER, HOMES, 1, 100),
    Setting("covenant.review_months", "公约生效后多久复核", Kind.COUNT, 12, AFTER, "个月", 3, 60),
)

_LAWFUL = (
    _law(
        "petition.share",
        "多少住户联名，须由居委会书面答复是否召开居民会议",
        _OLD_FIFTH,
        {"num": 1, "den": 5, "over": False},
    ),
    _law("route.C.participation", "居民会议：参加的要求", _RESIDENTS),
    _law("route.C.approval", "居民会议：通过的要求", _RESIDENTS),
    _law("route.D.participation", "居民代表会议：参加的要求", _RESIDENTS),
    _law("route.D.approval", "居民代表会议：通过的要求", _RESIDENTS),
    _law("route.G.participation", "村民会议（每户一票，按户计）：参加的要求", _VILLAGERS),
    _law("route.G.approval", "村民会议（每户一票，按户计）：通过的要求", _VILLAGERS),
    _law("route.G.delegates.participation", "村民代表会议：参加的要求", _VILLAGERS),
    _law("route.G.delegates.approval", "村民代表会议：通过的要求", _VILLAGERS),
)

SETTINGS = (*_AT_THE_GATES, *_SECONDED, *_DISCUSSED, *_VOTED, *_CARRIED_OUT, *_LAWFUL)
