"""The closed lists of reasons, gate by gate. A gate that says no says one of these, and why in words."""

from collections.abc import Mapping
from enum import StrEnum

from server.deliberation.workflow import Verb


class Reason(StrEnum):
    NOT_OURS = "not_ours"
    SINGLE_CASE = "single_case"
    DUPLICATE = "duplicate"
    UNDER_WAY = "under_way"
    UNLAWFUL = "unlawful"
    PRIVACY = "privacy"
    OWNERS_MEETING = "owners_meeting"
    OTHER = "other"
    UNCLEAR = "unclear"
    FACTS_MISSING = "facts_missing"
    SCOPE_UNCLEAR = "scope_unclear"
    WORDING = "wording"
    PERIOD = "period"
    PARTIES_MISSING = "parties_missing"
    QUESTION_UNCLEAR = "question_unclear"
    ROUTE_TOO_WEAK = "route_too_weak"
    SUMMARY_DISPUTED = "summary_disputed"
    DISORDER = "disorder"
    FACTS_DISPUTED = "facts_disputed"
    CHANGED = "changed"
    SETTLED = "settled"
    ROLL_ERROR = "roll_error"
    PROCEDURE = "procedure"
    TECHNICAL = "technical"
    AGAINST_LAW = "against_law"
    NOT_COMPARED = "not_compared"
    BEYOND_DECISION = "beyond_decision"


NAMES: Mapping[Reason, str] = {
    Reason.NOT_OURS: "非本辖区公共事务",
    Reason.SINGLE_CASE: "属个案诉求",
    Reason.DUPLICATE: "与已有议题重复",
    Reason.UNDER_WAY: "已在办理",
    Reason.UNLAWFUL: "违法违规",
    Reason.PRIVACY: "泄露隐私",
    Reason.OWNERS_MEETING: "属业主大会法定事项",
    Reason.OTHER: "其他（须报街镇）",
    Reason.UNCLEAR: "问题没有说清",
    Reason.FACTS_MISSING: "缺少事实或材料",
    Reason.SCOPE_UNCLEAR: "范围不明确",
    Reason.WORDING: "表述需要修改",
    Reason.PERIOD: "协商时间不合适",
    Reason.PARTIES_MISSING: "遗漏利益相关方",
    Reason.QUESTION_UNCLEAR: "表决题目不清楚",
    Reason.ROUTE_TOO_WEAK: "表决方式与事项轻重不符",
    Reason.SUMMARY_DISPUTED: "协商纪要有异议",
    Reason.DISORDER: "讨论失序",
    Reason.FACTS_DISPUTED: "关键事实待核实",
    Reason.CHANGED: "情况发生变化",
    Reason.SETTLED: "问题已经解决",
    Reason.ROLL_ERROR: "名册错误",
    Reason.PROCEDURE: "程序违法",
    Reason.TECHNICAL: "技术故障",
    Reason.AGAINST_LAW: "条文与法律法规抵触",
    Reason.NOT_COMPARED: "合法性比对不充分",
    Reason.BEYOND_DECISION: "超出议题决定的内容",
}

R = Reason
LISTS: Mapping[Verb, tuple[Reason, ...]] = {
    Verb.RETURN: (R.UNCLEAR, R.FACTS_MISSING, R.SCOPE_UNCLEAR, R.WORDING),
    Verb.DECLINE: (
        R.NOT_OURS, R.SINGLE_CASE, R.DUPLICATE, R.UNDER_WAY, R.UNLAWFUL, R.PRIVACY, R.OWNERS_MEETING, R.OTHER,
    ),
    Verb.CHALLENGE: (R.ROLL_ERROR, R.PROCEDURE, R.TECHNICAL),
    Verb.RETURN_PLAN: (R.PERIOD, R.PARTIES_MISSING, R.SCOPE_UNCLEAR, R.FACTS_MISSING),
    Verb.RETURN_ROUTE: (R.QUESTION_UNCLEAR, R.ROUTE_TOO_WEAK, R.SUMMARY_DISPUTED),
    Verb.PAUSE: (R.DISORDER, R.FACTS_DISPUTED, R.CHANGED),
    Verb.TERMINATE: (R.CHANGED, R.SETTLED, R.UNLAWFUL, R.OWNERS_MEETING),
    Verb.RETURN_COVENANT: (R.WORDING, R.AGAINST_LAW, R.NOT_COMPARED, R.BEYOND_DECISION),
}  # fmt: skip

LISTS = {
    **LISTS,
    Verb.DECLINE_FIRST: LISTS[Verb.DECLINE],
    Verb.CHALLENGE_COVENANT: LISTS[Verb.CHALLENGE],
}
#: Sent back for these, it is the minutes and not the ballot that must be mended.
DISPUTES_THE_MINUTES = frozenset({Reason.SUMMARY_DISPUTED})
#: Once a petition reached the share of the law, expediency is no ground any more (product.md §2.4, 7).
NOT_EXPEDIENT = frozenset({Reason.UNLAWFUL, Reason.PRIVACY})

#: The ledger shows that a topic was declined for these, not its title nor what was said of it.
HIDE_TITLE = frozenset({Reason.UNLAWFUL, Reason.PRIVACY})


def name_of(code: str | None) -> str | None:
    return NAMES[Reason(code)] if code else None
