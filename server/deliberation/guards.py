"""Why a step is shut now. Pure: each guard looks at the facts and answers None, or a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from server.deliberation.models import TextCheck

MOST_RETURNS = 2
MOST_OPEN_TOPICS = 3


@dataclass(frozen=True)
class Facts:
    """All that a guard may look at, fetched once; `facts.py` fetches only what the state's rows ask.

    settings: the community's 议事规则 by key. open_topics: the author's own, this one not counted.
    starts_on, ends_on: of the planned discussion. state_on: the day the state was entered.
    outcome: of the counted poll, or None. supports: the caller's home seconds the topic.
    party: the caller lives with its author, or in a home that seconds it. own_paper: he handed in what lies
    at this gate, or agreed to call its meeting. stands_back: he has no office left to keep order in.
    seconds, households: how many stand behind it, of how many. keepers: who of the unit may hold its
    gates. first_hand: the caller may take the first signature back. second_hand: somebody else may sign
    under the caller's refusal. appeal: state of the author's appeal.
    at_gate: of a covenant, that its draft is handed in or its vote counted.
    objections: households that object in this notice. disputed: gate ③ sent it back for its minutes, and
    they are still the same. convener: the body that calls the meeting. to_convene: the same, not agreed yet.
    project_open: milestones not done. unconfirmed: filed for its author, who has not said yet that it is his.
    """

    today: date = date.min
    settings: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    text_check: TextCheck = TextCheck.PASSED
    returns: int = 0
    open_topics: int = 0
    admitted: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    state_on: date = date.min
    public_until: date | None = None
    extended: bool = False
    at_gate: bool = False
    route: str | None = None
    outcome: str | None = None
    confirmed: bool = False
    challenged: bool = False
    challenged_before: bool = False
    vote_extended: bool = False
    vote_until: date | None = None
    supports: bool = False
    party: bool = False
    own_paper: bool = False
    stands_back: bool = False
    seconds: int = 0
    households: int = 0
    reviewed: bool = False
    countersign: bool = False
    first_hand: bool = False
    second_hand: bool = False
    keepers: int = 0
    appeal: str | None = None
    objections: int = 0
    disputed: bool = False
    convener: str | None = None
    to_convene: str | None = None
    project_open: int = 0
    unconfirmed: bool = False


def day_words(day: date) -> str:
    return f"{day.month}月{day.day}日"


def no_party(facts: Facts) -> str | None:
    """Who is party to a matter does not judge it, whether he says so himself or not."""
    return "您家里有人提出或附议了这个议题，您应当回避，请由其他书记、副书记办理" if facts.party else None


def not_own_paper(facts: Facts) -> str | None:
    """One hand does not both write what is decided on and decide on it (product.md §2.4, 5)."""
    if not facts.own_paper:
        return None
    return "送来把关的材料由您提交（或由您同意召集），请由其他书记、副书记把关；没有其他人的，由街镇指定"


def may_keep_order(facts: Facts) -> str | None:
    return "您应当回避这个议题，请由居委会的工作人员或其他书记、副书记办理" if facts.stands_back else None


def not_too_many(facts: Facts) -> str | None:
    if facts.open_topics < MOST_OPEN_TOPICS:
        return None
    return f"您已有 {facts.open_topics} 个议题在办，请等其中一个办结后再提交"


def seconds_asked(facts: Facts) -> str | None:
    needed = facts.settings["seconding.households"]
    if needed == 0:
        return "本社区提议题不需要先征集附议"
    # Sent back to its author and called anew: who stood behind it still does.
    return None if facts.seconds < needed else "附议的户数已经够了，直接提交把关"


def text_checked(facts: Facts) -> str | None:
    return "文字正在做内容检查，请稍后再办" if facts.text_check is TextCheck.CHECKING else None


def assent_given(facts: Facts) -> str | None:
    """What was filed for somebody is not carried on under his name before he said that it is his word, in the
    app or on paper. Sending it back or refusing it stays open, so that nobody's silence stops the clock."""
    if not facts.unconfirmed:
        return None
    return "代为提交的议题，等本人在手机上确认后才能这样办（附有书面同意照片的不用等）；也可以退回补充"


