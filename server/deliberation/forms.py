"""What a step must be given: a reason from the list, a plan long enough, a ballot strict enough. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from server.ballots.arithmetic import Share
from server.ballots.models import Electorate, Weight
from server.ballots.service import Terms
from server.deliberation.gate_models import LEAST_REASON
from server.deliberation.models import Stake, Topic
from server.deliberation.reasons import LISTS
from server.deliberation.verb_cards import VERBS
from server.deliberation.workflow import Verb
from server.kit.errors import InvalidError
from server.kit.worktime import end_of_day, today

LEAST_WORDS = 5
#: Days of discussion and of voting, and the share of homes that must take part, by stake.
DISCUSSION_DAYS: Mapping[Stake, int] = {Stake.LIGHT: 1, Stake.NORMAL: 7, Stake.MAJOR: 15}
#: Longer is no discussion but a shelf; the extension of the longest kind fits in.
MOST_DAYS, MOST_WAIT = 60, 30
VOTING_DAYS: Mapping[Stake, int] = {Stake.LIGHT: 1, Stake.NORMAL: 5, Stake.MAJOR: 7}
QUORUM: Mapping[Stake, Share] = {
    Stake.LIGHT: Share.usual(1, 3),
    Stake.NORMAL: Share.usual(1, 2),
    Stake.MAJOR: Share.usual(2, 3),
}
MAJORITY = Share.usual(1, 2)
USUAL_OPTIONS = (("赞成", Weight.FOR), ("反对", Weight.AGAINST), ("弃权", Weight.ABSTAIN))


@dataclass(frozen=True)
class Move:
    """One request to move a topic: the verb and what came with it. version: what the caller had read."""

    verb: Verb
    reason_code: str | None = None
    reason: str | None = None
    version: int | None = None
    plan: dict[str, Any] | None = None
    summary: dict[str, Any] | None = None
    ballot: dict[str, Any] | None = None
    title: str | None = None
    body: str | None = None
    target_id: int | None = None
    #: Of a prolonged discussion or vote, or the day a project is due.
    until: date | None = None
    #: The duty the 街镇 names.
    keeper_id: int | None = None


def check_needs(move: Move) -> None:
    """InvalidError naming the first thing that this verb needs and was not given."""
    for need in VERBS[move.verb].needs:
        if problem := _NEEDS[need](move):
            raise InvalidError(problem, code=f"{need}_required", needs=need)


def _reason_code(move: Move) -> str | None:
    known = LISTS[move.verb]
    return None if move.reason_code in known else "请从列出的理由中选一项"


def _reason(move: Move) -> str | None:
    least = LEAST_REASON if move.verb in LISTS else LEAST_WORDS
    written = len((move.reason or "").strip())
    return None if written >= least else f"请写明理由，至少 {least} 个字（已写 {written} 个）"


def _text(move: Move) -> str | None:
    return None if move.title and move.body else "请填写标题和正文"


_NEEDS: Mapping[str, Callable[[Move], str | None]] = {
    "reason_code": _reason_code,
    "reason": _reason,
    "text": _text,
    "plan": lambda move: None if move.plan else "请填写协商方案",
    "summary": lambda move: None if move.summary else "请填写协商纪要",
    "ballot": lambda move: None if move.ballot else "请填写表决方案",
    "target": lambda move: None if move.target_id else "请选择并入哪个议题",
    "until": lambda move: None if move.until else "请选择延长到哪一天",
    "keeper": lambda move: None if move.keeper_id else "请选择指定哪一位把关",
}


def plan_of(topic: Topic, form: dict[str, Any], host: dict[str, str], moment: datetime) -> dict[str, Any]:
    """The plan as it is kept: dates as words, the host as he signs. InvalidError when too short or past."""
    starts, ends = form["starts_on"], form["ends_on"]
    if starts < today(moment):
        raise InvalidError("协商不能从过去的日子开始", code="plan_in_the_past")
    least = DISCUSSION_DAYS[topic.stake]
    if (ends - starts).days + 1 < least:
        raise InvalidError(f"这类议题至少协商 {least} 天", code="plan_too_short", least_days=least)
    if (starts - today(moment)).days > MOST_WAIT or (ends - starts).days + 1 > MOST_DAYS:
        words = f"请在 {MOST_WAIT} 天内开始协商，最多协商 {MOST_DAYS} 天"
        raise InvalidError(words, code="plan_too_long", most_days=MOST_DAYS)
    return {**form, "starts_on": starts.isoformat(), "ends_on": ends.isoformat(), "host": host}


def ends_on(topic: Topic) -> date | None:
    """The last day of the planned discussion."""
    return date.fromisoformat(topic.plan["ends_on"]) if topic.plan else None


def proposal_of(topic: Topic, form: dict[str, Any]) -> dict[str, Any]:
    """The ballot as it is kept. InvalidError when it asks less than the topic's stake demands."""
    quorum, majority = _share(form["quorum"]), _share(form["pass"])
    _demand(quorum, QUORUM[topic.stake], "参与要求", "quorum_too_low")
    _demand(majority, MAJORITY, "通过要求", "pass_too_low")
    least = VOTING_DAYS[topic.stake]
    if form["days"] < least:
        raise InvalidError(f"这类议题至少表决 {least} 天", code="ballot_too_short", least_days=least)
    return {
        "question": form["question"],
        "options": _options(form.get("options")),
        "days": form["days"],
        "who": form["who"],
        "quorum": {"num": quorum.num, "den": quorum.den, "over": quorum.over, "text": quorum.text},
        "pass": {"num": majority.num, "den": majority.den, "over": majority.over, "text": majority.text},
    }


def _demand(share: Share, least: Share, name: str, code: str) -> None:
    if not share.at_least(least):
        raise InvalidError(f"这类议题的{name}不能低于{least.text}", code=code)


def _share(form: dict[str, Any]) -> Share:
    """The wording of the law unless `over` says otherwise. InvalidError when it is no share."""
    try:
        usual = Share.usual(form["num"], form["den"])
        return usual if form.get("over") is None else Share(form["num"], form["den"], form["over"])
    except ValueError:
        raise InvalidError("比例应大于零，且不超过全部", code="not_a_share") from None


def _options(chosen: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    options = chosen or [{"label": label, "weight": weight.value} for label, weight in USUAL_OPTIONS]
    labels = {option["label"] for option in options}
    weights = {option["weight"] for option in options}
    if len(labels) != len(options) or Weight.FOR not in weights or len(weights) < 2:
        raise InvalidError("选项不能重复，且既要有赞成的、也要有不赞成的", code="bad_options")
    return options


def terms_of(topic: Topic, proposal: dict[str, Any], moment: datetime) -> Terms:
    """What ballots opens: the vote ends with the last minute of its last day."""
    quorum, majority = proposal["quorum"], proposal["pass"]
    return Terms(
        subject_id=topic.id,
        estate_id=topic.estate_id,
        question=proposal["question"],
        options=tuple((one["label"], Weight(one["weight"])) for one in proposal["options"]),
        who=Electorate(proposal["who"]),
        quorum=Share(quorum["num"], quorum["den"], quorum["over"]),
        majority=Share(majority["num"], majority["den"], majority["over"]),
        closes_at=end_of_day(today(moment) + timedelta(days=proposal["days"])),
    )
