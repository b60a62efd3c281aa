"""Ways through the machine: who can do what now, and the papers that a step is taken with."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import func, select

from server.ballots.models import Ballot
from server.deliberation.models import TopicStep
from server.extensions import db
from tests.deliberation.covenants.agreements import BALLOT as COVENANT
from tests.deliberation.machine import model
from tests.deliberation.machine import rules as r
from tests.deliberation.scenes import BALLOT, SUMMARY

REASON = "这是写进记录的理由，二十个字以上，大家都看得到。"
_UP_TO_TALK = (
    "submit",
    "checked",
    "seconded",
    "admit",
    "plan",
    "open_discussion",
    "wait",
    "summarise",
    "wait",
)
_VOTED = (*_UP_TO_TALK, "route", "wait", "open_ballot", "they vote", "wait")
#: How a topic may begin: from a draft, or some way on.
AHEAD = {
    "a draft": (),
    "at the first gate": _UP_TO_TALK[:3],
    "nobody left": (*_UP_TO_TALK[:3], "recuse", "recuse", "name_keeper"),
    "declined": (*_UP_TO_TALK[:3], "decline"),
    "appealed": (*_UP_TO_TALK[:3], "decline", "appeal"),
    "planned": _UP_TO_TALK[:5],
    "discussed": _UP_TO_TALK[:7],
    "summed up": _UP_TO_TALK,
    "at the last gate": (*_UP_TO_TALK, "route"),
    "voting": _VOTED[:-2],
    "voted": _VOTED[:-1],
    "counted": _VOTED,
    "confirmed": (*_VOTED, "confirmed"),
    "too few": (*_VOTED[:-2], "wait", "confirmed", "wait", "certify"),
}
_AGREED = (*_UP_TO_TALK, "route", "wait", "decide", "draft_covenant")
_CALLED = (*_AGREED, "submit_covenant", "convene")
#: The same of a covenant: what nobody objects to becomes one the soonest.
COVENANTS = {
    "a covenant's draft": _AGREED,
    "a covenant handed in": (*_AGREED, "submit_covenant"),
    "a covenant voted on": (*_CALLED, "open_covenant_vote", "they vote"),
    "a covenant counted": (*_CALLED, "open_covenant_vote", "they vote", "wait"),
    "a covenant confirmed": (
        *_CALLED, "open_covenant_vote", "all agree", "wait", "confirmed", "wait",
    ),
}  # fmt: skip
AHEAD |= COVENANTS
BALLOTED = {"voting", "voted", "counted", "confirmed", "too few"}
#: Where nothing may be left to do.
DEAD = {*r.ENDS, "withdrawn", "declined", "no_quorum"}
#: Steps after which nobody can do anything, or little: taken, but not all the time.
LAST = {"return_covenant", "withdraw", "terminate", "merge", "transfer", "decline", "archive"}


def possible(topic: dict[str, Any], now: datetime) -> list[tuple[str, str]]:
    """(who, verb) of everything that is offered and open."""
    return [
        (who, verb)
        for who in r.PEOPLE
        if model.sees(topic, who, now)
        for verb, is_open in model.offered(topic, who, now).items()
        if is_open and verb in r.TABLE
    ]


def ahead(topic: dict[str, Any], now: datetime) -> list[tuple[str, str]]:
    """Of these, what moves it and does not end it."""
    return [
        (who, verb)
        for who, verb in possible(topic, now)
        if r.TABLE[verb][2] is not r.STAY and verb not in LAST
    ]


def doer(topic: dict[str, Any], verb: str, now: datetime) -> str | None:
    return next((who for who, open_ in possible(topic, now) if open_ == verb), None)


def barred(topic: dict[str, Any], who: str, now: datetime) -> set[str]:
    """For whom there is no such topic."""
    return set() if model.sees(topic, who, now) else {"not_found"}


def abuses(topic: dict[str, Any], who: str, verb: str, now: datetime) -> bool:
    """An office's verb by who holds or held another office, and may not."""
    official = r.TABLE[verb][0] in ("gate", "second_hand", "street", "host", "convener")
    return official and who in {*r.OFFICES, "former"}


def drawn(data: Any, topic: dict[str, Any], verb: str, now: datetime) -> dict[str, Any]:
    """What the step is taken with: a reason from its list, days within and beyond what is allowed."""
    found = form(topic, verb, data.draw(st.sampled_from("AB")) if verb == "route" else "B", now)
    if verb in r.CODES:
        found["reason_code"] = data.draw(st.sampled_from(r.CODES[verb]))
    if verb in ("extend_discussion", *r.EXTENDING):
        found["until"] = now.date() + timedelta(days=data.draw(st.sampled_from([-1, 0, 2, 5, 15, 40])))
    return found


def form(topic: dict[str, Any], verb: str, route: str, now: datetime) -> dict[str, Any]:
    today = now.date()
    papers: dict[str, dict[str, Any]] = {
        "plan": {"plan": _plan(today)},
        "summarise": {"summary": SUMMARY},
        "route": {"ballot": {**BALLOT, "days": 3} if route == "B" else _consent()},
        "revise": {"title": "三号楼车棚加装充电桩", "body": f"补充：{now:%m月%d日%H时%M分}又有两户说起。"},
        "merge": {"target_id": "other_topic"},
        "name_keeper": {"keeper_id": "office"},
        "extend_discussion": {"until": today + timedelta(days=3)},
        **{verb: {"until": today + timedelta(days=3)} for verb in r.EXTENDING},
        "submit_covenant": {"ballot": {**COVENANT, "who": None, "mode": None}},
    }
    found = dict(papers.get(verb, {}))
    if verb in r.CODES:
        found["reason_code"] = "unlawful" if verb == "decline" else r.CODES[verb][0]
    if verb in r.CODES or verb in r.SAID:
        found["reason"] = REASON
    if verb in ("open_ballot", "open_covenant_vote"):
        topic["vote_days"] = 3
    return found


def _plan(today: Any) -> dict[str, Any]:
    people = {"scope": "全体居民", "parties": "三号楼住户、物业", "format": "线上发言，周六现场会"}
    starts = today + timedelta(days=r.NOTICE)
    days = {"starts_on": starts, "ends_on": starts + timedelta(days=r.LEAST_TALK - 1)}
    return {**days, **people, "materials": "", "meetings": []}


def _consent() -> dict[str, Any]:
    return {"matter": "daily", "route": "A", "question": "是否同意在车棚加装充电桩？"}


def sent(world: Any, form_: dict[str, Any]) -> dict[str, Any]:
    """The form with the numbers that only this world knows."""
    numbers = {"other_topic": world.other_topic, "office": world.office}
    return {
        name: numbers.get(value, value) if isinstance(value, str) else value for name, value in form_.items()
    }


def cast(poll_id: int) -> int:
    return db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.poll_id == poll_id)) or 0


def steps(topic_id: int) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(TopicStep).where(TopicStep.topic_id == topic_id))
        or 0
    )
