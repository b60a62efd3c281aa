"""为什么有把关: the rules of the gate in plain words, with this community's own numbers."""

from typing import Any

from server.ballots.arithmetic import Share
from server.core import settings
from server.deliberation import ledger
from server.deliberation.reasons import LISTS, NAMES
from server.deliberation.workflow import Verb

#: The settings that the rules speak of.
SHOWN = (
    "gate.days", "gate.reminder_days", "pause.days", "second_signature.households", "appeal.days",
    "appeal.answer_days", "seconding.households", "petition.share", "petition.answer_days",
    "order.days",
)  # fmt: skip


def page() -> dict[str, Any]:
    """sections: title and lines; settings: what the community set; figures: of its ledger."""
    rules = settings.values()
    return {
        "sections": [{"title": title, "lines": lines} for title, lines in _sections(rules)],
        "settings": [_setting(key, rules[key]) for key in SHOWN],
        "figures": ledger.summary(),
    }


def _sections(rules: Any) -> list[tuple[str, list[str]]]:
    return [
        ("为什么有把关", WHY),
        ("谁来把关", WHO),
        ("把哪三关", GATES),
        ("多久要有结果", _clock(rules)),
        ("不同意要说理由", _refusing(rules)),
        ("对决定不服", _appealing(rules)),
        ("谁要回避", RECUSAL),
        ("把关不是什么", NOT),
    ]


def _clock(rules: Any) -> list[str]:
    days, reminder = rules["gate.days"], rules["gate.reminder_days"]
    return [
        f"送到后 {days} 个工作日内必须作出决定，满 {reminder} 个工作日提醒把关人。",
        "超过时限，议题页面公开写“超时未把关”，同时报街镇督查。",
        "超时不会自动通过，也不会自动否决，议题一直等到有人决定。",
    ]


def _refusing(rules: Any) -> list[str]:
    households = rules["second_signature.households"]
    return [
        f"不予立题只能用这些理由：{_reasons(Verb.DECLINE)}。",
        "还要写出具体原因，至少二十个字，写进公开台账，不能改也不能删。",
        "退回补充最多两次，第三次必须给出同意或不予立题。",
        f"有 {households} 户以上附议的议题，不予立题要由第二个人签字才成立。",
        f"联名住户达到{_share(rules['petition.share'])}时，只有违法违规、泄露隐私可以不予立题，"
        f"并由居委会在 {rules['petition.answer_days']} 个工作日内书面答复。",
    ]


def _appealing(rules: Any) -> list[str]:
    return [
        f"不予立题后 {rules['appeal.days']} 天内，提出人可以申诉一次。",
        f"街镇应在 {rules['appeal.answer_days']} 个工作日内答复：维持，或者责成复议。街镇不替社区作决定。",
        "另提议题的权利不受影响。",
    ]


WHY = [
    "社区的事由居民商量着办。把关保证议题是本社区的公共事务，商量有准备、有秩序，表决的题目和方式站得住。",
    "事情越关系大家的利益，要求越严：时间更长，参加的人要更多。",
]
WHO = [
    "由本社区（或本小区）党组织的书记、副书记把关，其他身份都不能代办。",
    "居委会、街镇、区和系统管理员都不能把关。街镇只能督查：要求答复，不能替代决定。",
]
GATES = [
    "第一关 提出议题：要不要列入议事。",
    "第二关 开展讨论：协商方案够不够清楚，有没有提前通知。",
    "第三关 形成决策：题目、谁来决定、用什么方式。结果只能确认，或者报街镇提出异议，不能改。",
    "居民会议由居委会、村民会议由村委会、业主大会由业委会召集；召集机构同意以后，党组织才能同意开始表决。",
    "每个决定都写明依据；党组织集体研究过的，记录一并公开。",
    "建立公约的，草案交付表决、表决结果生效也由党组织把关，时限、回避和异议与三关相同。",
]
RECUSAL = [
    "议题是自己或同住的家人提的，或者自己家附议了它，把关人和第二签的人都不能办，系统不让办。",
    "协商方案、决定方式、公约草案由谁提交，会议由谁同意召集，审定它的这一关就不能由谁把，由其他书记、副书记把。",
    "与自己有别的利害关系，把关人应当自己申请回避，由其他书记、副书记办。",
    "没有别人可以把关了，由街镇指定一位代理把关人，只办这一个议题，谁指定、为什么都公开。",
]
NOT = [
    "不是审帖子：发帖、评论、反映问题不经过党组织把关，只经过内容检查和版块管理。",
    "不是看票：表决结束前任何人都看不到票数；结束后谁也不能改一张票。",
    "不是压着不办：每一次决定、每一次超时都在台账里，任何居民都能看，也能核对。",
]


def _reasons(verb: Verb) -> str:
    return "、".join(NAMES[one] for one in LISTS[verb])


def _share(value: dict[str, Any]) -> str:
    return Share(**value).text


def _setting(key: str, value: Any) -> dict[str, str]:
    known = settings.find(key)
    text = _share(value) if isinstance(value, dict) else f"{value} {known.unit}".strip()
    return {"key": key, "title": known.title, "text": text, "basis": known.basis}
