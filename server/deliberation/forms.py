"""What a step must be given: a reason from the list, a plan long enough, a ballot strict enough. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from server.deliberation.gate_models import LEAST_REASON
from server.deliberation.guards import day_words
from server.deliberation.models import Topic
from server.deliberation.reasons import LISTS
from server.deliberation.verb_cards import VERBS
from server.deliberation.workflow import HANDED_IN, Verb
from server.kit.errors import InvalidError
from server.kit.rest import stamp
from server.kit.worktime import today

LEAST_WORDS = 5
#: What a part of the minutes says when there is nothing to say.
NOTHING_SAID = "无"
#: Longer is no discussion but a shelf; the extension of the longest kind fits in.
MOST_DAYS, MOST_WAIT = 60, 30
PARTS = {"agreed": "达成一致的", "disputed": "有分歧的", "minority": "少数意见", "open": "还没有答复的问题"}


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
    #: Of a topic that is mended; what is None stays as it is.
    photos: list[int] | None = None
    scope: dict[str, Any] | None = None
    stake: str | None = None
    target_id: int | None = None
    #: Of a prolonged discussion or vote, or the day a project is due.
    until: date | None = None
    #: The duty the 街镇 names.
    keeper_id: int | None = None
    #: What a gatekeeper rests his decision on, and when his organisation talked it over.
    rule: str | None = None
    collective: dict[str, Any] | None = None


def check_needs(move: Move) -> None:
    """InvalidError naming the first thing that this verb needs and was not given."""
    if move.verb in HANDED_IN:
        return  # its paper came by a route of its own, which has looked at it
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


def plan_of(
    topic: Topic, form: dict[str, Any], rules: Mapping[str, Any], host: dict[str, str], moment: datetime
) -> dict[str, Any]:
    """The plan as it is kept: dates as words, the host as he signs. `rules`: the community's settings.

    InvalidError when it is too short or past, or leaves no time to tell the neighbours.
    """
    starts, ends = form["starts_on"], form["ends_on"]
    _check_span(topic, starts, ends, rules, today(moment))
    meetings = [_meeting(one, starts, ends) for one in form.get("meetings") or ()]
    days = {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    return {**form, **days, "meetings": meetings, "host": host}


def _check_span(topic: Topic, starts: date, ends: date, rules: Mapping[str, Any], day: date) -> None:
    notice = rules["notice.days"]
    if (starts - day).days < notice:
        words = f"开始前至少提前 {notice} 天通知居民，最早从 {day_words(day + timedelta(days=notice))} 开始"
        raise InvalidError(words, code="plan_too_soon", notice_days=notice)
    least = rules[f"discussion.days.{topic.stake.value}"]
    if (ends - starts).days + 1 < least:
        raise InvalidError(f"这类议题至少协商 {least} 天", code="plan_too_short", least_days=least)
    if (starts - day).days > MOST_WAIT or (ends - starts).days + 1 > MOST_DAYS:
        words = f"请在 {MOST_WAIT} 天内开始协商，最多协商 {MOST_DAYS} 天"
        raise InvalidError(words, code="plan_too_long", most_days=MOST_DAYS)


def _meeting(form: dict[str, Any], starts: date, ends: date) -> dict[str, Any]:
    if not starts <= today(form["starts_at"]) <= ends:
        raise InvalidError("会议应在协商期内召开", code="meeting_outside")
    return {**form, "starts_at": stamp(form["starts_at"])}


def extended(topic: Topic, until: date, rules: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    """The plan with its later last day. InvalidError unless later, and by no more than the rules say."""
    assert topic.plan is not None
    ends, most = date.fromisoformat(topic.plan["ends_on"]), rules["discussion.extension_days"]
    if until <= ends or until < today(moment):
        raise InvalidError(f"请选择 {day_words(ends)} 之后的日子", code="not_later")
    if (until - ends).days > most:
        latest = day_words(ends + timedelta(days=most))
        raise InvalidError(f"最多延长 {most} 天，到 {latest} 为止", code="extended_too_far", most_days=most)
    return {**topic.plan, "ends_on": until.isoformat()}


def check_summary(summary: Mapping[str, str]) -> None:
    """Each of the four parts says something, or says that there is nothing. InvalidError names the part."""
    for key, name in PARTS.items():
        words = summary[key].strip()
        if words != NOTHING_SAID and len(words) < LEAST_WORDS:
            sentence = f"“{name}”请写成一句话，没有就写“{NOTHING_SAID}”"
            raise InvalidError(sentence, code="summary_part_missing", fields={key: [sentence]})