def may_return_again(facts: Facts) -> str | None:
    return None if facts.returns < MOST_RETURNS else f"已经退回过 {MOST_RETURNS} 次，这次请立题或不予立题"


def one_hand_is_enough(facts: Facts) -> str | None:
    least = facts.settings["second_signature.households"]
    if facts.seconds < least:
        return None
    return f"已有 {facts.seconds} 户附议，不予立题需要第二人签字"


def two_hands_are_asked(facts: Facts) -> str | None:
    return None if one_hand_is_enough(facts) else "附议户数没有达到需要第二人签字的数量"


def a_second_hand_is_left(facts: Facts) -> str | None:
    """A first signature that nobody can answer would shut the gate for good."""
    if facts.second_hand:
        return None
    return (
        f"已有 {facts.seconds} 户附议，不予立题需要第二人签字，现在没有能签字的副书记或居委会主任，"
        "请报街镇配齐；也可以同意立题或退回补充"
    )


def ones_own_signature(facts: Facts) -> str | None:
    return None if facts.first_hand else "第一签由签字的人自己收回"


def no_signature_awaited(facts: Facts) -> str | None:
    return "已送第二签，请等第二人签字或退签，签第一签的人也可以收回" if facts.countersign else None


def signature_awaited(facts: Facts) -> str | None:
    return None if facts.countersign else "没有等待第二签的决定"


def nobody_left(facts: Facts) -> str | None:
    """The 街镇 names somebody only where the party organisation of the unit has nobody."""
    if not facts.keepers:
        return None
    return f"本社区还有 {facts.keepers} 位可以把关，不需要另行指定"


def petition_reached(facts: Facts) -> bool:
    """Whether the households behind it reach the share that may call a residents' meeting."""
    share = facts.settings["petition.share"]
    return facts.households > 0 and facts.seconds * share["den"] >= share["num"] * facts.households


def stood_behind_it(facts: Facts) -> str | None:
    return None if facts.supports else "只有附议过这个议题的住户可以接手"


def adoption_open(facts: Facts) -> str | None:
    last = facts.state_on + timedelta(days=facts.settings["adoption.days"])
    return None if facts.today <= last else f"接手的期限到 {day_words(last)} 为止，已经过了"


def never_admitted(facts: Facts) -> str | None:
    return "这个议题撤回前已经立题" if facts.admitted else None


def once_admitted(facts: Facts) -> str | None:
    return None if facts.admitted else "这个议题撤回前还没有立题"


def appeal_open(facts: Facts) -> str | None:
    """Once, and within the days after the refusal."""
    if facts.appeal is not None:
        return "申诉只能提一次"
    last = facts.state_on + timedelta(days=facts.settings["appeal.days"])
    return None if facts.today <= last else f"申诉的期限到 {day_words(last)} 为止，已经过了"


def appealed(facts: Facts) -> str | None:
    return None if facts.appeal == "open" else "没有等待答复的申诉"


def notice_given(facts: Facts) -> str | None:
    least = facts.settings["notice.days"]
    assert facts.starts_on is not None
    if (facts.starts_on - facts.today).days >= least:
        return None
    return f"离开始不足 {least} 天，来不及通知居民，请退回方案、改后再报"


def not_extended(facts: Facts) -> str | None:
    return "协商已经延长过一次，不能再延长" if facts.extended else None


def discussion_over(facts: Facts) -> str | None:
    """Its last day belongs to those who discuss."""
    if facts.ends_on is None or facts.today > facts.ends_on:
        return None
    return f"协商到 {day_words(facts.ends_on)} 为止，期满后再发布纪要"


def notice_over(facts: Facts) -> str | None:
    if facts.public_until is None or facts.today > facts.public_until:
        return None
    return f"公示到 {day_words(facts.public_until)} 为止，期满后再办"


def minutes_mended(facts: Facts) -> str | None:
    return "纪要有异议，请先发布新的一版纪要" if facts.disputed else None


def milestones_done(facts: Facts) -> str | None:
    return f"还有 {facts.project_open} 个节点没有完成" if facts.project_open else None


def evaluation_over(facts: Facts) -> str | None:
    if facts.public_until is None or facts.today > facts.public_until:
        return None
    return f"评价到 {day_words(facts.public_until)} 为止，期满后再办"


Guard = Callable[[Facts], str | None]
