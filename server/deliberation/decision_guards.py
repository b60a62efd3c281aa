"""Why a step towards the decision is shut now: the ballot, its count, its extension. Pure, like guards.py."""

from datetime import timedelta

from server.deliberation.guards import Facts, day_words


def ballot_asked(facts: Facts) -> str | None:
    return "这个议题走协商一致，不需要表决" if facts.route == "A" else None


def convening_asked(facts: Facts) -> str | None:
    return None if facts.to_convene else "已经同意召集"


def convened(facts: Facts) -> str | None:
    """Jointly with the body that legally calls the meeting (product.md §2.3, T10→T11)."""
    if facts.to_convene is None:
        return None
    return f"这次会议由{facts.to_convene}召集，请等它同意召集，或者退回表决方案"


def told_in_time(facts: Facts) -> str | None:
    """Everybody could read what will be asked before he is asked (product.md §2.3, T10→T11)."""
    opens = facts.state_on + timedelta(days=facts.settings["voting.notice_days"])
    if facts.today >= opens:
        return None
    return f"表决方案要让居民先看到，{day_words(opens)} 起才能开始表决"


def consent_reached(facts: Facts) -> str | None:
    """Route A: nobody is asked to vote, so silence must have lasted and few may have objected."""
    if facts.route != "A":
        return "这个议题要经过表决才能决定"
    last = facts.state_on + timedelta(days=facts.settings["consensus.days"])
    if facts.today <= last:
        return f"异议期到 {day_words(last)} 为止，期满后再确认"
    most = facts.settings["consensus.percent"]
    if facts.objections * 100 < most * facts.households:
        return None
    return f"有 {facts.objections} 户提出异议，达到 {most}%，不能按协商一致决定"


def count_confirmed(facts: Facts) -> str | None:
    return None if facts.confirmed else "计票还没有经监督委员会成员核对确认"


def not_challenged(facts: Facts) -> str | None:
    return "党组织已对计票提出异议，等街镇答复" if facts.challenged else None


def first_challenge(facts: Facts) -> str | None:
    """An answered objection is answered: a count cannot be held up for ever."""
    return "对这次计票已经提过一次异议，街镇已答复" if facts.challenged_before else None


def challenged(facts: Facts) -> str | None:
    return None if facts.challenged else "没有等待答复的计票异议"


def called_by_nobody(facts: Facts) -> str | None:
    """Who called the meeting calls it once more (product.md §2.3, no_quorum → T11); else the host goes on."""
    return f"这次会议由{facts.convener}召集，由它决定延长" if facts.convener else None


def called(facts: Facts) -> str | None:
    return None if facts.convener else "这次表决不需要召集会议"


def vote_may_be_extended(facts: Facts) -> str | None:
    if facts.vote_extended:
        return "表决已经延长过一次，不能再延长"
    if facts.vote_until is None or facts.today <= facts.vote_until:
        return None
    return f"延长须在 {day_words(facts.vote_until)} 前（开始表决后三个月内），已经过了"


class OutcomeIs:
    """A guard: open only for these outcomes of the count."""

    def __init__(self, *outcomes: str) -> None:
        self.outcomes = outcomes

    def __call__(self, facts: Facts) -> str | None:
        return None if facts.outcome in self.outcomes else "计票结果不是这一项"
